import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
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

  /** The printings of a game but for `others` that were listed by the end of a day, as known at `knownAt`, and never priced; ascending. */
  async neverPriced(gameId: number, by: { day: Day; knownAt: Date; others: readonly number[] }): Promise<PrintingFacts[]> {
    const listed = await this.catalogue.listedBy(gameId, by);
    return listed.length === 0 ? [] : this.catalogue.neverPriced(listed, by.knownAt);
  }

  /** In which currency the series of printings are, or would be where they have no price yet. */
  currenciesOf(printingIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
    return this.catalogue.currenciesOf(printingIds);
  }

  /** The series id of every printing of a game as it was imported, and its currency, ascending by printing id. */
  sourceNames(gameId: number): Promise<SourceName[]> {
    return this.catalogue.sourceNames(gameId);
  }
}
