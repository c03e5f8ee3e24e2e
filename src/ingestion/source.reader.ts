import { Injectable } from '@nestjs/common';
import type { Provider } from './providers/provider.js';
import { SourceRepository } from './source.repository.js';

/** The sources that are asked over the network, by slug. All others are files or the simulator: their past is here or never comes. */
const KINDS: Readonly<Record<string, Provider['kind']>> = {
  cardmarket: 'snapshot',
  pokemontcg: 'snapshot',
  tcgcsv: 'snapshot',
  tcgdex: 'snapshot',
  pokemonpricetracker: 'historical',
};

/** Answers neighbours about where the prices of a game come from. */
@Injectable()
export class SourceReader {
  constructor(private readonly sources: SourceRepository) {}

  /** The sources of a game that are of a kind, by name. snapshot: cannot be asked for a past day; historical: can. */
  async slugsOf(gameId: number, kind: Provider['kind']): Promise<string[]> {
    return (await this.sources.slugsOf(gameId)).filter((slug) => KINDS[slug] === kind);
  }
}
