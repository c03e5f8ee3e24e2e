import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import type { StageReport } from '../shared/stage.js';

export type RunState = 'running' | 'succeeded' | 'failed' | 'cancelled';

export interface PipelineRun {
  id: string;
  pipeline: string;
  gameId: number;
  day: Day;
  trigger: string;
  inputDigest: string;
  state: RunState;
  error: string | null;
  startedAt: Date;
  finishedAt: Date | null;
}

export interface StageRun {
  stage: string;
  attempt: number;
  state: string;
  report: StageReport | null;
  error: string | null;
  startedAt: Date;
  finishedAt: Date | null;
  durationMs: number | null;
}

const RUN_COLUMNS = `id, pipeline, game_id AS "gameId", day, trigger, input_digest AS "inputDigest", state, error,
  started_at AS "startedAt", finished_at AS "finishedAt"`;

@Injectable()
export class RunRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Notes that a run began. A run that is resumed began once. */
  async begin(run: Pick<PipelineRun, 'id' | 'pipeline' | 'gameId' | 'day' | 'trigger' | 'startedAt'>): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO pipeline_run (id, pipeline, game_id, day, trigger, input_digest, state, started_at)
       VALUES ($1, $2, $3, $4, $5, '', 'running', $6)
       ON CONFLICT (id) DO NOTHING`,
      [run.id, run.pipeline, run.gameId, run.day, run.trigger, run.startedAt],
    );
  }

  async finish(id: string, end: { state: RunState; inputDigest: string; error: string | null; finishedAt: Date }): Promise<void> {
    await this.dataSource.query('UPDATE pipeline_run SET state = $2, input_digest = $3, error = $4, finished_at = $5 WHERE id = $1', [
      id,
      end.state,
      end.inputDigest,
      end.error,
      end.finishedAt,
    ]);
  }

  /** Notes that a stage began. An attempt that is still `running` belongs to a worker that died in it. */
  async beginStage(runId: string, stage: { name: string; day: Day; attempt: number; startedAt: Date }): Promise<number> {
    await this.dataSource.query(
      `UPDATE stage_run SET state = 'failed', error = 'the worker died', finished_at = $3
       WHERE run_id = $1 AND stage = $2 AND state = 'running'`,
      [runId, stage.name, stage.startedAt],
    );
    const [row] = (await this.dataSource.query(
      `INSERT INTO stage_run (run_id, stage, day, attempt, state, started_at) VALUES ($1, $2, $3, $4, 'running', $5) RETURNING id`,
      [runId, stage.name, stage.day, stage.attempt, stage.startedAt],
    )) as { id: number }[];
    return (row as { id: number }).id;
  }

  async finishStage(id: number, end: { report: StageReport | null; error: string | null; finishedAt: Date; durationMs: number }): Promise<void> {
    const state = end.error !== null ? 'failed' : end.report?.skipped !== undefined ? 'skipped' : 'succeeded';
    await this.dataSource.query('UPDATE stage_run SET state = $2, report = $3, error = $4, finished_at = $5, duration_ms = $6 WHERE id = $1', [
      id,
      state,
      end.report === null ? null : JSON.stringify(end.report),
      end.error,
      end.finishedAt,
      end.durationMs,
    ]);
  }

  /** The runs of one pipeline, game and day, oldest first. */
  async runsOfDay(pipeline: string, gameId: number, day: Day): Promise<PipelineRun[]> {
    return this.dataSource.query(
      `SELECT ${RUN_COLUMNS} FROM pipeline_run WHERE pipeline = $1 AND game_id = $2 AND day = $3 ORDER BY started_at, id`,
      [pipeline, gameId, day],
    );
  }

  async run(id: string): Promise<PipelineRun | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${RUN_COLUMNS} FROM pipeline_run WHERE id = $1`, [id])) as PipelineRun[];
    return rows[0];
  }

  /** Newest first. */
  async recentRuns(filter: { gameId?: number; limit: number }): Promise<PipelineRun[]> {
    return this.dataSource.query(
      `SELECT ${RUN_COLUMNS} FROM pipeline_run WHERE $1::int IS NULL OR game_id = $1 ORDER BY started_at DESC, id DESC LIMIT $2`,
      [filter.gameId ?? null, filter.limit],
    );
  }

  async stagesOf(runId: string): Promise<StageRun[]> {
    return this.dataSource.query(
      `SELECT stage, attempt, state, report, error, started_at AS "startedAt", finished_at AS "finishedAt", duration_ms AS "durationMs"
       FROM stage_run WHERE run_id = $1 ORDER BY id`,
      [runId],
    );
  }

  /** The days of a range a pipeline succeeded for. */
  async succeededDays(pipeline: string, gameId: number, range: { from: Day; to: Day }): Promise<Day[]> {
    const rows = (await this.dataSource.query(
      `SELECT DISTINCT day FROM pipeline_run WHERE pipeline = $1 AND game_id = $2 AND day BETWEEN $3 AND $4 AND state = 'succeeded' ORDER BY day`,
      [pipeline, gameId, range.from, range.to],
    )) as { day: Day }[];
    return rows.map((row) => row.day);
  }

  /** The last day a pipeline succeeded for, per game. */
  async lastSucceededDays(pipeline: string): Promise<Map<number, Day>> {
    const rows = (await this.dataSource.query(
      `SELECT game_id AS "gameId", max(day) AS day FROM pipeline_run WHERE pipeline = $1 AND state = 'succeeded' GROUP BY game_id`,
      [pipeline],
    )) as { gameId: number; day: Day }[];
    return new Map(rows.map((row) => [row.gameId, row.day]));
  }
}
