import { Injectable } from '@nestjs/common';
import type { CardSummary } from '../ingestion/index.js';
import type { Day } from '../shared/day.js';
import { type Money, toMoney } from './http/money.dto.js';
import { Predictions } from './predictions.js';
import type { SignalRow } from './signal.repository.js';

/** A BUY or SELL that was not said of the card on the evaluated day before. */
export interface NewSignal {
  readonly card: CardSummary;
  readonly signal: 'BUY' | 'SELL';
  readonly marketPrice: Money | null;
  readonly fairValue: Money | null;
  readonly confidence: number | null;
}

const PAGE = 500;
const WORTH_TELLING = ['BUY', 'SELL'] as const;

/** What is new among the signals of a day. */
@Injectable()
export class NewSignals {
  constructor(private readonly predictions: Predictions) {}

  /** Those that are served of a game and day and began on it. */
  async of(gameId: number, day: Day): Promise<NewSignal[]> {
    const found: NewSignal[] = [];
    for (const signal of WORTH_TELLING) {
      let afterPrintingId: number | undefined = 0;
      while (afterPrintingId !== undefined) {
        const page: Awaited<ReturnType<Predictions['feed']>> = await this.predictions.feed({ gameId, day, signal, afterPrintingId, limit: PAGE });
        for (const { card, row } of page.items) if (row?.signalSince === day) found.push(toNewSignal(card, row, signal));
        afterPrintingId = page.lastPrintingId;
      }
    }
    return found;
  }
}

function toNewSignal(card: CardSummary, row: SignalRow, signal: NewSignal['signal']): NewSignal {
  return { card, signal, marketPrice: toMoney(row.marketCents, row.currency), fairValue: toMoney(row.fairValueCents, row.currency), confidence: row.confidence };
}
