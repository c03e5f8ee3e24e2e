import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accepted prices, append-only and bitemporal, one partition a month; and how many there are of each day. */
export class Observations1793491203000 implements MigrationInterface {
  name = 'Observations1793491203000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE observation (
        printing_id integer NOT NULL,
        source_id smallint NOT NULL,
        observed_on date NOT NULL,
        recorded_at timestamptz NOT NULL,
        market_cents integer NOT NULL,
        low_cents integer,
        mid_cents integer,
        high_cents integer,
        listing_count integer,
        seller_count integer,
        volume integer,
        currency text NOT NULL,
        source_updated_at timestamptz,
        raw_payload_id integer,
        PRIMARY KEY (printing_id, source_id, observed_on, recorded_at)
      ) PARTITION BY RANGE (observed_on);
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
      END $$;
      CREATE TRIGGER observation_is_append_only BEFORE UPDATE OR DELETE ON observation
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TABLE observation_day (
        game_id integer NOT NULL,
        source_id smallint NOT NULL,
        observed_on date NOT NULL,
        row_count integer NOT NULL,
        last_recorded_at timestamptz NOT NULL,
        PRIMARY KEY (game_id, source_id, observed_on),
        CONSTRAINT observation_day_game_id_fkey FOREIGN KEY (game_id) REFERENCES game (id),
        CONSTRAINT observation_day_source_id_fkey FOREIGN KEY (source_id) REFERENCES source (id)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE observation_day, observation; DROP FUNCTION refuse_change()`);
  }
}
