import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import { inTransaction } from '../database/index.js';
import { type Day, dayNumber } from '../shared/day.js';
import { Conflict } from '../shared/errors.js';
import type { ExperimentPhase, ExperimentRule, Look, LookDecision } from './domain/experiment-decision.js';
import type { DayPairs } from './domain/experiment-test.js';

export type ExperimentUnit = 'card' | 'client';

/** How an experiment ended: by a look, by a person, or because A no longer served. */
export type ExperimentEnd = Exclude<LookDecision, 'running'> | 'stopped_by_hand' | 'superseded';

export interface Experiment {
  id: number;
  gameId: number;
  name: string;
  unit: ExperimentUnit;
  shareB: number;
  modelVersionA: number;
  modelVersionB: number;
  horizonDays: number;
  rule: ExperimentRule;
  phase: ExperimentPhase;
  startedOn: Day;
  servingFrom: Day | null;
  servingUntil: Day | null;
  stoppedOn: Day | null;
  decision: ExperimentEnd | null;
  decidedEvidence: Look | null;
  actor: string;
  reason: string;
  recordedAt: Date;
}

export type NewExperiment = Omit<Experiment, 'id' | 'phase' | 'servingFrom' | 'servingUntil' | 'stoppedOn' | 'decision' | 'decidedEvidence'>;

export type ExperimentEventKind = 'started' | 'serving' | 'look' | 'stopped' | 'promoted' | 'not_promoted' | 'rolled_back';

export interface ExperimentEvent {
  kind: ExperimentEventKind;
  day: Day;
  evidence: Look | null;
  actor: string;
  reason: string;
  recordedAt: Date;
}

export interface ExperimentStop {
  readonly stoppedOn: Day;
  /** The last day that cards of arm B rest on B; undefined where they never did. */
  readonly servingUntil: Day | undefined;
  readonly decision: ExperimentEnd;
  readonly evidence: Look | null;
  readonly events: readonly ExperimentEvent[];
}

const COLUMNS = `id, game_id AS "gameId", name, unit, share_b AS "shareB", model_version_a AS "modelVersionA", model_version_b AS "modelVersionB",
  horizon_days AS "horizonDays", rule, phase, started_on AS "startedOn", serving_from AS "servingFrom", serving_until AS "servingUntil",
  stopped_on AS "stoppedOn", decision, decided_evidence AS "decidedEvidence", actor, reason, recorded_at AS "recordedAt"`;

const UNIQUE_VIOLATION = '23505';

