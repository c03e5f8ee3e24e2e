import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `ensure_month_partitions('observation', from, to)` makes the monthly partitions a write needs. CREATE + ATTACH takes a
 * weaker lock on the parent than CREATE ... PARTITION OF, so readers go on; the advisory lock keeps two writers from
 * making the same month.
 */
export class MonthPartitions1793491202000 implements MigrationInterface {
  name = 'MonthPartitions1793491202000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION ensure_month_partitions(parent text, from_day date, to_day date) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        month date := date_trunc('month', from_day)::date;
        child text;
      BEGIN
        WHILE month <= to_day LOOP
          child := parent || '_' || to_char(month, 'YYYY_MM');
          IF to_regclass(child) IS NULL THEN
            PERFORM pg_advisory_xact_lock(hashtext('ensure_month_partitions'), hashtext(parent));
            IF to_regclass(child) IS NULL THEN
              EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', child, parent);
              EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                parent, child, month, (month + interval '1 month')::date);
            END IF;
          END IF;
          month := (month + interval '1 month')::date;
        END LOOP;
      END $$;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION ensure_month_partitions(text, date, date)');
  }
}
