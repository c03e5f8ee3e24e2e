import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is served of a game, and how often that has changed: asked by every process that keeps answers in memory. */
export class SignalRevision1793491232000 implements MigrationInterface {
  name = 'SignalRevision1793491232000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE signal_revision (
        game_id integer PRIMARY KEY,
        day date NOT NULL,
        latest_revision bigint NOT NULL,
        revision bigint NOT NULL,
        CONSTRAINT signal_revision_game_id_fkey FOREIGN KEY (game_id) REFERENCES game (id)
      );
      INSERT INTO signal_revision (game_id, day, latest_revision, revision) SELECT game_id, max(day), 1, 1 FROM signal GROUP BY game_id;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE signal_revision');
  }
}
