import { Injectable } from '@nestjs/common';
import type { PrintingFacts } from '../shared/series.js';
import { CatalogueRepository, type Game, type SourceName } from './catalogue.repository.js';

export type { Game, SourceName };

/** Answers neighbours about games and what is known of their printings. */
@Injectable()
export class CatalogueReader {
  constructor(private readonly catalogue: CatalogueRepository) {}

  games(): Promise<Game[]> {
    return this.catalogue.games();
  }

  gameBySlug(slug: string): Promise<Game | undefined> {
    return this.catalogue.gameBySlug(slug);
  }

  /** The printings of a game, ascending by printing id. */
  facts(gameId: number): Promise<PrintingFacts[]> {
    return this.catalogue.facts(gameId);
  }

  /** The series id of every printing of a game as it was imported, and its currency, ascending by printing id. */
  sourceNames(gameId: number): Promise<SourceName[]> {
    return this.catalogue.sourceNames(gameId);
  }
}
