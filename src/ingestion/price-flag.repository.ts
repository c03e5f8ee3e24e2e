import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import type { PriceFlag, PriceFlagName } from './domain/price-flags.js';

/** A flag as it is kept. */
export interface StoredPriceFlag {
  readonly id: number;
  readonly printingId: number;
  readonly cardId: string;
  readonly source: string;
  readonly observedOn: Day;
  readonly flag: PriceFlagName;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly flaggedAt: Date;
  readonly releasedAt: Date | null;
  readonly releasedBy: string | null;
}

export interface FlaggedPartition {
  readonly gameId: number;
  readonly sourceId: number;
  readonly observedOn: Day;
}

/** Who releases a flag that the checks no longer find: they may set it again. What a person released stays released. */
export const RELEASED_BY_CHECK = 'quality';
const BATCH_ROWS = 10_000;

const COLUMNS = `f.id, f.printing_id AS "printingId", p.card_id AS "cardId", s.slug AS source, f.observed_on AS "observedOn", f.flag, f.detail,
  f.flagged_at AS "flaggedAt", f.released_at AS "releasedAt", f.released_by AS "releasedBy"`;
const TABLES = 'price_flag f JOIN printing p ON p.id = f.printing_id JOIN source s ON s.id = f.source_id';

/** What is wrong with single observations. */
@Injectable()
export class PriceFlagRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Makes the flags of a source's market day what was found; returns how many rows were new or different. */
  async replace(of: FlaggedPartition, flags: readonly PriceFlag[], at: Date): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      let written = 0;
      for (let from = 0; from < flags.length; from += BATCH_ROWS) {
        const some = flags.slice(from, from + BATCH_ROWS);
        const rows = (await manager.query(
          `INSERT INTO price_flag AS there (source_id, observed_on, flagged_at, printing_id, flag, detail)
           SELECT $1, $2, $3, said.* FROM unnest($4::int[], $5::text[], $6::jsonb[]) AS said
           ON CONFLICT (printing_id, source_id, observed_on, flag) DO UPDATE
             SET detail = excluded.detail, flagged_at = excluded.flagged_at, released_at = NULL, released_by = NULL
             WHERE there.released_by = $7 OR (there.released_at IS NULL AND there.detail <> excluded.detail)
           RETURNING 1`,
          [of.sourceId, of.observedOn, at, some.map((one) => one.printingId), some.map((one) => one.flag), some.map((one) => JSON.stringify(one.detail)), RELEASED_BY_CHECK],
        )) as unknown[];
        written += rows.length;
      }
      const [, gone] = (await manager.query(
        `UPDATE price_flag f SET released_at = $4, released_by = $5 FROM printing p
         WHERE p.id = f.printing_id AND p.game_id = $1 AND f.source_id = $2 AND f.observed_on = $3 AND f.released_at IS NULL
           AND NOT EXISTS (SELECT FROM unnest($6::int[], $7::text[]) AS found (printing_id, flag) WHERE found.printing_id = f.printing_id AND found.flag = f.flag)`,
        [of.gameId, of.sourceId, of.observedOn, at, RELEASED_BY_CHECK, flags.map((one) => one.printingId), flags.map((one) => one.flag)],
      )) as [unknown, number];
      return written + gone;
    });
  }

  /** Unreleased flags of observations of these printings in (day - `days`, day], newest first. */
  async flagsOf(printingIds: readonly number[], day: Day, days: number): Promise<StoredPriceFlag[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE f.printing_id = ANY($1) AND f.observed_on > $2::date - $3::int AND f.observed_on <= $2 AND f.released_at IS NULL
       ORDER BY f.printing_id, f.observed_on DESC, f.source_id, f.flag`,
      [printingIds, day, days],
    );
  }

  /** Prices of a game in quarantine about one market day, released ones included, at most `limit`. */
  async quarantinedOn(gameId: number, day: Day, limit: number): Promise<StoredPriceFlag[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE p.game_id = $1 AND f.observed_on = $2 AND f.flag = 'QUARANTINED' ORDER BY f.released_at IS NOT NULL, f.id LIMIT $3`,
      [gameId, day, limit],
    );
  }

  /** How many unreleased flags of each kind the sources of a game have on a market day. */
  async countsOn(gameId: number, day: Day): Promise<{ source: string; flag: PriceFlagName; count: number }[]> {
    return this.dataSource.query(
      `SELECT s.slug AS source, f.flag, count(*)::int AS count FROM ${TABLES} WHERE p.game_id = $1 AND f.observed_on = $2 AND f.released_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2`,
      [gameId, day],
    );
  }

  /** Names the prices of a game about days up to `day` that are in quarantine now: another text, other prices. */
  async quarantineDigest(gameId: number, day: Day): Promise<string> {
    const [row] = (await this.dataSource.query(
      `SELECT md5(coalesce(string_agg(concat_ws(' ', f.printing_id, f.source_id, f.observed_on), ',' ORDER BY f.printing_id, f.source_id, f.observed_on), '')) AS digest
       FROM price_flag f JOIN printing p ON p.id = f.printing_id
       WHERE p.game_id = $1 AND f.observed_on <= $2 AND f.flag = 'QUARANTINED' AND f.released_at IS NULL`,
      [gameId, day],
    )) as [{ digest: string }];
    return row.digest;
  }

  async flag(id: number): Promise<StoredPriceFlag | undefined> {
    const [row] = (await this.dataSource.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE f.id = $1`, [id])) as StoredPriceFlag[];
    return row;
  }

  /** False where it was released before. */
  async release(id: number, by: string, at: Date): Promise<boolean> {
    const [, count] = (await this.dataSource.query('UPDATE price_flag SET released_at = $2, released_by = $3 WHERE id = $1 AND released_at IS NULL', [id, at, by])) as [unknown, number];
    return count === 1;
  }

  /** How many prices of a game about days up to `day` a person released: with each, something else is computed. */
  async releasedCount(gameId: number, day: Day): Promise<number> {
    const [row] = (await this.dataSource.query(
      `SELECT count(*)::int AS count FROM price_flag f JOIN printing p ON p.id = f.printing_id
       WHERE p.game_id = $1 AND f.observed_on <= $2 AND f.flag = 'QUARANTINED' AND f.released_at IS NOT NULL AND f.released_by <> $3`,
      [gameId, day, RELEASED_BY_CHECK],
    )) as [{ count: number }];
    return row.count;
  }
}
