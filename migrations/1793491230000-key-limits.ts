import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an operator says of a key: how often, from where, and which key it took the place of. */
export class KeyLimits1793491230000 implements MigrationInterface {
  name = 'KeyLimits1793491230000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_key
        ADD COLUMN requests_per_minute integer,
        ADD COLUMN requests_per_day integer,
        ADD COLUMN allowed_networks text[] NOT NULL DEFAULT '{}',
        ADD COLUMN replaces integer,
        ADD CONSTRAINT api_key_requests_per_minute_check CHECK (requests_per_minute > 0),
        ADD CONSTRAINT api_key_requests_per_day_check CHECK (requests_per_day > 0),
        ADD CONSTRAINT api_key_replaces_key UNIQUE (replaces);
      ALTER TABLE api_key ALTER COLUMN allowed_networks DROP DEFAULT;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE api_key DROP COLUMN replaces, DROP COLUMN allowed_networks, DROP COLUMN requests_per_day, DROP COLUMN requests_per_minute');
  }
}
