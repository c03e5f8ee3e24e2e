import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Signals and their outcomes, one partition a month. */
export class Signals1793491206000 implements MigrationInterface {
  name = 'Signals1793491206000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE signal (
        printing_id integer NOT NULL,
        day date NOT NULL,
        policy_version text NOT NULL,
        game_id integer NOT NULL,
        signal text,
        reason text,
        market_cents integer,
        market_observed_on date,
        currency text,
        fair_value_cents double precision,
        lower80_cents double precision,
        upper80_cents double precision,
        deviation_ratio double precision,
        confidence double precision,
        model_version_id integer,
        horizon_days integer,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (printing_id, day, policy_version)
      ) PARTITION BY RANGE (day);
      CREATE INDEX signal_game_id_day_idx ON signal (game_id, day, printing_id);
      CREATE TABLE outcome (
        printing_id integer NOT NULL,
        day date NOT NULL,
        policy_version text NOT NULL,
        holding_days integer NOT NULL,
        game_id integer NOT NULL,
        signal text NOT NULL,
        market_cents integer NOT NULL,
        realised_cents integer,
        realised_on date,
        realised_return_ratio double precision,
        is_good boolean,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (printing_id, day, policy_version, holding_days)
      ) PARTITION BY RANGE (day);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE outcome, signal`);
  }
}
