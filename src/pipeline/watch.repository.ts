import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import type { RunState } from './run.repository.js';

export interface DayOfGameId {
  readonly pipeline: string;
  readonly gameId: number;
  readonly day: Day;
}

export interface RunRow extends DayOfGameId {
  readonly id: string;
  readonly state: RunState;
  readonly error: string | null;
  readonly startedAt: Date;
}

export interface StepRow extends DayOfGameId {
  readonly runId: string;
  readonly step: string;
  readonly state: string;
  readonly startedAt: Date;
}

const LOCK = 'deadline-watch';

/** What the watch of deadlines looks at, and the lock that keeps it to one process at a time. */
@Injectable()
export class WatchRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Runs `work` unless another process is at it; then false. The lock goes with the connection, so that no dead process keeps it. */
  async ifAlone(work: () => Promise<void>): Promise<boolean> {
    const runner = this.dataSource.createQueryRunner();
    await runner.connect();
    try {
      const [row] = (await runner.query('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS alone', [LOCK])) as { alone: boolean }[];
      if (!row?.alone) return false;
      try {
        await work();
      } finally {
        await runner.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [LOCK]).catch(() => undefined);
      }
      return true;
    } finally {
      await runner.release();
    }
  }

  /** Runs that began or ended since, all runs of the given days, and the last success of every game. */
  async runs(since: Date, days: readonly DayOfGameId[]): Promise<RunRow[]> {
    return this.dataSource.query(
      `SELECT id, pipeline, game_id AS "gameId", day, state, error, started_at AS "startedAt" FROM pipeline_run r
       WHERE started_at >= $1 OR finished_at >= $1
         OR (pipeline, game_id, day) IN (SELECT * FROM unnest($2::text[], $3::int[], $4::date[]))
         OR id IN (SELECT DISTINCT ON (pipeline, game_id) id FROM pipeline_run WHERE state = 'succeeded' ORDER BY pipeline, game_id, day DESC, started_at DESC)
       ORDER BY started_at, id`,
      [since, ...columnsOf(days)],
    );
  }

  /** The latest attempt of every step of unfinished runs and of the latest runs of the given days. */
  async steps(days: readonly DayOfGameId[]): Promise<StepRow[]> {
    return this.dataSource.query(
      `WITH watched AS (
         SELECT id FROM pipeline_run WHERE state = 'running'
         UNION
         (SELECT DISTINCT ON (pipeline, game_id, day) id FROM pipeline_run
          WHERE (pipeline, game_id, day) IN (SELECT * FROM unnest($1::text[], $2::int[], $3::date[])) ORDER BY pipeline, game_id, day, started_at DESC, id DESC))
       SELECT DISTINCT ON (s.run_id, s.stage) s.run_id AS "runId", s.stage AS step, s.state, s.started_at AS "startedAt", r.pipeline, r.game_id AS "gameId", r.day
       FROM stage_run s JOIN pipeline_run r ON r.id = s.run_id
       WHERE s.run_id IN (SELECT id FROM watched)
       ORDER BY s.run_id, s.stage, s.id DESC`,
      columnsOf(days),
    );
  }
}

function columnsOf(days: readonly DayOfGameId[]): [string[], number[], string[]] {
  return [days.map((each) => each.pipeline), days.map((each) => each.gameId), days.map((each) => each.day)];
}
