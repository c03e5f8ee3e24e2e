import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import { copyInto, ensureMonthPartitions, inTransaction } from '../database/index.js';
import { type Day, toDay } from '../shared/day.js';
import type { FeatureRows } from './domain/compute-feature-rows.js';

const COPY_CHUNK_ROWS = 2_000;

/** A stored row: `names[i]` is the meaning of `featureValues[i]`, null is "not defined". */
export interface RecordedFeatureRow {
  readonly names: readonly string[];
  readonly featureValues: readonly (number | null)[];
  readonly knownAt: Date;
}

@Injectable()
export class FeatureRowRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Names the columns of a feature set version once; the names of a version never change. */
  async saveFeatureSet(set: { name: string; version: number; featureNames: string[]; recordedAt: Date }): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO feature_set (name, version, feature_names, recorded_at) VALUES ($1, $2, $3, $4) ON CONFLICT (name, version) DO NOTHING`,
      [set.name, set.version, set.featureNames, set.recordedAt],
    );
  }

  /** Writes the rows of a day; a row that is there with the same values is left alone. Returns how many were written. */
  async upsert(rows: FeatureRows, knownAt: Date): Promise<number> {
    const day = toDay(rows.day);
    await ensureMonthPartitions(this.dataSource, 'feature_row', { from: day, to: day });
    return inTransaction(this.dataSource, async (runner) => {
      await runner.query('CREATE TEMP TABLE incoming (printing_id integer, feature_values double precision[]) ON COMMIT DROP');
      await copyInto(runner, 'incoming (printing_id, feature_values)', copyLines(rows));
      return this.mergeIncoming(runner, { day, version: rows.featureSet.version, knownAt });
    });
  }

  /**
   * The rows of a game's printings on a day, ascending by printing; with `least`, those whose feature at that position (the
   * first is 0) has at least that value.
   */
  async rowsOf(gameId: number, day: Day, version: number, least?: { position: number; value: number }): Promise<{ printingId: number; featureValues: (number | null)[] }[]> {
    return this.dataSource.query(
      `SELECT f.printing_id AS "printingId", f.feature_values AS "featureValues"
       FROM feature_row f JOIN printing p ON p.id = f.printing_id
       WHERE p.game_id = $1 AND f.day = $2 AND f.feature_set_version = $3 AND ($4::int IS NULL OR f.feature_values[$4] >= $5::float8)
       ORDER BY f.printing_id`,
      [gameId, day, version, least === undefined ? null : least.position + 1, least?.value ?? null],
    );
  }

  /** One row as it is stored, with the names of its columns. */
  async recorded(key: { printingId: number; day: Day; version: number }, setName: string): Promise<RecordedFeatureRow | undefined> {
    const rows = (await this.dataSource.query(
      `SELECT s.feature_names AS names, f.feature_values AS "featureValues", f.known_at AS "knownAt"
       FROM feature_row f JOIN feature_set s ON s.name = $4 AND s.version = f.feature_set_version
       WHERE f.printing_id = $1 AND f.day = $2 AND f.feature_set_version = $3`,
      [key.printingId, key.day, key.version, setName],
    )) as RecordedFeatureRow[];
    return rows[0];
  }

  /** How many rows a game has on a day, and a digest of everything in them. */
  async contentOf(gameId: number, day: Day, version: number): Promise<{ count: number; digest: string }> {
    const [row] = (await this.dataSource.query(
      `SELECT count(*)::int AS count, coalesce(md5(string_agg(md5(f.printing_id || ' ' || f.feature_values::text), '' ORDER BY f.printing_id)), '') AS digest
       FROM feature_row f JOIN printing p ON p.id = f.printing_id
       WHERE p.game_id = $1 AND f.day = $2 AND f.feature_set_version = $3`,
      [gameId, day, version],
    )) as [{ count: number; digest: string }];
    return row;
  }

  /** The last days of a game with rows, newest first. */
  async daysOf(gameId: number, version: number, window: { from: Day; to: Day; limit: number }): Promise<Day[]> {
    const rows = (await this.dataSource.query(
      `SELECT DISTINCT f.day FROM feature_row f JOIN printing p ON p.id = f.printing_id
       WHERE p.game_id = $1 AND f.feature_set_version = $2 AND f.day BETWEEN $3 AND $4
       ORDER BY f.day DESC LIMIT $5`,
      [gameId, version, window.from, window.to, window.limit],
    )) as { day: Day }[];
    return rows.map((row) => row.day);
  }

  private async mergeIncoming(runner: QueryRunner, at: { day: Day; version: number; knownAt: Date }): Promise<number> {
    const [row] = (await runner.query(
      `WITH merged AS (
         INSERT INTO feature_row AS f (printing_id, day, feature_set_version, feature_values, known_at)
         SELECT printing_id, $1, $2, feature_values, $3 FROM incoming
         ON CONFLICT (printing_id, day, feature_set_version) DO UPDATE
           SET feature_values = excluded.feature_values, known_at = excluded.known_at
           WHERE f.feature_values IS DISTINCT FROM excluded.feature_values
         RETURNING 1)
       SELECT count(*) AS written FROM merged`,
      [at.day, at.version, at.knownAt],
    )) as { written: number }[];
    return row?.written ?? 0;
  }
}

function* copyLines(rows: FeatureRows): Generator<string> {
  const width = rows.names.length;
  let chunk = '';
  for (let i = 0; i < rows.printingIds.length; i++) {
    const values = Array.from(rows.values.subarray(i * width, (i + 1) * width), (value) => (Number.isNaN(value) ? 'NULL' : String(value)));
    chunk += `${rows.printingIds[i]}\t{${values.join(',')}}\n`;
    if ((i + 1) % COPY_CHUNK_ROWS === 0) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}
