import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a signal has been said without a break: what tells a policy how long it has stood by it. */
export class SignalSince1793491212000 implements MigrationInterface {
  name = 'SignalSince1793491212000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE signal ADD COLUMN signal_since date`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE signal DROP COLUMN signal_since`);
  }
}
