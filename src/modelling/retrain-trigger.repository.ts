import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import type { RetrainReason } from './domain/retrain-decision.js';

/** A training that was asked for out of turn: it is still to come, has to wait, or has been. */
export type TriggerOutcome = 'open' | 'cooldown' | 'trained';

export interface RetrainTrigger {
  readonly day: Day;
  readonly reason: RetrainReason;
  readonly evidence: unknown;
  readonly outcome: TriggerOutcome;
  readonly trainingRunId: number | null;
  readonly recordedAt: Date;
}

const COLUMNS = `day, reason, evidence, outcome, training_run_id AS "trainingRunId", recorded_at AS "recordedAt"`;

@Injectable()
export class RetrainTriggerRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The first word of a day stays. Returns whether this is it. */
  async add(gameId: number, trigger: Omit<RetrainTrigger, 'trainingRunId'>): Promise<boolean> {
    const rows = (await this.dataSource.query(
      `INSERT INTO retrain_trigger (game_id, day, reason, evidence, outcome, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (game_id, day) DO NOTHING RETURNING 1`,
      [gameId, trigger.day, trigger.reason, JSON.stringify(trigger.evidence), trigger.outcome, trigger.recordedAt],
    )) as unknown[];
    return rows.length > 0;
  }

  /** The last trigger before a day that did not have to wait. */
  async lastBefore(gameId: number, day: Day): Promise<RetrainTrigger | undefined> {
    const rows = (await this.dataSource.query(
      `SELECT ${COLUMNS} FROM retrain_trigger WHERE game_id = $1 AND day < $2 AND outcome <> 'cooldown' ORDER BY day DESC LIMIT 1`,
      [gameId, day],
    )) as RetrainTrigger[];
    return rows[0];
  }

  /** A training on `day` answers the triggers of the days before it. Returns those it did. */
  async answer(gameId: number, day: Day, trainingRunId: number): Promise<RetrainTrigger[]> {
    const [rows] = (await this.dataSource.query(
      `UPDATE retrain_trigger SET outcome = 'trained', training_run_id = $3 WHERE game_id = $1 AND day < $2 AND outcome = 'open' RETURNING ${COLUMNS}`,
      [gameId, day, trainingRunId],
    )) as [RetrainTrigger[], number];
    return rows;
  }

  /** Newest first. */
  async between(gameId: number, from: Day, to: Day): Promise<RetrainTrigger[]> {
    return this.dataSource.query(`SELECT ${COLUMNS} FROM retrain_trigger WHERE game_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day DESC`, [gameId, from, to]);
  }
}
