import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import { ensureMonthPartitions, inTransaction } from '../database/index.js';
import type { Day } from '../shared/day.js';
import { type PredictionDay, PredictionRecordRepository } from './prediction-record.repository.js';

export type { PredictionDay };

/** An estimate that has matured and was not scored yet. */
export interface PendingPrediction {
  readonly printingId: number;
  readonly fairValueCents: number;
  readonly lower80Cents: number | null;
  readonly upper80Cents: number | null;
  readonly upProbability: number | null;
  readonly downProbability: number | null;
  /** When it was made. */
  readonly recordedAt: Date;
}

/** An estimate beside what the last price would have said and what came. */
export interface ScoredPrediction extends Omit<PendingPrediction, 'recordedAt'> {
  readonly marketCents: number;
  readonly actualCents: number;
  readonly actualOn: Day;
}

/** What became of estimates. Append-only. */
@Injectable()
export class PredictionOutcomeRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly records: PredictionRecordRepository,
  ) {}

  /**
   * What has matured by `until` and may want scoring, oldest first: whatever matures on that very day (run again, it may have new
   * prices), and of earlier days what nothing was scored of. Found by hopping along the index, not by reading estimates.
   */
  async due(gameId: number, until: Day): Promise<PredictionDay[]> {
    return this.dataSource.query(
      `WITH RECURSIVE hop AS (
         SELECT v.id AS version_id, first.day, first.horizon_days
         FROM model_version v CROSS JOIN LATERAL (
           SELECT f.day, f.horizon_days FROM fair_value f
           WHERE f.model_version_id = v.id AND f.day <= $2::date
           ORDER BY f.day, f.horizon_days LIMIT 1) first
         WHERE v.game_id = $1
         UNION ALL
         SELECT hop.version_id, next.day, next.horizon_days
         FROM hop CROSS JOIN LATERAL (
           SELECT f.day, f.horizon_days FROM fair_value f
           WHERE f.model_version_id = hop.version_id AND f.day BETWEEN hop.day AND $2::date
             AND (f.day, f.horizon_days) > (hop.day, hop.horizon_days)
           ORDER BY f.day, f.horizon_days LIMIT 1) next
       )
       SELECT day, horizon_days AS "horizonDays", version_id AS "modelVersionId" FROM hop
       WHERE day + horizon_days <= $2::date AND (day + horizon_days = $2::date OR NOT EXISTS (
         SELECT FROM prediction_outcome o
         WHERE o.model_version_id = hop.version_id AND o.day = hop.day AND o.horizon_days = hop.horizon_days))
       ORDER BY day, horizon_days, version_id`,
      [gameId, until],
    );
  }

  /** The estimates of a day with a fair value and without an outcome, by printing. A prior is none: it says what cards cost, not what this one will. */
  async pending({ day, horizonDays, modelVersionId }: PredictionDay): Promise<PendingPrediction[]> {
    return this.dataSource.query(
      `SELECT f.printing_id AS "printingId", f.fair_value_cents AS "fairValueCents", f.lower80_cents AS "lower80Cents",
         f.upper80_cents AS "upper80Cents", f.up_probability AS "upProbability", f.down_probability AS "downProbability",
         f.recorded_at AS "recordedAt"
       FROM fair_value f
       WHERE f.model_version_id = $1 AND f.day = $2 AND f.horizon_days = $3 AND f.fair_value_cents IS NOT NULL AND f.kind <> 'prior' AND NOT EXISTS (
         SELECT FROM prediction_outcome o WHERE o.printing_id = f.printing_id AND o.day = $2
           AND o.model_version_id = $1 AND o.horizon_days = $3)
       ORDER BY f.printing_id`,
      [modelVersionId, day, horizonDays],
    );
  }

  /** Writes down what became of a day's estimates, each once, and adds the day up: all of it or nothing. Returns how many were written. */
  async save(of: PredictionDay, scored: readonly ScoredPrediction[], by: { gameId: number; moveRatio: number; recordedAt: Date }): Promise<number> {
    if (scored.length === 0) return 0;
    await ensureMonthPartitions(this.dataSource, 'prediction_outcome', { from: of.day, to: of.day });
    return inTransaction(this.dataSource, async (runner) => {
      const written = await this.insert(runner, of, scored, by);
      if (written > 0) await this.records.addUp(runner, of, by);
      return written;
    });
  }

  private async insert(
    runner: QueryRunner,
    of: PredictionDay,
    scored: readonly ScoredPrediction[],
    { gameId, recordedAt }: { gameId: number; recordedAt: Date },
  ): Promise<number> {
    const [row] = (await runner.query(
      `WITH written AS (
         INSERT INTO prediction_outcome (game_id, day, model_version_id, horizon_days, recorded_at, printing_id, market_cents, fair_value_cents,
           lower80_cents, upper80_cents, up_probability, down_probability, actual_cents, actual_on)
         SELECT $1, $2, $3, $4, $5, incoming.* FROM unnest($6::int[], $7::float8[], $8::float8[], $9::float8[], $10::float8[],
           $11::float8[], $12::float8[], $13::float8[], $14::date[]) AS incoming
         ON CONFLICT (printing_id, day, model_version_id, horizon_days) DO NOTHING
         RETURNING 1)
       SELECT count(*) AS written FROM written`,
      [
        gameId,
        of.day,
        of.modelVersionId,
        of.horizonDays,
        recordedAt,
        scored.map((each) => each.printingId),
        scored.map((each) => each.marketCents),
        scored.map((each) => each.fairValueCents),
        scored.map((each) => each.lower80Cents),
        scored.map((each) => each.upper80Cents),
        scored.map((each) => each.upProbability),
        scored.map((each) => each.downProbability),
        scored.map((each) => each.actualCents),
        scored.map((each) => each.actualOn),
      ],
    )) as { written: number }[];
    return row?.written ?? 0;
  }
}
