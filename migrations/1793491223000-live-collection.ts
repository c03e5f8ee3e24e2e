import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is asked of outside sources: whom to trust first, what became of each day, and what to ask conditionally. */
export class LiveCollection1793491223000 implements MigrationInterface {
  name = 'LiveCollection1793491223000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE source ADD COLUMN rank smallint NOT NULL DEFAULT 0;

      CREATE TABLE source_resource (
        source_id smallint NOT NULL CONSTRAINT source_resource_source_id_fkey REFERENCES source,
        url text NOT NULL,
        etag text,
        last_modified text,
        content_hash text NOT NULL,
        fetched_at timestamptz NOT NULL,
        PRIMARY KEY (source_id, url)
      );

      CREATE TABLE source_collection (
        source_id smallint NOT NULL CONSTRAINT source_collection_source_id_fkey REFERENCES source,
        game_id integer NOT NULL CONSTRAINT source_collection_game_id_fkey REFERENCES game,
        day date NOT NULL,
        state text NOT NULL,
        parts integer NOT NULL DEFAULT 0,
        quotes integer NOT NULL DEFAULT 0,
        accepted integer NOT NULL DEFAULT 0,
        unchanged integer NOT NULL DEFAULT 0,
        corrected integer NOT NULL DEFAULT 0,
        rejected integer NOT NULL DEFAULT 0,
        unpriced integer NOT NULL DEFAULT 0,
        unmatched integer NOT NULL DEFAULT 0,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        error text,
        PRIMARY KEY (source_id, game_id, day)
      );

      -- Parts of collections that are not complete: what a resumed one need not ask for again.
      CREATE TABLE source_collection_part (
        source_id smallint NOT NULL,
        game_id integer NOT NULL,
        day date NOT NULL,
        name text NOT NULL,
        PRIMARY KEY (source_id, game_id, day, name)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE source_collection_part; DROP TABLE source_collection; DROP TABLE source_resource; ALTER TABLE source DROP COLUMN rank');
  }
}
