import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Scored estimates added up by day, so that the track record is read and not computed. */
export class PredictionDayRecords1793491210100 implements MigrationInterface {
  name = 'PredictionDayRecords1793491210100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE prediction_day_record (
        model_version_id integer NOT NULL,
        day date NOT NULL,
        horizon_days integer NOT NULL,
        game_id integer NOT NULL,
        scored_count integer NOT NULL,
        cents_loss double precision NOT NULL,
        last_price_cents_loss double precision NOT NULL,
        log_loss double precision NOT NULL,
        last_price_log_loss double precision NOT NULL,
        interval_count integer NOT NULL,
        covered_count integer NOT NULL,
        up_count integer NOT NULL,
        up_move_count integer NOT NULL,
        up_squares double precision NOT NULL,
        down_count integer NOT NULL,
        down_move_count integer NOT NULL,
        down_squares double precision NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (model_version_id, day, horizon_days)
      );
      CREATE INDEX prediction_day_record_game_id_idx ON prediction_day_record (game_id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE prediction_day_record');
  }
}
