import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import type { Signal } from './domain/policy.js';
import { PolicyInForce } from './policy-in-force.js';
import { CURRENCIES_WITHOUT_CENTS, isServed, SIGNAL_COLUMNS, type SignalRow } from './signal.repository.js';

export interface TodayFilter {
  readonly signal: Signal;
  /** Only these printings; all of the game's where undefined. */
  readonly printingIds?: readonly number[] | undefined;
  readonly minPriceMajor?: number | undefined;
  readonly maxPriceMajor?: number | undefined;
  /** Only signals that began on the day. */
  readonly isNew?: boolean | undefined;
  /** Only prices that more than a few listings bear out. */
  readonly isLiquid?: boolean | undefined;
  readonly limit: number;
}

/** How many cards got which signal on a day; null: none was given. `newCount`: those it was not said of the day before. */
export interface SignalCount {
  readonly signal: Signal | null;
  readonly count: number;
  readonly newCount: number;
}

/** Reads one day of a game as a person looks at it: the strongest first. */
@Injectable()
export class TodayRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly inForce: PolicyInForce,
  ) {}

  /** What is served of a day, the surest first. */
  async strongest(gameId: number, day: Day, filter: TodayFilter): Promise<SignalRow[]> {
    const major = `CASE WHEN s.currency = ANY($7::text[]) THEN 1 ELSE 100 END`;
    return this.dataSource.query(
      `SELECT ${SIGNAL_COLUMNS} FROM signal s
       WHERE s.game_id = $2 AND s.day = $3 AND s.signal = $4
         AND ($5::int[] IS NULL OR s.printing_id = ANY($5))
         AND ($6::float8 IS NULL OR s.market_cents >= $6::float8 * ${major})
         AND ($8::float8 IS NULL OR s.market_cents <= $8::float8 * ${major})
         AND (NOT $9::boolean OR s.signal_since = s.day)
         AND (NOT $10::boolean OR NOT coalesce(s.flags, '[]') @> '[{"flag": "THIN"}]')
         AND ${isServed()}
       ORDER BY s.confidence DESC NULLS LAST, s.printing_id LIMIT $11`,
      [
        this.inForce.version, gameId, day, filter.signal, filter.printingIds ?? null, filter.minPriceMajor ?? null, CURRENCIES_WITHOUT_CENTS,
        filter.maxPriceMajor ?? null, filter.isNew ?? false, filter.isLiquid ?? false, filter.limit,
      ],
    );
  }

  async counts(gameId: number, day: Day): Promise<SignalCount[]> {
    return this.dataSource.query(
      `SELECT s.signal, count(*)::int AS count, (count(*) FILTER (WHERE s.signal_since = s.day))::int AS "newCount" FROM signal s
       WHERE s.game_id = $2 AND s.day = $3 AND ${isServed()} GROUP BY s.signal`,
      [this.inForce.version, gameId, day],
    );
  }
}
