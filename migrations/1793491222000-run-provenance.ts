import type { MigrationInterface, QueryRunner } from 'typeorm';

/** With which code and knowledge a run worked, and which run wrote a signal and a fair value. */
export class RunProvenance1793491222000 implements MigrationInterface {
  name = 'RunProvenance1793491222000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE run_provenance (
        run_id text PRIMARY KEY,
        code_version text NOT NULL,
        node_version text NOT NULL,
        known_at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT run_provenance_run_id_fkey FOREIGN KEY (run_id) REFERENCES pipeline_run (id)
      );
      ALTER TABLE signal ADD COLUMN run_id text;
      ALTER TABLE fair_value ADD COLUMN run_id text;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE fair_value DROP COLUMN run_id;
      ALTER TABLE signal DROP COLUMN run_id;
      DROP TABLE run_provenance;`);
  }
}
