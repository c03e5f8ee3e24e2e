import { Injectable } from '@nestjs/common';
import { providerBySlug } from './providers/provider-list.js';
import type { Provider } from './providers/provider.js';
import { SourceRepository } from './source.repository.js';

/** Answers neighbours about where the prices of a game come from. */
@Injectable()
export class SourceReader {
  constructor(private readonly sources: SourceRepository) {}

  /** The sources of a game that are of a kind, by name; files and the simulated market are of none. snapshot: cannot be asked for a past day; historical: can. */
  async slugsOf(gameId: number, kind: Provider['kind']): Promise<string[]> {
    return (await this.sources.slugsOf(gameId)).filter((slug) => providerBySlug(slug)?.kind === kind);
  }
}
