import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a fair value is, beside it and beside every signal: what a model has learned, the last price, a prior, or nothing. */
export class FairValueKind1793491226000 implements MigrationInterface {
  name = 'FairValueKind1793491226000';

  async up(runner: QueryRunner): Promise<void> {
    // With a default the rows that are there, most of them of models, are not written anew; only the others are.
    await runner.query(`
      ALTER TABLE fair_value ADD COLUMN kind text NOT NULL DEFAULT 'model';
      UPDATE fair_value SET kind = 'none' WHERE fair_value_cents IS NULL;
      UPDATE fair_value f SET kind = 'last_price' FROM model_version v WHERE v.id = f.model_version_id AND v.name = 'naive' AND f.fair_value_cents IS NOT NULL;
      ALTER TABLE fair_value ALTER COLUMN kind DROP DEFAULT;
      ALTER TABLE signal ADD COLUMN fair_value_kind text NOT NULL DEFAULT 'model';
      UPDATE signal SET fair_value_kind = 'none' WHERE fair_value_cents IS NULL;
      UPDATE signal s SET fair_value_kind = 'last_price' FROM model_version v WHERE v.id = s.model_version_id AND v.name = 'naive' AND s.fair_value_cents IS NOT NULL;
      ALTER TABLE signal ALTER COLUMN fair_value_kind DROP DEFAULT;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE signal DROP COLUMN fair_value_kind; ALTER TABLE fair_value DROP COLUMN kind;');
  }
}