/** Experiments, their append-only events, and the matured estimates they are judged by. */
@Injectable()
export class ExperimentRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Throws Conflict where the name is taken, or another experiment of the game runs. */
  async create(experiment: NewExperiment): Promise<Experiment> {
    const { gameId, name, unit, shareB, modelVersionA, modelVersionB, horizonDays, rule, startedOn, actor, reason, recordedAt } = experiment;
    try {
      return await inTransaction(this.dataSource, async (runner) => {
        const [row] = (await runner.query(
          `INSERT INTO experiment (game_id, name, unit, share_b, model_version_a, model_version_b, horizon_days, rule, phase, started_on, actor, reason, recorded_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'shadow', $9, $10, $11, $12) RETURNING ${COLUMNS}`,
          [gameId, name, unit, shareB, modelVersionA, modelVersionB, horizonDays, JSON.stringify(rule), startedOn, actor, reason, recordedAt],
        )) as Experiment[];
        const created = row as Experiment;
        await appendEvent(runner, created.id, { kind: 'started', day: startedOn, evidence: null, actor, reason, recordedAt });
        return created;
      });
    } catch (error) {
      if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
      const isName = (error as { constraint?: string }).constraint === 'experiment_game_id_name_key';
      throw new Conflict(
        isName ? `name is "${name}", which another experiment of this game has: choose another.` : 'An experiment of this game is running: stop it first.',
        { cause: error },
      );
    }
  }

  async one(id: number): Promise<Experiment | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${COLUMNS} FROM experiment WHERE id = $1`, [id])) as Experiment[];
    return rows[0];
  }

  /** Newest first. */
  async list(filter: { gameId?: number; limit: number }): Promise<Experiment[]> {
    return this.dataSource.query(`SELECT ${COLUMNS} FROM experiment WHERE $1::int IS NULL OR game_id = $1 ORDER BY id DESC LIMIT $2`, [filter.gameId ?? null, filter.limit]);
  }

  /** The experiment of a game that has not stopped. */
  async unfinished(gameId: number): Promise<Experiment | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${COLUMNS} FROM experiment WHERE game_id = $1 AND stopped_on IS NULL`, [gameId])) as Experiment[];
    return rows[0];
  }

  /** The model versions that experiments need estimates of on a day, also when that day is run again later. Ascending. */
  async running(gameId: number, day: Day): Promise<number[]> {
    const rows = (await this.dataSource.query(
      `SELECT DISTINCT arm.id FROM experiment CROSS JOIN LATERAL (VALUES (model_version_a), (model_version_b)) AS arm (id)
       WHERE game_id = $1 AND started_on <= $2 AND (stopped_on IS NULL OR stopped_on >= $2) ORDER BY arm.id`,
      [gameId, day],
    )) as { id: number }[];
    return rows.map((row) => row.id);
  }

  /** The experiment whose assignment decides what cards rest on that day. */
  async servingOn(gameId: number, day: Day): Promise<Experiment | undefined> {
    const rows = (await this.dataSource.query(
      `SELECT ${COLUMNS} FROM experiment WHERE game_id = $1 AND unit = 'card' AND serving_from <= $2 AND (serving_until IS NULL OR serving_until >= $2)
       ORDER BY id DESC LIMIT 1`,
      [gameId, day],
    )) as Experiment[];
    return rows[0];
  }

  /** From shadow to serving. Throws Conflict where it was not in shadow any more. */
  async serve(id: number, event: ExperimentEvent): Promise<void> {
    await inTransaction(this.dataSource, async (runner) => {
      const [, changed] = (await runner.query(`UPDATE experiment SET phase = 'serving', serving_from = $2 WHERE id = $1 AND phase = 'shadow'`, [id, event.day])) as [unknown, number];
      if (changed === 0) throw new Conflict(`Experiment ${id} is not in its shadow phase any more: read it and decide again.`);
      await appendEvent(runner, id, event);
    });
  }

  /** Ends it. Throws Conflict where it had ended already. */
  async stop(id: number, stop: ExperimentStop): Promise<void> {
    await inTransaction(this.dataSource, async (runner) => {
      const [, changed] = (await runner.query(
        `UPDATE experiment SET phase = 'stopped', stopped_on = $2, serving_until = $3, decision = $4, decided_evidence = $5 WHERE id = $1 AND stopped_on IS NULL`,
        [id, stop.stoppedOn, stop.servingUntil ?? null, stop.decision, stop.evidence === null ? null : JSON.stringify(stop.evidence)],
      )) as [unknown, number];
      if (changed === 0) throw new Conflict(`Experiment ${id} has stopped already.`);
      for (const event of stop.events) await appendEvent(runner, id, event);
    });
  }

  /** Writes a look down unless the day has one. Returns how many rows were written. */
  async recordLook(id: number, event: ExperimentEvent): Promise<number> {
    return appendEvent(this.dataSource, id, event);
  }

  /** In the order they happened. */
  async events(id: number): Promise<ExperimentEvent[]> {
    return this.dataSource.query(
      `SELECT kind, day, evidence, actor, reason, recorded_at AS "recordedAt" FROM experiment_event WHERE experiment_id = $1 ORDER BY id`,
      [id],
    );
  }

  async lastLook(id: number): Promise<(ExperimentEvent & { evidence: Look }) | undefined> {
    const rows = (await this.dataSource.query(
      `SELECT kind, day, evidence, actor, reason, recorded_at AS "recordedAt" FROM experiment_event
       WHERE experiment_id = $1 AND kind = 'look' ORDER BY day DESC LIMIT 1`,
      [id],
    )) as (ExperimentEvent & { evidence: Look })[];
    return rows[0];
  }

  /** Both arms side by side on each day of a span, card by card. Ascending by day. */
  async dayPairs(experiment: Experiment, span: { from: Day; to: Day }): Promise<DayPairs[]> {
    const rows = (await this.dataSource.query(
      `SELECT a.day, count(*) AS "rowsA", count(b.printing_id) AS pairs,
         -- in one order, so that the sum is the same to the last bit each time
         avg(greatest(-$6::float8, least($6::float8, abs(ln(a.actual_cents / b.fair_value_cents)) - abs(ln(a.actual_cents / a.fair_value_cents))))
           ORDER BY a.printing_id) AS "meanDifference",
         count(*) FILTER (WHERE b.lower80_cents IS NOT NULL AND b.upper80_cents IS NOT NULL) AS "intervalsB",
         count(*) FILTER (WHERE a.actual_cents BETWEEN b.lower80_cents AND b.upper80_cents) AS "coveredB"
       FROM prediction_outcome a
       LEFT JOIN prediction_outcome b ON b.printing_id = a.printing_id AND b.day = a.day AND b.horizon_days = a.horizon_days
         AND b.model_version_id = $2 AND b.fair_value_cents > 0 AND b.day BETWEEN $4 AND $5
       WHERE a.model_version_id = $1 AND a.horizon_days = $3 AND a.day BETWEEN $4 AND $5 AND a.fair_value_cents > 0 AND a.actual_cents > 0
       GROUP BY a.day ORDER BY a.day`,
      [experiment.modelVersionA, experiment.modelVersionB, experiment.horizonDays, span.from, span.to, experiment.rule.mostDifference],
    )) as (Omit<DayPairs, 'day'> & { day: Day })[];
    return rows.map((row) => ({ ...row, day: dayNumber(row.day) }));
  }

  /** On how many days from `from` on the estimates of both versions have matured. */
  async maturedDays(arms: { modelVersionA: number; modelVersionB: number; horizonDays: number }, from: Day): Promise<number> {
    const [row] = (await this.dataSource.query(
      // One look into the index per day and arm, not a count of all cards.
      `SELECT count(*) AS days
       FROM generate_series($4::date, (SELECT max(day) FROM prediction_outcome WHERE model_version_id = $1), interval '1 day') AS matured (at)
       CROSS JOIN LATERAL (SELECT FROM prediction_outcome WHERE model_version_id = $1 AND horizon_days = $3 AND day = matured.at::date LIMIT 1) of_a
       CROSS JOIN LATERAL (SELECT FROM prediction_outcome WHERE model_version_id = $2 AND horizon_days = $3 AND day = matured.at::date LIMIT 1) of_b`,
      [arms.modelVersionA, arms.modelVersionB, arms.horizonDays, from],
    )) as { days: number }[];
    return row?.days ?? 0;
  }
}

async function appendEvent(connection: DataSource | QueryRunner, experimentId: number, event: ExperimentEvent): Promise<number> {
  const rows = (await connection.query(
    `INSERT INTO experiment_event (experiment_id, kind, day, evidence, actor, reason, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (experiment_id, kind, day) DO NOTHING RETURNING id`,
    [experimentId, event.kind, event.day, event.evidence === null ? null : JSON.stringify(event.evidence), event.actor, event.reason, event.recordedAt],
  )) as unknown[];
  return rows.length;
}
