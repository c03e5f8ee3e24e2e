import { Injectable } from '@nestjs/common';
import { ModelReader } from '../modelling/index.js';

export interface ModelName {
  readonly id: number;
  readonly name: string;
  readonly version: number;
}

/** What a model version is called. A version never changes, so each is looked up once. */
@Injectable()
export class ModelNames {
  private readonly known = new Map<number, ModelName>();

  constructor(private readonly models: ModelReader) {}

  async of(id: number | null | undefined): Promise<ModelName | null> {
    if (id === null || id === undefined) return null;
    const known = this.known.get(id);
    if (known) return known;
    const version = await this.models.version(id);
    if (!version) return null;
    const name = { id: version.id, name: version.name, version: version.version };
    this.known.set(id, name);
    return name;
  }
}
