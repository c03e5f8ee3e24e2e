import { Injectable } from '@nestjs/common';
import { ModelReader } from '../modelling/index.js';

export interface ModelName {
  readonly id: number;
  readonly name: string;
  readonly version: number;
}

/**
 * What a model version is called. A version never changes, so each is looked up once, also where a page of thousands of predictions asks
 * at the same moment: with a query for each, they would wait for connections until they give up.
 */
@Injectable()
export class ModelNames {
  private readonly known = new Map<number, Promise<ModelName | null>>();

  constructor(private readonly models: ModelReader) {}

  async of(id: number | null | undefined): Promise<ModelName | null> {
    if (id === null || id === undefined) return null;
    let name = this.known.get(id);
    if (name === undefined) {
      name = this.lookUp(id);
      this.known.set(id, name);
    }
    return name;
  }

  /** What was not found, or not to be had, is looked for again the next time. */
  private async lookUp(id: number): Promise<ModelName | null> {
    let found: ModelName | null = null;
    try {
      const version = await this.models.version(id);
      if (version) found = { id: version.id, name: version.name, version: version.version };
    } finally {
      if (found === null) this.known.delete(id);
    }
    return found;
  }
}
