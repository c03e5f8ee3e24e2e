import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Feature sets, one feature row per printing and day, and training snapshots. */
export class Features1793491204000 implements MigrationInterface {
  name = 'Features1793491204000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE feature_set (
        name text NOT NULL,
        version integer NOT NULL,
        feature_names text[] NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (name, version)
      );
      CREATE TABLE feature_row (
        printing_id integer NOT NULL,
        day date NOT NULL,
        feature_set_version integer NOT NULL,
        feature_values double precision[] NOT NULL,
        known_at timestamptz NOT NULL,
        PRIMARY KEY (printing_id, day, feature_set_version)
      ) PARTITION BY RANGE (day);
      CREATE TABLE training_snapshot (
        content_hash text PRIMARY KEY,
        game_id integer NOT NULL,
        feature_set_version integer NOT NULL,
        from_day date NOT NULL,
        to_day date NOT NULL,
        horizon_days integer NOT NULL,
        row_count integer NOT NULL,
        path text NOT NULL,
        recorded_at timestamptz NOT NULL
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE training_snapshot, feature_row, feature_set`);
  }
}
