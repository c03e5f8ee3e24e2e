import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a model version says of other horizons than its own. */
export class Companions1793491215000 implements MigrationInterface {
  name = 'Companions1793491215000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE model_version ADD COLUMN companions jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE model_version DROP COLUMN companions');
  }
}
