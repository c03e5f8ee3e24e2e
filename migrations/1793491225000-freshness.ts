import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a collection last brought the same price again; and, beside every signal, the times and flags of the price it was said on. */
export class Freshness1793491225000 implements MigrationInterface {
  name = 'Freshness1793491225000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE price_confirmation (
        printing_id integer NOT NULL,
        source_id smallint NOT NULL,
        observed_on date NOT NULL,
        confirmed_at timestamptz NOT NULL,
        PRIMARY KEY (printing_id, source_id),
        CONSTRAINT price_confirmation_printing_id_fkey FOREIGN KEY (printing_id) REFERENCES printing (id),
        CONSTRAINT price_confirmation_source_id_fkey FOREIGN KEY (source_id) REFERENCES source (id)
      ) WITH (fillfactor = 70);
      ALTER TABLE signal
        ADD COLUMN source text,
        ADD COLUMN fetched_at timestamptz,
        ADD COLUMN source_updated_at timestamptz,
        ADD COLUMN last_changed_on date,
        ADD COLUMN stale_reason text,
        ADD COLUMN flags jsonb;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE signal DROP COLUMN source, DROP COLUMN fetched_at, DROP COLUMN source_updated_at, DROP COLUMN last_changed_on,
        DROP COLUMN stale_reason, DROP COLUMN flags;
      DROP TABLE price_confirmation;`);
  }
}
