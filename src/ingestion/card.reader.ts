import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
import { type CardPage, type CardQuery, CardRepository, type CardSource, type CardSummary } from './card.repository.js';

export type { CardPage, CardQuery, CardSource, CardSummary };

export interface CardDetails extends CardSummary {
  /** The day its set came out, where a source says so. */
  readonly setReleasedOn: Day | null;
  readonly sources: readonly CardSource[];
}

/** Answers the API about cards. */
@Injectable()
export class CardReader {
  constructor(private readonly repository: CardRepository) {}

  /** The cards that meet every condition, by printing id, a page at a time. */
  cards(query: CardQuery): Promise<CardPage> {
    return this.repository.page(query);
  }

  /** Every card, by printing id: tens of thousands. */
  all(): Promise<CardSummary[]> {
    return this.repository.all();
  }

  /** One card by its public name, with what every source calls it. */
  async card(cardId: string): Promise<CardDetails | undefined> {
    const [summary] = await this.repository.byCardIds([cardId]);
    if (!summary) return undefined;
    const [sources, setReleasedOn] = await Promise.all([this.repository.sourcesOf(summary.printingId), this.repository.setReleasedOn(summary.printingId)]);
    return { ...summary, sources, setReleasedOn };
  }

  /** Those of the public names that are cards, by printing id. */
  byCardIds(cardIds: readonly string[]): Promise<CardSummary[]> {
    return this.repository.byCardIds(cardIds);
  }

  byPrintingIds(printingIds: readonly number[]): Promise<CardSummary[]> {
    return this.repository.byPrintingIds(printingIds);
  }
}
