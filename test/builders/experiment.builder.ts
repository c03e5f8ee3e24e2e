import { addDays, type Day } from '../../src/shared/day.js';
import type { MarketBuilder } from './market.builder.js';

export interface VersionSeed {
  gameId: number;
  horizonDays?: number;
  hasPassedGate?: boolean;
  trainedThrough?: string;
  policyRecord?: object;
}

export interface OutcomeSeed {
  gameId: number;
  modelVersionId: number;
  /** The log error of the first card; the others lie around it, up to 1.4 times as large. */
  logError: number;
  from: Day;
  days?: number;
  /** Of each five cards, so many have their price inside the 80 % interval. */
  coveredOfFive?: number;
  cards?: number;
  firstCard?: number;
}

/** Registered versions that look 7 days ahead, and what became of their estimates, written straight into the database. */
export function experimentSeeds({ dataSource }: MarketBuilder) {
  return {
    async version(seed: VersionSeed): Promise<number> {
      const [run] = (await dataSource.query(
        `INSERT INTO training_run (game_id, day, input_digest, horizon_days, candidates, report, recorded_at)
         VALUES ($1, '2025-05-31', gen_random_uuid()::text, 7, '[]', '{}', now()) RETURNING id`,
        [seed.gameId],
      )) as { id: number }[];
      const [version] = (await dataSource.query(
        `INSERT INTO model_version (game_id, name, version, training_run_id, trained_through, horizon_days, feature_set_version, parameters,
           calibration, report, gate, policy_record, has_passed_gate, recorded_at)
         VALUES ($1, 'drift', $2, $2, $3, $4, 1, '{}', '{}', '{}', '{}', $5, $6, now()) RETURNING id`,
        [
          seed.gameId,
          run?.id,
          seed.trainedThrough ?? '2025-05-31',
          seed.horizonDays ?? 7,
          seed.policyRecord === undefined ? null : JSON.stringify(seed.policyRecord),
          seed.hasPassedGate ?? true,
        ],
      )) as { id: number }[];
      return version?.id ?? 0;
    },

    async outcomes(seed: OutcomeSeed): Promise<void> {
      const to = addDays(seed.from, (seed.days ?? 100) - 1);
      await dataSource.query(`SELECT ensure_month_partitions('prediction_outcome', $1, $2)`, [seed.from, to]);
      await dataSource.query(
        `INSERT INTO prediction_outcome (printing_id, day, model_version_id, horizon_days, game_id, market_cents, fair_value_cents, lower80_cents, upper80_cents,
           actual_cents, actual_on, recorded_at)
         SELECT card, day, $1, 7, $2, 1000, 1000 * exp($3::float8 * (1 + (card + extract(doy FROM day)::int) % 5 / 10.0)),
           CASE WHEN card % 5 < $6 THEN 900 ELSE 1100 END, 1200, 1000, day::date + 7, now()
         FROM generate_series($7::int, $7::int + $8::int - 1) AS card, generate_series($4::date, $5::date, interval '1 day') AS day`,
        [seed.modelVersionId, seed.gameId, seed.logError, seed.from, to, seed.coveredOfFive ?? 4, seed.firstCard ?? 1, seed.cards ?? 30],
      );
    },
  };
}
