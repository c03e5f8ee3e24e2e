import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a fair value is: a model's, the last price, a prior, or none. Beside the signals too, which show it. */
export class FairValueKind1793491226000 implements MigrationInterface {
  name = 'FairValueKind1793491226000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE fair_value ADD COLUMN kind text;
      UPDATE fair_value f SET kind = CASE WHEN f.fair_value_cents IS NULL THEN 'none' WHEN m.name = 'naive' THEN 'last_price' ELSE 'model' END
        FROM model_version m WHERE m.id = f.model_version_id;
      ALTER TABLE fair_value ALTER COLUMN kind SET NOT NULL;
      ALTER TABLE signal ADD COLUMN fair_value_kind text;
      UPDATE signal s SET fair_value_kind = CASE WHEN m.name = 'naive' THEN 'last_price' ELSE 'model' END
        FROM model_version m WHERE m.id = s.model_version_id AND s.fair_value_cents IS NOT NULL;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE signal DROP COLUMN fair_value_kind; ALTER TABLE fair_value DROP COLUMN kind');
  }
}
