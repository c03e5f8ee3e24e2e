import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { ChampionSpan } from './domain/champion-history.js';
import type { PredictionSums } from './domain/prediction-record.js';

export interface SumsQuestion {
  readonly gameId: number;
  readonly modelVersionId?: number | undefined;
  readonly horizonDays?: number | undefined;
  /** The move P(up) and P(down) of a version are about, where its calibration does not say. */
  readonly moveRatio: number;
  /** When which version served. */
  readonly champions: readonly ChampionSpan[];
}

/** Adds scored estimates up by month. Read-only. */
@Injectable()
export class PredictionRecordRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Ascending by version, horizon and month. A move of exactly the ratio counts, as in the outcomes of signals. */
  async sums(question: SumsQuestion): Promise<PredictionSums[]> {
    return this.dataSource.query(
      `WITH version AS MATERIALIZED (
         SELECT id, coalesce((calibration ->> 'moveRatio')::float8, $2::float8) - 1e-9 AS least_move
         FROM model_version WHERE game_id = $1 AND ($3::int IS NULL OR id = $3)
       ), scored AS (
         SELECT o.*, date_trunc('month', o.day) AS month, span.version_id IS NOT NULL AS is_champion,
           (o.actual_cents / o.market_cents - 1 >= version.least_move)::int AS rose,
           (o.actual_cents / o.market_cents - 1 <= -version.least_move)::int AS fell
         FROM prediction_outcome o
         JOIN version ON version.id = o.model_version_id
         LEFT JOIN unnest($5::int[], $6::date[], $7::date[]) AS span (version_id, first_day, last_day)
           ON span.version_id = o.model_version_id AND o.day BETWEEN span.first_day AND span.last_day
         WHERE o.game_id = $1 AND ($4::int IS NULL OR o.horizon_days = $4)
       )
       SELECT model_version_id AS "modelVersionId", horizon_days AS "horizonDays", to_char(month, 'YYYY-MM') AS month, is_champion AS "isChampion",
         count(*) AS count,
         sum(abs(actual_cents - fair_value_cents)) AS "centsLoss",
         sum(abs(actual_cents - market_cents)) AS "lastPriceCentsLoss",
         sum(abs(ln(actual_cents / fair_value_cents))) AS "logLoss",
         sum(abs(ln(actual_cents / market_cents))) AS "lastPriceLogLoss",
         count(lower80_cents + upper80_cents) AS intervals,
         count(*) FILTER (WHERE actual_cents BETWEEN lower80_cents AND upper80_cents) AS covered,
         count(up_probability) AS "upCount",
         count(*) FILTER (WHERE up_probability IS NOT NULL AND rose = 1) AS "upMoves",
         coalesce(sum((up_probability - rose) ^ 2), 0) AS "upSquares",
         count(down_probability) AS "downCount",
         count(*) FILTER (WHERE down_probability IS NOT NULL AND fell = 1) AS "downMoves",
         coalesce(sum((down_probability - fell) ^ 2), 0) AS "downSquares"
       FROM scored
       GROUP BY scored.model_version_id, scored.horizon_days, scored.month, scored.is_champion
       ORDER BY 1, 2, 3, 4`,
      [
        question.gameId,
        question.moveRatio,
        question.modelVersionId ?? null,
        question.horizonDays ?? null,
        question.champions.map((span) => span.modelVersionId),
        question.champions.map((span) => span.from),
        question.champions.map((span) => span.to ?? 'infinity'),
      ],
    );
  }
}
