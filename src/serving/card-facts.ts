import { Injectable } from '@nestjs/common';
import type { CardSummary } from '../ingestion/index.js';
import { addDays, type Day, daysBetween } from '../shared/day.js';
import { CardDirectory } from './card-directory.js';
import { SignalRepository, type SignalRow } from './signal.repository.js';

/** What was served of a card on a day, and its price on days before. Money in minor units; null is not known. */
export interface CardFact {
  readonly card: CardSummary;
  readonly currency: string | null;
  /** Null too where it is so old that it says nothing about the day. */
  readonly marketCents: number | null;
  readonly priceAgeDays: number | null;
  /** By days before; only prices in the same currency. */
  readonly earlierCents: ReadonlyMap<number, number>;
  /** Null where no model made it. */
  readonly fairValueCents: number | null;
  readonly confidence: number | null;
  readonly signal: SignalRow['signal'];
  readonly isSpike: boolean;
}

const CHUNK = 2_000;

/** Answers what was said of many cards on one day. */
@Injectable()
export class CardFacts {
  constructor(
    private readonly directory: CardDirectory,
    private readonly signals: SignalRepository,
  ) {}

  /** Of those of the printings that are of the game and were evaluated on the day. */
  async of(game: { gameId: number; day: Day }, printingIds: readonly number[], daysBefore: readonly number[]): Promise<CardFact[]> {
    const facts: CardFact[] = [];
    for (let start = 0; start < printingIds.length; start += CHUNK) facts.push(...(await this.chunk(game, printingIds.slice(start, start + CHUNK), daysBefore)));
    return facts;
  }

  private async chunk({ gameId, day }: { gameId: number; day: Day }, printingIds: readonly number[], daysBefore: readonly number[]): Promise<CardFact[]> {
    const cards = [...(await this.directory.printings(printingIds)).values()].filter((card) => card.gameId === gameId);
    const days = [0, ...daysBefore].map((days) => addDays(day, -days));
    const rows = await this.signals.at(cards.flatMap(({ printingId }) => days.map((each) => ({ printingId, day: each }))));
    const at = new Map(rows.map((row) => [`${row.printingId} ${row.day}`, row]));
    return cards.flatMap((card) => {
      const row = at.get(`${card.printingId} ${day}`);
      if (row === undefined) return [];
      const earlier = daysBefore.flatMap((days): [number, SignalRow][] => {
        const then = at.get(`${card.printingId} ${addDays(day, -days)}`);
        return then === undefined || then.currency !== row.currency ? [] : [[days, then]];
      });
      return [toFact(card, row, earlier)];
    });
  }
}

function toFact(card: CardSummary, row: SignalRow, earlier: readonly (readonly [number, SignalRow])[]): CardFact {
  return {
    card,
    currency: row.currency,
    marketCents: isOld(row) ? null : row.marketCents,
    priceAgeDays: row.marketObservedOn === null ? null : daysBetween(row.marketObservedOn, row.day),
    earlierCents: new Map(earlier.flatMap(([days, then]) => (then.marketCents === null || isOld(then) ? [] : [[days, then.marketCents] as const]))),
    fairValueCents: row.fairValueKind === 'model' ? row.fairValueCents : null,
    confidence: row.confidence,
    signal: row.signal,
    isSpike: row.reason === 'unconfirmed_spike' || (row.flags ?? []).some(({ flag, since }) => flag === 'SPIKE' && since === row.day),
  };
}

function isOld({ staleReason, reason }: SignalRow): boolean {
  return staleReason !== null || reason === 'stale_source';
}
