import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Choice } from './card-matcher.js';
import type { RowCard, RowProblem } from './domain/csv-row.js';

/** Why a row is in the tray, with cards it may mean where that is the question. */
export type TrayProblem = RowProblem & { readonly choices?: readonly Choice[] };

export interface TrayDraft {
  readonly fingerprint: string;
  readonly line: number;
  /** What the row says, by column; and as it was read, where it could be. */
  readonly said: { readonly columns: Readonly<Record<string, string>>; readonly card: RowCard | null };
  readonly problems: readonly TrayProblem[];
}

export interface StoredTrayRow extends TrayDraft {
  readonly id: number;
  readonly createdAt: Date;
}

const ROW = `id, fingerprint, line, said, problems, created_at AS "createdAt"`;

/** Rows of somebody's lists that wait for them. */
@Injectable()
export class TrayRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** A row that is there already keeps its place, and gets what is wrong with it now. Returns how many are new. */
  async put(account: string, rows: readonly TrayDraft[], at: Date): Promise<number> {
    const stored = (await this.dataSource.query(
      `INSERT INTO import_tray (account, created_at, fingerprint, line, said, problems)
       SELECT $1, $2, * FROM unnest($3::text[], $4::int[], $5::jsonb[], $6::jsonb[])
       ON CONFLICT (account, fingerprint) DO UPDATE SET problems = excluded.problems, line = excluded.line RETURNING (xmax = 0) AS "isNew"`,
      [account, at, rows.map((row) => row.fingerprint), rows.map((row) => row.line), rows.map((row) => JSON.stringify(row.said)), rows.map((row) => JSON.stringify(row.problems))],
    )) as { isNew: boolean }[];
    return stored.filter(({ isNew }) => isNew).length;
  }

  async page(account: string, after: number, limit: number): Promise<StoredTrayRow[]> {
    return this.dataSource.query(`SELECT ${ROW} FROM import_tray WHERE account = $1 AND id > $2 ORDER BY id LIMIT $3`, [account, after, limit]);
  }

  async find(account: string, id: number): Promise<StoredTrayRow | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${ROW} FROM import_tray WHERE account = $1 AND id = $2`, [account, id])) as StoredTrayRow[];
    return rows[0];
  }

  async count(account: string): Promise<number> {
    const rows = (await this.dataSource.query('SELECT count(*)::int AS count FROM import_tray WHERE account = $1', [account])) as { count: number }[];
    return rows[0]?.count ?? 0;
  }

  async delete(account: string, id: number): Promise<boolean> {
    const [, count] = (await this.dataSource.query('DELETE FROM import_tray WHERE account = $1 AND id = $2', [account, id])) as [unknown, number];
    return count > 0;
  }

  /** Rows that have become lots in the meantime. */
  async deleteKnown(account: string, fingerprints: readonly string[]): Promise<void> {
    await this.dataSource.query('DELETE FROM import_tray WHERE account = $1 AND fingerprint = ANY($2)', [account, fingerprints]);
  }
}
