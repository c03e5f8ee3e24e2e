import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The predictive distribution of a fair value, and what became of every estimate, one partition a month. */
export class PredictionOutcomes1793491209000 implements MigrationInterface {
  name = 'PredictionOutcomes1793491209000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE fair_value ADD COLUMN move_curve double precision[];
      CREATE TABLE prediction_outcome (
        printing_id integer NOT NULL,
        day date NOT NULL,
        model_version_id integer NOT NULL,
        horizon_days integer NOT NULL,
        game_id integer NOT NULL,
        market_cents double precision NOT NULL,
        fair_value_cents double precision NOT NULL,
        lower80_cents double precision,
        upper80_cents double precision,
        up_probability double precision,
        down_probability double precision,
        actual_cents double precision NOT NULL,
        actual_on date NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (printing_id, day, model_version_id, horizon_days)
      ) PARTITION BY RANGE (day);
      CREATE INDEX prediction_outcome_model_version_id_day_idx ON prediction_outcome (model_version_id, day);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE prediction_outcome; ALTER TABLE fair_value DROP COLUMN move_curve`);
  }
}
