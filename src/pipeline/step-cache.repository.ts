import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import type { StageReport } from '../shared/stage.js';

export interface CachedStep {
  readonly key: string;
  readonly stage: string;
  readonly gameId: number;
  readonly day: Day;
  readonly report: StageReport;
  /** Of the rows the report stands for, as they were left. */
  readonly rowsDigest: string;
  readonly runId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** What stages reported, by what they worked on. */
@Injectable()
export class StepCacheRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Undefined where there is none that has not expired. */
  async find(key: string, now: Date): Promise<Pick<CachedStep, 'report' | 'rowsDigest' | 'runId'> | undefined> {
    const rows = (await this.dataSource.query(
      'SELECT report, rows_digest AS "rowsDigest", run_id AS "runId" FROM step_cache WHERE key = $1 AND expires_at > $2',
      [key, now],
    )) as Pick<CachedStep, 'report' | 'rowsDigest' | 'runId'>[];
    return rows[0];
  }

  /** The last one stands. What has expired goes. */
  async save(step: CachedStep): Promise<void> {
    await this.dataSource.query('DELETE FROM step_cache WHERE expires_at <= $1', [step.createdAt]);
    await this.dataSource.query(
      `INSERT INTO step_cache (key, stage, game_id, day, report, rows_digest, run_id, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (key) DO UPDATE SET (report, rows_digest, run_id, created_at, expires_at)
         = (excluded.report, excluded.rows_digest, excluded.run_id, excluded.created_at, excluded.expires_at)`,
      [step.key, step.stage, step.gameId, step.day, JSON.stringify(step.report), step.rowsDigest, step.runId, step.createdAt, step.expiresAt],
    );
  }
}
