import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { inTransaction } from '../database/index.js';
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
  knownAt: Date | null;
  isTrainingForced: boolean;
  forkedFrom: string | null;
  fromStage: string | null;
}

/** What is said of a run when it begins. */
export type NewRun = Pick<PipelineRun, 'id' | 'pipeline' | 'gameId' | 'day' | 'trigger' | 'startedAt' | 'isTrainingForced' | 'forkedFrom' | 'fromStage'>;

export interface StageRun {
  stage: string;
  attempt: number;
  state: string;
  report: StageReport | null;
  error: string | null;
  startedAt: Date;
  finishedAt: Date | null;
  durationMs: number | null;
  timeoutMs: number | null;
  heartbeatAt: Date | null;
}

/** States of a stage run that left a report. */
const REPORTED = ['succeeded', 'skipped', 'cached', 'reused'];

const RUN_COLUMNS = `id, pipeline, game_id AS "gameId", day, trigger, input_digest AS "inputDigest", state, error,
  started_at AS "startedAt", finished_at AS "finishedAt", known_at AS "knownAt", is_training_forced AS "isTrainingForced",
  forked_from AS "forkedFrom", from_stage AS "fromStage"`;

@Injectable()
export class RunRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Notes that a run began. A run that is resumed began once. */
  async begin(run: NewRun): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO pipeline_run (id, pipeline, game_id, day, trigger, input_digest, state, started_at, is_training_forced, forked_from, from_stage)
       VALUES ($1, $2, $3, $4, $5, '', 'running', $6, $7, $8, $9)
       ON CONFLICT (id) DO NOTHING`,
      [run.id, run.pipeline, run.gameId, run.day, run.trigger, run.startedAt, run.isTrainingForced, run.forkedFrom, run.fromStage],
    );
  }

  /** Writes down what a run works on. */
  async fixInputs(id: string, inputs: { knownAt: Date; inputDigest: string }): Promise<void> {
    await this.dataSource.query('UPDATE pipeline_run SET known_at = $2, input_digest = $3 WHERE id = $1', [id, inputs.knownAt, inputs.inputDigest]);
  }

  /** Ends a run, unless it has ended already: a cancelled run stays cancelled. */
  async finish(id: string, end: { state: RunState; inputDigest: string; error: string | null; finishedAt: Date }): Promise<void> {
    await this.dataSource.query(
      `UPDATE pipeline_run SET state = $2, input_digest = $3, error = $4, finished_at = $5 WHERE id = $1 AND state = 'running'`,
      [id, end.state, end.inputDigest, end.error, end.finishedAt],
    );
  }

  /** With which code a run works and what it knows. The first time stands: a run that other code resumes began with this one. */
  async recordProvenance(runId: string, facts: { codeVersion: string; nodeVersion: string; knownAt: Date; recordedAt: Date }): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO run_provenance (run_id, code_version, node_version, known_at, recorded_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (run_id) DO NOTHING`,
      [runId, facts.codeVersion, facts.nodeVersion, facts.knownAt, facts.recordedAt],
    );
  }

  /** Ends a running run and its running stage. False where it had ended before. */
  async cancel(id: string, at: Date): Promise<boolean> {
    return inTransaction(this.dataSource, async (runner) => {
      const [rows] = (await runner.query(
        `UPDATE pipeline_run SET state = 'cancelled', error = 'cancelled on request', finished_at = $2 WHERE id = $1 AND state = 'running' RETURNING id`,
        [id, at],
      )) as [unknown[], number];
      if (rows.length === 0) return false;
      await runner.query(`UPDATE stage_run SET state = 'cancelled', error = 'the run was cancelled', finished_at = $2 WHERE run_id = $1 AND state = 'running'`, [id, at]);
      return true;
    });
  }

  /**
   * Notes that a stage began; undefined where its run is over. An attempt that is still `running` belongs to a worker that died in it.
   * The run's row is locked: a cancellation comes before the stage, or finds it.
   */
  async beginStage(runId: string, stage: { name: string; day: Day; attempt: number; startedAt: Date; timeoutMs: number }): Promise<number | undefined> {
    return inTransaction(this.dataSource, async (runner) => {
      const running = (await runner.query(`SELECT id FROM pipeline_run WHERE id = $1 AND state = 'running' FOR SHARE`, [runId])) as unknown[];
      if (running.length === 0) return undefined;
      await runner.query(
        `UPDATE stage_run SET state = 'failed', error = 'the worker died', finished_at = $3
         WHERE run_id = $1 AND stage = $2 AND state = 'running'`,
        [runId, stage.name, stage.startedAt],
      );
      const [row] = (await runner.query(
        `INSERT INTO stage_run (run_id, stage, day, attempt, state, started_at, timeout_ms, heartbeat_at)
         VALUES ($1, $2, $3, $4, 'running', $5, $6, $5) RETURNING id`,
        [runId, stage.name, stage.day, stage.attempt, stage.startedAt, stage.timeoutMs],
      )) as { id: number }[];
      return row?.id;
    });
  }

  /** Says that the worker of a stage is still at it. */
  async heartbeat(stageRunId: number, at: Date): Promise<void> {
    await this.dataSource.query(`UPDATE stage_run SET heartbeat_at = $2 WHERE id = $1 AND state = 'running'`, [stageRunId, at]);
  }

  /** Ends an attempt, unless it has ended already: what comes after a cancellation or a take-over is not heard. */
  async finishStage(id: number, end: { report: StageReport | null; error: string | null; finishedAt: Date; durationMs: number }): Promise<void> {
    const state = end.error !== null ? 'failed' : stateOf(end.report);
    await this.dataSource.query(
      `UPDATE stage_run SET state = $2, report = $3, error = $4, finished_at = $5, duration_ms = $6 WHERE id = $1 AND state = 'running'`,
      [id, state, end.report === null ? null : JSON.stringify(end.report), end.error, end.finishedAt, end.durationMs],
    );
  }

  /** The last report of each stage that left one. */
  async reportsOf(runId: string): Promise<Map<string, StageReport>> {
    const rows = (await this.dataSource.query(
      'SELECT DISTINCT ON (stage) stage, report FROM stage_run WHERE run_id = $1 AND state = ANY($2) ORDER BY stage, id DESC',
      [runId, REPORTED],
    )) as { stage: string; report: StageReport }[];
    return new Map(rows.map(({ stage, report }) => [stage, report]));
  }

  /** Gives a run the reports that `from` has of the stages, and what it worked on. Done once, however often it is asked for. */
  async takeOver(runId: string, from: string, stages: readonly string[]): Promise<void> {
    await inTransaction(this.dataSource, async (runner) => {
      await runner.query('UPDATE pipeline_run SET known_at = old.known_at, input_digest = old.input_digest FROM pipeline_run old WHERE pipeline_run.id = $1 AND old.id = $2', [runId, from]);
      await runner.query(
        `INSERT INTO stage_run (run_id, stage, day, attempt, state, report, started_at, finished_at, duration_ms)
         SELECT $1, stage, day, attempt, 'reused', report, started_at, finished_at, duration_ms
         FROM (SELECT DISTINCT ON (stage) * FROM stage_run WHERE run_id = $2 AND stage = ANY($3) AND state = ANY($4) ORDER BY stage, id DESC) last
         WHERE NOT EXISTS (SELECT 1 FROM stage_run WHERE run_id = $1)
         ORDER BY array_position($3, stage)`,
        [runId, from, stages, REPORTED],
      );
    });
  }

  /** Runs of the same pipeline and game that are not over and come before it: by the day, then by the id. */
  async runningBefore(id: string): Promise<string[]> {
    const rows = (await this.dataSource.query(
      `SELECT other.id FROM pipeline_run other JOIN pipeline_run me ON me.id = $1
       WHERE other.pipeline = me.pipeline AND other.game_id = me.game_id AND other.state = 'running'
         AND (other.day, other.id COLLATE "C") < (me.day, me.id COLLATE "C")`,
      [id],
    )) as { id: string }[];
    return rows.map((row) => row.id);
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
      `SELECT stage, attempt, state, report, error, started_at AS "startedAt", finished_at AS "finishedAt", duration_ms AS "durationMs",
         timeout_ms AS "timeoutMs", heartbeat_at AS "heartbeatAt"
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

function stateOf(report: StageReport | null): string {
  if (report?.cachedFrom !== undefined) return 'cached';
  return report?.skipped !== undefined ? 'skipped' : 'succeeded';
}
