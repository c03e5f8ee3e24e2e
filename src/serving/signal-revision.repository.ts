import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import type { Day } from '../shared/day.js';

/** Told to whoever listens when what is served has changed; the payload is the game's id. */
export const SIGNALS_CHANGED = 'pokewatch_signals';

/** What is served of a game. Two that are equal say the same. */
export interface SignalRevision {
  readonly gameId: number;
  /** The last evaluated day. */
  readonly day: Day;
  /** Counts the changes of that day and of later ones. */
  readonly latestRevision: number;
  /** Counts the changes of any day. */
  readonly revision: number;
}

/** How often the signals of each game have changed: one small row to look at instead of a day of signals. */
@Injectable()
export class SignalRevisionRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async all(): Promise<SignalRevision[]> {
    return this.dataSource.query('SELECT game_id AS "gameId", day, latest_revision AS "latestRevision", revision FROM signal_revision ORDER BY game_id');
  }

  /** In the transaction that changed a day: who sees the revision sees the signals. */
  async advance(runner: QueryRunner, gameId: number, day: Day): Promise<void> {
    await runner.query(
      `INSERT INTO signal_revision AS r (game_id, day, latest_revision, revision) VALUES ($1, $2, 1, 1)
       ON CONFLICT (game_id) DO UPDATE SET day = greatest(r.day, excluded.day), revision = r.revision + 1,
         latest_revision = r.latest_revision + CASE WHEN excluded.day >= r.day THEN 1 ELSE 0 END`,
      [gameId, day],
    );
    await runner.query(`SELECT pg_notify('${SIGNALS_CHANGED}', $1)`, [String(gameId)]);
  }
}
