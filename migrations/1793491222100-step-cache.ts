import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What stages reported, by what they worked on, so that the same work is not done again. */
export class StepCache1793491222100 implements MigrationInterface {
  name = 'StepCache1793491222100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE step_cache (
        key text PRIMARY KEY,
        stage text NOT NULL,
        game_id integer NOT NULL,
        day date NOT NULL,
        report jsonb NOT NULL,
        rows_digest text NOT NULL,
        run_id text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT step_cache_run_id_fkey FOREIGN KEY (run_id) REFERENCES pipeline_run (id)
      );
      CREATE INDEX step_cache_expires_at_idx ON step_cache (expires_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE step_cache');
  }
}
