import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';

export interface RunProvenance {
  readonly runId: string;
  readonly codeVersion: string;
  readonly nodeVersion: string;
  readonly knownAt: Date;
  readonly recordedAt: Date;
}

const COLUMNS = 'p.run_id AS "runId", p.code_version AS "codeVersion", p.node_version AS "nodeVersion", p.known_at AS "knownAt", p.recorded_at AS "recordedAt"';

/** Answers with which code runs worked, and what they knew. {@link RunRepository} writes it. */
@Injectable()
export class RunProvenanceRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async of(runId: string): Promise<RunProvenance | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${COLUMNS} FROM run_provenance p WHERE p.run_id = $1`, [runId])) as RunProvenance[];
    return rows[0];
  }

  /** The first run of a game's day that knew what was known at exactly that instant. */
  async knowing(gameId: number, day: Day, knownAt: Date): Promise<RunProvenance | undefined> {
    const rows = (await this.dataSource.query(
      `SELECT ${COLUMNS} FROM run_provenance p JOIN pipeline_run r ON r.id = p.run_id
       WHERE r.game_id = $1 AND r.day = $2 AND p.known_at = $3 ORDER BY r.started_at, r.id LIMIT 1`,
      [gameId, day, knownAt],
    )) as RunProvenance[];
    return rows[0];
  }

  /** The id of the run of a game's day whose train stage left that training run first. */
  async trainedBy(gameId: number, day: Day, trainingRunId: number): Promise<string | undefined> {
    const rows = (await this.dataSource.query(
      `SELECT r.id FROM pipeline_run r JOIN stage_run s ON s.run_id = r.id
       WHERE r.game_id = $1 AND r.day = $2 AND s.stage = 'train' AND s.report -> 'outputs' -> 'trainingRunId' = to_jsonb($3::int)
       ORDER BY s.id LIMIT 1`,
      [gameId, day, trainingRunId],
    )) as { id: string }[];
    return rows[0]?.id;
  }
}
