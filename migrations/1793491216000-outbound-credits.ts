import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was spent of the daily credits of outside services. */
export class OutboundCredits1793491216000 implements MigrationInterface {
  name = 'OutboundCredits1793491216000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbound_credit (
        service text NOT NULL,
        day date NOT NULL,
        credits integer NOT NULL,
        PRIMARY KEY (service, day)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outbound_credit');
  }
}
