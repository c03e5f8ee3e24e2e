import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import type { ExpectationResult } from './domain/quality/expectation.js';
import type { FlaggedPartition } from './price-flag.repository.js';

/** A result as it is kept: whose prices of which market day, by which run. */
export interface StoredExpectationResult extends ExpectationResult {
  readonly sourceId: number;
  readonly source: string;
  readonly observedOn: Day;
  readonly evaluatedAt: Date;
  readonly runId: string | null;
}

const COLUMNS = `r.source_id AS "sourceId", s.slug AS source, r.observed_on AS "observedOn", r.expectation, r.severity, r.mostly, r.observed, r.expected, r.status, r.reason,
  r.unexpected_count AS "unexpectedCount", r.unexpected_printings AS "unexpectedPrintings", r.evaluated_at AS "evaluatedAt", r.run_id AS "runId"`;

/** What the expectations found: the last evaluation of each source and market day. */
@Injectable()
export class ExpectationResultRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Puts them in the place of those of an earlier evaluation; returns how many are new or found something else. Who evaluated it when is noted anyway. */
  async replace(of: FlaggedPartition, results: readonly ExpectationResult[], by: { runId: string | null; at: Date }): Promise<number> {
    const key = [of.gameId, of.sourceId, of.observedOn];
    return this.dataSource.transaction(async (manager) => {
      const before = (await manager.query(
        `SELECT ${COLUMNS} FROM expectation_result r JOIN source s ON s.id = r.source_id WHERE r.game_id = $1 AND r.source_id = $2 AND r.observed_on = $3`,
        key,
      )) as StoredExpectationResult[];
      const known = new Set(before.map(contentOf));
      await manager.query('DELETE FROM expectation_result WHERE game_id = $1 AND source_id = $2 AND observed_on = $3 AND NOT (expectation = ANY($4))', [
        ...key, results.map((one) => one.expectation),
      ]);
      for (const one of results) {
        await manager.query(
          `INSERT INTO expectation_result AS there (game_id, source_id, observed_on, expectation, severity, mostly, observed, expected, status, reason,
             unexpected_count, unexpected_printings, evaluated_at, run_id)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
           ON CONFLICT (game_id, source_id, observed_on, expectation) DO UPDATE
             SET severity = excluded.severity, mostly = excluded.mostly, observed = excluded.observed, expected = excluded.expected, status = excluded.status,
                 reason = excluded.reason, unexpected_count = excluded.unexpected_count, unexpected_printings = excluded.unexpected_printings,
                 evaluated_at = excluded.evaluated_at, run_id = coalesce(excluded.run_id, there.run_id)`,
          [...key, one.expectation, one.severity, one.mostly, one.observed, one.expected, one.status, one.reason, one.unexpectedCount, one.unexpectedPrintings, by.at, by.runId],
        );
      }
      return results.filter((one) => !known.has(contentOf(one))).length;
    });
  }

  /** The results of a market day of a game, by source and name. */
  async onDay(gameId: number, day: Day): Promise<StoredExpectationResult[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM expectation_result r JOIN source s ON s.id = r.source_id WHERE r.game_id = $1 AND r.observed_on = $2 ORDER BY r.source_id, r.expectation`,
      [gameId, day],
    );
  }

  /** Those that a run was the last to evaluate, by source and name. */
  async ofRun(runId: string): Promise<StoredExpectationResult[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM expectation_result r JOIN source s ON s.id = r.source_id WHERE r.run_id = $1 ORDER BY r.observed_on DESC, r.source_id, r.expectation`,
      [runId],
    );
  }

  /** The last market day of a game on or before `day` that was judged. */
  async lastDay(gameId: number, day: Day | undefined): Promise<Day | undefined> {
    const [row] = (await this.dataSource.query('SELECT max(observed_on) AS day FROM expectation_result WHERE game_id = $1 AND observed_on <= coalesce($2, date \'infinity\')', [
      gameId, day ?? null,
    ])) as [{ day: Day | null }];
    return row.day ?? undefined;
  }
}

function contentOf({ expectation, severity, mostly, observed, expected, status, reason, unexpectedCount, unexpectedPrintings }: ExpectationResult): string {
  return JSON.stringify([expectation, severity, mostly, observed, expected, status, reason, unexpectedCount, unexpectedPrintings]);
}
