import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a run was forked from and what it works on, so that another can take that over; the pulse of a stage and its limit. */
export class RunControl1793491217000 implements MigrationInterface {
  name = 'RunControl1793491217000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pipeline_run
        ADD COLUMN known_at timestamptz,
        ADD COLUMN is_training_forced boolean NOT NULL DEFAULT false,
        ADD COLUMN forked_from text,
        ADD COLUMN from_stage text,
        ADD CONSTRAINT pipeline_run_forked_from_fkey FOREIGN KEY (forked_from) REFERENCES pipeline_run (id);
      ALTER TABLE stage_run
        ADD COLUMN timeout_ms integer,
        ADD COLUMN heartbeat_at timestamptz;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE stage_run DROP COLUMN timeout_ms, DROP COLUMN heartbeat_at;
      ALTER TABLE pipeline_run DROP COLUMN known_at, DROP COLUMN is_training_forced, DROP COLUMN forked_from, DROP COLUMN from_stage`);
  }
}
