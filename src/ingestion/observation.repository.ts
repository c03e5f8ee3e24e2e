import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataSource, type QueryRunner } from 'typeorm';
import type { Day } from '../shared/day.js';
import { toDay } from '../shared/day.js';
import { COPY_COLUMNS, type CopyRows } from './copy-rows.js';
import { ABSENT } from './domain/quote.js';
import { isNotOfRejectedMatch } from './rejected-matches.js';
import type { ObservedValues } from './domain/known-values.js';

/** How many new observations there are of each market day (day number -> count). */
export type DayCounts = ReadonlyMap<number, number>;

/** Observations of one source and game, as the summary by day holds them. */
export interface ObservedDays {
  readonly rowCount: number;
  readonly lastRecordedAt: Date | null;
}

/** Accepted prices. Append-only. */
@Injectable()
export class ObservationRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Makes the monthly partitions the days fall in; only those months, not the ones between. */
  async ensurePartitions(days: Iterable<number>): Promise<void> {
    const months = new Set(Array.from(days, (day) => `${toDay(day).slice(0, 7)}-01`));
    if (months.size === 0) return;
    await this.dataSource.query(
      `SELECT ensure_month_partitions('observation', month, month) FROM unnest($1::date[]) AS month ORDER BY month`,
      [[...months]],
    );
  }

  /** Appends rows and counts them by day, in the runner's transaction. */
  async append(runner: QueryRunner, rows: CopyRows, of: { gameId: number; sourceId: number; recordedAt: Date; dayCounts: DayCounts }): Promise<void> {
    const client = (await runner.connect()) as PoolClient;
    const copy = client.query(copyFrom(`COPY observation (${COPY_COLUMNS}) FROM STDIN (FORMAT binary)`));
    await pipeline(Readable.from(rows.slices(), { objectMode: false }), copy);
    await runner.query(
      `INSERT INTO observation_day AS there (game_id, source_id, last_recorded_at, observed_on, row_count)
       SELECT $1, $2, $3, * FROM unnest($4::date[], $5::int[])
       ON CONFLICT (game_id, source_id, observed_on) DO UPDATE
         SET row_count = there.row_count + excluded.row_count, last_recorded_at = greatest(there.last_recorded_at, excluded.last_recorded_at)`,
      [of.gameId, of.sourceId, of.recordedAt, Array.from(of.dayCounts.keys(), toDay), [...of.dayCounts.values()]],
    );
  }

  /**
   * Notes, in the runner's transaction, that a source said prices again that are there already: by printing, of which market day (day
   * number). That of an older market day than the last one confirmed changes nothing.
   */
  async confirm(runner: QueryRunner, days: ReadonlyMap<number, number>, of: { sourceId: number; recordedAt: Date }): Promise<void> {
    await runner.query(
      `INSERT INTO price_confirmation AS there (source_id, confirmed_at, printing_id, observed_on)
       SELECT $1, $2, said.* FROM unnest($3::int[], $4::date[]) AS said (printing_id, observed_on) ORDER BY said.printing_id
       ON CONFLICT (printing_id, source_id) DO UPDATE SET observed_on = excluded.observed_on, confirmed_at = excluded.confirmed_at
         WHERE (excluded.observed_on, excluded.confirmed_at) > (there.observed_on, there.confirmed_at)`,
      [of.sourceId, of.recordedAt, [...days.keys()], Array.from(days.values(), toDay)],
    );
  }

  /**
   * Tells `onValue` every recorded value of a source for these printings, in the order of recording within a day (the last one
   * stands), but for what came by a match that was rejected. `days` narrows it to some market days.
   */
  async eachValue(
    of: { sourceId: number; printingIds: readonly number[]; days?: { from: Day; to: Day } },
    onValue: (printingId: number, day: number, values: ObservedValues) => void,
  ): Promise<void> {
    const { from, to } = of.days ?? { from: '-infinity', to: 'infinity' };
    const rows = (await this.dataSource.query(
      `SELECT printing_id AS "printingId", string_agg(
         concat_ws(',', observed_on - date '1970-01-01', market_cents, coalesce(low_cents, $3), coalesce(mid_cents, $3), coalesce(high_cents, $3),
           coalesce(volume, $3), coalesce(listing_count, $3), coalesce(seller_count, $3)), ';' ORDER BY recorded_at) AS values
       FROM observation o WHERE source_id = $1 AND printing_id = ANY($2) AND observed_on BETWEEN $4 AND $5
         AND ${isNotOfRejectedMatch('o')}
       GROUP BY printing_id`,
      [of.sourceId, of.printingIds, ABSENT, from, to],
    )) as { printingId: number; values: string }[];
    for (const row of rows) {
      const numbers = parseWholeNumbers(row.values);
      for (let i = 0; i < numbers.length; i += VALUES_PER_ROW) onValue(row.printingId, numbers[i] as number, valuesAt(numbers, i + 1));
    }
  }

  async observedUntil(gameId: number, day: Day): Promise<ObservedDays> {
    const [row] = (await this.dataSource.query(
      `SELECT coalesce(sum(row_count), 0)::int AS "rowCount", max(last_recorded_at) AS "lastRecordedAt" FROM observation_day WHERE game_id = $1 AND observed_on <= $2`,
      [gameId, day],
    )) as [ObservedDays];
    return row;
  }

  async span(gameId: number): Promise<{ firstDay: Day; lastDay: Day } | undefined> {
    const [row] = (await this.dataSource.query(
      'SELECT min(observed_on) AS "firstDay", max(observed_on) AS "lastDay" FROM observation_day WHERE game_id = $1',
      [gameId],
    )) as [{ firstDay: Day | null; lastDay: Day | null }];
    return row.firstDay === null || row.lastDay === null ? undefined : { firstDay: row.firstDay, lastDay: row.lastDay };
  }

  /** Rows of each market day that has any, ascending, over all sources of a game. */
  async daysObserved(gameId: number, range: { from: Day; to: Day }): Promise<{ day: Day; rowCount: number }[]> {
    return this.dataSource.query(
      `SELECT observed_on AS day, sum(row_count)::int AS "rowCount" FROM observation_day
       WHERE game_id = $1 AND observed_on BETWEEN $2 AND $3 GROUP BY observed_on ORDER BY observed_on`,
      [gameId, range.from, range.to],
    );
  }

  /** As {@link daysObserved}, by source. */
  async sourceDaysObserved(gameId: number, range: { from: Day; to: Day }): Promise<{ sourceId: number; day: Day; rowCount: number }[]> {
    return this.dataSource.query(
      `SELECT source_id AS "sourceId", observed_on AS day, row_count AS "rowCount" FROM observation_day
       WHERE game_id = $1 AND observed_on BETWEEN $2 AND $3 ORDER BY source_id, observed_on`,
      [gameId, range.from, range.to],
    );
  }

  /** How many rows a source has of a game, all days together. */
  async rowCountOf(gameId: number, sourceId: number): Promise<number> {
    const [row] = await this.dataSource.query(
      'SELECT coalesce(sum(row_count), 0)::int AS count FROM observation_day WHERE game_id = $1 AND source_id = $2',
      [gameId, sourceId],
    );
    return row.count;
  }
}

const VALUES_PER_ROW = 8;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;

/** `1,-1;20` -> [1, -1, 20]: whole numbers with anything between them. Faster than split and Number on millions. */
function parseWholeNumbers(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let sign = 1;
  let isInside = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= ZERO && code <= NINE) {
      value = value * 10 + code - ZERO;
      isInside = true;
      continue;
    }
    if (isInside) numbers.push(sign * value);
    value = 0;
    isInside = false;
    sign = code === MINUS ? -1 : 1;
  }
  if (isInside) numbers.push(sign * value);
  return numbers;
}

function valuesAt(numbers: readonly number[], at: number): ObservedValues {
  const number = (i: number): number => numbers[at + i] as number;
  return {
    marketCents: number(0), lowCents: number(1), midCents: number(2), highCents: number(3),
    volume: number(4), listingCount: number(5), sellerCount: number(6),
  };
}
