import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The sample a model version learned from, what is found of it day by day, and the trainings asked for because of that. */
export class Drift1793491213000 implements MigrationInterface {
  name = 'Drift1793491213000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE model_version ADD COLUMN reference jsonb;
      CREATE TABLE drift_report (
        game_id integer NOT NULL,
        day date NOT NULL,
        model_version_id integer NOT NULL,
        report jsonb NOT NULL,
        has_drift boolean,
        persistent_days integer NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (game_id, day, model_version_id),
        CONSTRAINT drift_report_model_version_id_fkey FOREIGN KEY (model_version_id) REFERENCES model_version (id)
      );
      CREATE TABLE retrain_trigger (
        game_id integer NOT NULL,
        day date NOT NULL,
        reason text NOT NULL,
        evidence jsonb NOT NULL,
        outcome text NOT NULL,
        training_run_id integer,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (game_id, day),
        CONSTRAINT retrain_trigger_training_run_id_fkey FOREIGN KEY (training_run_id) REFERENCES training_run (id)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE retrain_trigger, drift_report; ALTER TABLE model_version DROP COLUMN reference`);
  }
}
