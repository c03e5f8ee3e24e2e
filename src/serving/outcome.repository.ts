import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ensureMonthPartitions } from '../database/index.js';
import type { Day } from '../shared/day.js';
import type { Outcome } from './domain/outcome.js';
import type { Signal } from './domain/policy.js';
import type { MonthlyOutcomeCount } from './domain/track-record.js';

/** A signal that has matured and was not judged yet. */
export interface MaturedSignal {
  readonly printingId: number;
  readonly policyVersion: string;
  readonly signal: Signal;
  readonly marketCents: number;
}

export type JudgedSignal = MaturedSignal & Outcome;

/** What became of one signal after so many days. */
export interface DatedOutcome extends Outcome {
  readonly day: Day;
  readonly holdingDays: number;
  readonly signal: Signal;
  readonly currency: string | null;
  readonly marketCents: number;
}

export interface Maturity {
  readonly day: Day;
  readonly holdingDays: number;
}

@Injectable()
export class OutcomeRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * The days whose signals have matured by `until` and were not judged yet, oldest first. A day is judged in one statement, so
   * its last printing with a signal tells for all of them; the days are found by hopping along the index, not by reading signals.
   */
  async unjudged(gameId: number, until: Day, holdingDays: readonly number[]): Promise<Maturity[]> {
    return this.dataSource.query(
      `WITH RECURSIVE days AS (
         (SELECT day FROM signal WHERE game_id = $1 AND day <= $2::date ORDER BY day LIMIT 1)
         UNION ALL
         SELECT next.day FROM days CROSS JOIN LATERAL (
           SELECT s.day FROM signal s WHERE s.game_id = $1 AND s.day > days.day AND s.day <= $2::date ORDER BY s.day LIMIT 1) next
       )
       SELECT days.day, holding.days AS "holdingDays"
       FROM days CROSS JOIN unnest($3::int[]) AS holding (days)
       CROSS JOIN LATERAL (
         SELECT s.printing_id FROM signal s WHERE s.day = days.day AND s.game_id = $1 AND s.signal IS NOT NULL
         ORDER BY s.printing_id DESC LIMIT 1) last
       WHERE days.day + holding.days <= $2::date
         AND EXISTS (
           SELECT FROM signal s WHERE s.printing_id = last.printing_id AND s.day = days.day AND s.signal IS NOT NULL
             AND NOT EXISTS (
               SELECT FROM outcome o WHERE o.printing_id = s.printing_id AND o.day = s.day
                 AND o.policy_version = s.policy_version AND o.holding_days = holding.days))
       ORDER BY days.day, holding.days`,
      [gameId, until, holdingDays],
    );
  }

  /** The signals of one day that have no outcome for a holding horizon. */
  async matured(gameId: number, maturity: Maturity): Promise<MaturedSignal[]> {
    return this.dataSource.query(
      `SELECT s.printing_id AS "printingId", s.policy_version AS "policyVersion", s.signal, s.market_cents AS "marketCents"
       FROM signal s
       WHERE s.game_id = $1 AND s.day = $2 AND s.signal IS NOT NULL AND NOT EXISTS (
         SELECT FROM outcome o WHERE o.printing_id = s.printing_id AND o.day = $2
           AND o.policy_version = s.policy_version AND o.holding_days = $3)`,
      [gameId, maturity.day, maturity.holdingDays],
    );
  }

  /** Writes down what became of a day's signals: all in one statement, each once. Returns how many were written. */
  async save(gameId: number, maturity: Maturity, judged: readonly JudgedSignal[], recordedAt: Date): Promise<number> {
    await ensureMonthPartitions(this.dataSource, 'outcome', { from: maturity.day, to: maturity.day });
    const [row] = (await this.dataSource.query(
      `WITH written AS (
         INSERT INTO outcome (game_id, day, holding_days, recorded_at, printing_id, policy_version, signal, market_cents,
           realised_cents, realised_on, realised_return_ratio, is_good)
         SELECT $1, $2, $3, $4, incoming.* FROM unnest($5::int[], $6::text[], $7::text[], $8::int[],
           $9::int[], $10::date[], $11::float8[], $12::boolean[]) AS incoming
         ON CONFLICT (printing_id, day, policy_version, holding_days) DO NOTHING
         RETURNING 1)
       SELECT count(*) AS written FROM written`,
      [
        gameId,
        maturity.day,
        maturity.holdingDays,
        recordedAt,
        judged.map((each) => each.printingId),
        judged.map((each) => each.policyVersion),
        judged.map((each) => each.signal),
        judged.map((each) => each.marketCents),
        judged.map((each) => each.realisedCents),
        judged.map((each) => each.realisedOn),
        judged.map((each) => each.realisedReturnRatio),
        judged.map((each) => each.isGood),
      ],
    )) as { written: number }[];
    return row?.written ?? 0;
  }

  /** How many signals of a game met which move, by the month of the signal, over all policies. Boundaries as in {@link moveOf}. */
  async counts(gameId: number, moveRatio: number): Promise<MonthlyOutcomeCount[]> {
    return this.dataSource.query(
      `SELECT to_char(date_trunc('month', day), 'YYYY-MM') AS month, holding_days AS "holdingDays", signal,
         CASE WHEN realised_return_ratio IS NULL THEN 'unobserved'
              WHEN realised_return_ratio >= $2::float8 - 1e-9 THEN 'rise'
              WHEN realised_return_ratio <= -$2::float8 + 1e-9 THEN 'fall'
              ELSE 'neither' END AS move,
         count(*) AS count
       FROM outcome WHERE game_id = $1
       GROUP BY 1, 2, 3, 4`,
      [gameId, moveRatio],
    );
  }

  /** What became of the signals of one printing, the oldest first, by day and holding days. */
  async ofPrinting(printingId: number, range: { readonly from: Day; readonly to: Day }): Promise<DatedOutcome[]> {
    return this.dataSource.query(
      `SELECT o.day, o.holding_days AS "holdingDays", o.signal, s.currency, o.market_cents AS "marketCents", o.realised_cents AS "realisedCents",
         o.realised_on AS "realisedOn", o.realised_return_ratio AS "realisedReturnRatio", o.is_good AS "isGood"
       FROM outcome o JOIN signal s USING (printing_id, day, policy_version)
       WHERE o.printing_id = $1 AND o.day BETWEEN $2 AND $3 ORDER BY o.day, o.holding_days, o.policy_version`,
      [printingId, range.from, range.to],
    );
  }

  /** The first and last day that was judged; undefined before anything matured. */
  async span(gameId: number): Promise<{ from: Day; to: Day } | undefined> {
    const [row] = (await this.dataSource.query('SELECT min(day) AS "from", max(day) AS "to" FROM outcome WHERE game_id = $1', [gameId])) as {
      from: Day | null;
      to: Day | null;
    }[];
    return row?.from && row.to ? { from: row.from, to: row.to } : undefined;
  }
}
