import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import type { Day } from '../shared/day.js';
import type { ChampionSpan } from './domain/champion-history.js';
import type { PredictionSums } from './domain/prediction-record.js';

/** The estimates of one version for one day and horizon. */
export interface PredictionDay {
  readonly day: Day;
  readonly horizonDays: number;
  readonly modelVersionId: number;
}

export interface SumsQuestion {
  readonly gameId: number;
  readonly modelVersionId?: number | undefined;
  readonly horizonDays?: number | undefined;
  /** When which version served. */
  readonly champions: readonly ChampionSpan[];
}

/** A move of exactly the ratio counts, as in the outcomes of signals; a price in cents divided may fall short of it by a rounding. */
const TOLERANCE = 1e-9;

/** The sums of a day, in the order they are computed in. */
const SUM_COLUMNS = [
  'scored_count', 'cents_loss', 'last_price_cents_loss', 'log_loss', 'last_price_log_loss', 'interval_count', 'covered_count',
  'up_count', 'up_move_count', 'up_squares', 'down_count', 'down_move_count', 'down_squares',
];

/** Scored estimates added up: by day when they are scored, by month when somebody asks. */
@Injectable()
export class PredictionRecordRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Adds the outcomes of one version, day and horizon up, in the runner's transaction. `moveRatio` is the move P(up) and P(down) are
   * about, where the calibration of the version does not say.
   */
  async addUp(runner: QueryRunner, of: PredictionDay, at: { moveRatio: number; recordedAt: Date }): Promise<void> {
    await runner.query(
      `WITH version AS MATERIALIZED (
         SELECT coalesce((calibration ->> 'moveRatio')::float8, $4::float8) - ${TOLERANCE} AS least_move FROM model_version WHERE id = $1
       ), scored AS (
         SELECT o.*, (actual_cents / market_cents - 1 >= least_move)::int AS rose, (actual_cents / market_cents - 1 <= -least_move)::int AS fell
         FROM prediction_outcome o CROSS JOIN version
         WHERE o.model_version_id = $1 AND o.day = $2 AND o.horizon_days = $3
       )
       INSERT INTO prediction_day_record AS r (model_version_id, day, horizon_days, game_id, recorded_at, ${SUM_COLUMNS.join(', ')})
       SELECT $1, $2, $3, game_id, $5,
         count(*),
         sum(abs(actual_cents - fair_value_cents)), sum(abs(actual_cents - market_cents)),
         sum(abs(ln(actual_cents / fair_value_cents))), sum(abs(ln(actual_cents / market_cents))),
         count(lower80_cents + upper80_cents), count(*) FILTER (WHERE actual_cents BETWEEN lower80_cents AND upper80_cents),
         count(up_probability), count(*) FILTER (WHERE up_probability IS NOT NULL AND rose = 1), coalesce(sum((up_probability - rose) ^ 2), 0),
         count(down_probability), count(*) FILTER (WHERE down_probability IS NOT NULL AND fell = 1), coalesce(sum((down_probability - fell) ^ 2), 0)
       FROM scored GROUP BY game_id
       ON CONFLICT (model_version_id, day, horizon_days) DO UPDATE
         SET (${SUM_COLUMNS.join(', ')}, recorded_at) = (${SUM_COLUMNS.map((name) => `excluded.${name}`).join(', ')}, excluded.recorded_at)`,
      [of.modelVersionId, of.day, of.horizonDays, at.moveRatio, at.recordedAt],
    );
  }

  /** Ascending by version, horizon and month. */
  async sums({ gameId, modelVersionId, horizonDays, champions }: SumsQuestion): Promise<PredictionSums[]> {
    return this.dataSource.query(
      `SELECT r.model_version_id AS "modelVersionId", r.horizon_days AS "horizonDays", to_char(date_trunc('month', r.day), 'YYYY-MM') AS month,
         span.version_id IS NOT NULL AS "isChampion",
         sum(scored_count) AS count, sum(cents_loss) AS "centsLoss", sum(last_price_cents_loss) AS "lastPriceCentsLoss",
         sum(log_loss) AS "logLoss", sum(last_price_log_loss) AS "lastPriceLogLoss",
         sum(interval_count) AS intervals, sum(covered_count) AS covered,
         sum(up_count) AS "upCount", sum(up_move_count) AS "upMoves", sum(up_squares) AS "upSquares",
         sum(down_count) AS "downCount", sum(down_move_count) AS "downMoves", sum(down_squares) AS "downSquares"
       FROM prediction_day_record r
       LEFT JOIN unnest($4::int[], $5::date[], $6::date[]) AS span (version_id, first_day, last_day)
         ON span.version_id = r.model_version_id AND r.day BETWEEN span.first_day AND span.last_day
       WHERE r.game_id = $1 AND ($2::int IS NULL OR r.model_version_id = $2) AND ($3::int IS NULL OR r.horizon_days = $3)
       GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
      [
        gameId,
        modelVersionId ?? null,
        horizonDays ?? null,
        champions.map((span) => span.modelVersionId),
        champions.map((span) => span.from),
        champions.map((span) => span.to ?? 'infinity'),
      ],
    );
  }
}
