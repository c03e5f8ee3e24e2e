import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Aliases that can end, roll-backs that say where they went, promotions that say why they needed no gate; outcomes that stay. */
export class ModelAliases1793491210000 implements MigrationInterface {
  name = 'ModelAliases1793491210000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE promotion
        ADD COLUMN is_end boolean NOT NULL DEFAULT false,
        ADD COLUMN returns_to_sequence integer,
        ADD COLUMN override_reason text;
      CREATE TRIGGER prediction_outcome_is_append_only BEFORE UPDATE OR DELETE ON prediction_outcome
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      DROP INDEX fair_value_model_version_id_idx;
      CREATE INDEX fair_value_model_version_id_day_idx ON fair_value (model_version_id, day, horizon_days);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX fair_value_model_version_id_day_idx;
      CREATE INDEX fair_value_model_version_id_idx ON fair_value (model_version_id);
      DROP TRIGGER prediction_outcome_is_append_only ON prediction_outcome;
      ALTER TABLE promotion DROP COLUMN override_reason, DROP COLUMN returns_to_sequence, DROP COLUMN is_end;`);
  }
}
