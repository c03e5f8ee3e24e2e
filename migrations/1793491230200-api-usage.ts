import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much each key asked, by hour and call. */
export class ApiUsage1793491230200 implements MigrationInterface {
  name = 'ApiUsage1793491230200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_usage (
        key_id integer NOT NULL,
        hour timestamptz NOT NULL,
        operation text NOT NULL,
        requests bigint NOT NULL,
        items bigint NOT NULL,
        refused bigint NOT NULL,
        errors bigint NOT NULL,
        PRIMARY KEY (key_id, hour, operation)
      );
      CREATE INDEX api_usage_hour_idx ON api_usage (hour);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_usage');
  }
}
