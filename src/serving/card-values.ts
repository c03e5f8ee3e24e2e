import { Injectable } from '@nestjs/common';
import type { CardSummary } from '../ingestion/index.js';
import type { Day } from '../shared/day.js';
import { SignalRepository, type SignalRow } from './signal.repository.js';

/** What a card is worth on the last evaluated day of its game, as it is served. */
export interface CardValue {
  readonly day: Day;
  readonly marketCents: number | null;
  readonly marketObservedOn: Day | null;
  readonly currency: string | null;
  readonly fairValueCents: number | null;
  /** Whether a model made the fair value. */
  readonly isModelled: boolean;
  /** The band that holds the price with a probability of 80 %; null where there is none. */
  readonly lower80Cents: number | null;
  readonly upper80Cents: number | null;
  readonly signal: SignalRow['signal'];
  readonly confidence: number | null;
  readonly isStale: boolean;
}

/** Answers what cards are worth, many at once. */
@Injectable()
export class CardValues {
  constructor(private readonly signals: SignalRepository) {}

  /** By printing; a card of which nothing was said has none. */
  async of(cards: readonly Pick<CardSummary, 'printingId' | 'gameId'>[]): Promise<Map<number, CardValue>> {
    const gameIds = [...new Set(cards.map(({ gameId }) => gameId))];
    const days = new Map(await Promise.all(gameIds.map(async (gameId) => [gameId, await this.signals.latestDay(gameId)] as const)));
    const places = cards.flatMap(({ printingId, gameId }) => {
      const day = days.get(gameId);
      return day === undefined ? [] : [{ printingId, day }];
    });
    const rows = await this.signals.at(places);
    return new Map(rows.map((row) => [row.printingId, toValue(row)]));
  }
}

function toValue(row: SignalRow): CardValue {
  const { day, fairValueKind, marketCents, marketObservedOn, currency, fairValueCents, lower80Cents, upper80Cents, signal, confidence, staleReason } = row;
  return { day, marketCents, marketObservedOn, currency, fairValueCents, isModelled: fairValueKind === 'model', lower80Cents, upper80Cents, signal, confidence, isStale: staleReason !== null || row.reason === 'stale_source' };
}
