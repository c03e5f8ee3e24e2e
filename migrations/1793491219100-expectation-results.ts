import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every expectation found in a source's prices of a market day, as it was last evaluated. */
export class ExpectationResults1793491219100 implements MigrationInterface {
  name = 'ExpectationResults1793491219100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE expectation_result (
        game_id integer NOT NULL,
        source_id smallint NOT NULL,
        observed_on date NOT NULL,
        expectation text NOT NULL,
        severity text NOT NULL,
        mostly double precision NOT NULL,
        observed double precision,
        expected text NOT NULL,
        status text NOT NULL,
        reason text,
        unexpected_count integer NOT NULL,
        unexpected_printings integer[] NOT NULL,
        evaluated_at timestamptz NOT NULL,
        run_id text,
        PRIMARY KEY (game_id, source_id, observed_on, expectation),
        CONSTRAINT expectation_result_game_id_fkey FOREIGN KEY (game_id) REFERENCES game (id),
        CONSTRAINT expectation_result_source_id_fkey FOREIGN KEY (source_id) REFERENCES source (id)
      );
      CREATE INDEX expectation_result_run_id_idx ON expectation_result (run_id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE expectation_result');
  }
}
