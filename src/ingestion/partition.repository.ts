import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type Day, dayNumber } from '../shared/day.js';
import type { JudgedPrice, LateArrivals, PrintingPlace, SourceProduct } from './domain/quality/partition.js';

interface SourceOfGame {
  readonly gameId: number;
  readonly sourceId: number;
}

/** How far back a closed day is looked for. */
const CLOSED_LOOKBACK_DAYS = 30;

/** What the quality checks look at, one source and market day at a time. */
@Injectable()
export class PartitionRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The observations of a game on a market day as known at an instant, the last of each printing and source, by source and printing. */
  async pricesOn(gameId: number, day: Day, knownAt: Date): Promise<JudgedPrice[]> {
    return this.dataSource.query(
      `SELECT DISTINCT ON (o.source_id, o.printing_id) o.printing_id AS "printingId", o.source_id AS "sourceId", o.currency,
              o.market_cents AS "marketCents", o.low_cents AS "lowCents", o.mid_cents AS "midCents",
              o.listing_count AS "listingCount", o.seller_count AS "sellerCount",
              (o.source_updated_at AT TIME ZONE 'UTC')::date - date '1970-01-01' AS "sourceUpdatedOnDay"
       FROM observation o JOIN printing p ON p.id = o.printing_id
       WHERE p.game_id = $1 AND o.observed_on = $2 AND o.recorded_at <= $3
       ORDER BY o.source_id, o.printing_id, o.recorded_at DESC`,
      [gameId, day, knownAt],
    );
  }

  async productsOf({ gameId, sourceId }: SourceOfGame): Promise<SourceProduct[]> {
    return this.dataSource.query(
      'SELECT external_id AS "externalId", printing_id AS "printingId", currency FROM source_crosswalk WHERE game_id = $1 AND source_id = $2 ORDER BY id DESC',
      [gameId, sourceId],
    );
  }

  async placesOf(gameId: number): Promise<Map<number, PrintingPlace>> {
    const rows = (await this.dataSource.query('SELECT p.id, c.set_id, p.card_ref FROM printing p JOIN card c ON c.id = p.card_ref WHERE p.game_id = $1', [gameId])) as {
      id: number; set_id: number; card_ref: number;
    }[];
    return new Map(rows.map((row) => [row.id, { setId: row.set_id, cardRef: row.card_ref }]));
  }

  /** Days between `from` and `to` of each printing whose price is in quarantine. */
  async quarantinedDays({ gameId, sourceId }: SourceOfGame, range: { from: Day; before: Day }): Promise<Map<number, Set<number>>> {
    const rows = (await this.dataSource.query(
      `SELECT f.printing_id, f.observed_on FROM price_flag f JOIN printing p ON p.id = f.printing_id
       WHERE p.game_id = $1 AND f.source_id = $2 AND f.observed_on >= $3 AND f.observed_on < $4 AND f.flag = 'QUARANTINED' AND f.released_at IS NULL`,
      [gameId, sourceId, range.from, range.before],
    )) as { printing_id: number; observed_on: Day }[];
    const days = new Map<number, Set<number>>();
    for (const row of rows) {
      const there = days.get(row.printing_id) ?? new Set();
      days.set(row.printing_id, there.add(dayNumber(row.observed_on)));
    }
    return days;
  }

  /**
   * New prices that came with or after those of `day` for a market day before the last one that was there already. A correction is not
   * new: the source had a price of that printing and day.
   */
  async lateArrivals({ gameId, sourceId }: SourceOfGame, day: Day, knownAt: Date): Promise<LateArrivals> {
    const [row] = (await this.dataSource.query(
      `WITH arrived AS MATERIALIZED (
         SELECT o.printing_id, o.observed_on, min(o.recorded_at) AS first_recorded_at
         FROM observation o JOIN printing p ON p.id = o.printing_id
         WHERE p.game_id = $1 AND o.source_id = $2 AND o.observed_on > $3::date - $5::int AND o.observed_on <= $3 AND o.recorded_at <= $4
         GROUP BY o.printing_id, o.observed_on),
       opened AS (SELECT min(first_recorded_at) AS at FROM arrived WHERE observed_on = $3),
       closed AS (SELECT max(observed_on) AS day FROM arrived, opened WHERE observed_on < $3 AND first_recorded_at < opened.at)
       SELECT closed.day AS "closedDay", coalesce(array_agg(DISTINCT late.printing_id) FILTER (WHERE late.printing_id IS NOT NULL), '{}') AS "printingIds"
       FROM closed CROSS JOIN opened LEFT JOIN arrived late ON late.observed_on < closed.day AND late.first_recorded_at >= opened.at
       GROUP BY closed.day`,
      [gameId, sourceId, day, knownAt, CLOSED_LOOKBACK_DAYS],
    )) as { closedDay: Day | null; printingIds: number[] }[];
    return { closedDay: row?.closedDay ? dayNumber(row.closedDay) : null, printingIds: row?.printingIds ?? [] };
  }

  /** Rows of a source about market days after `day`. */
  async rowsAfter({ gameId, sourceId }: SourceOfGame, day: Day): Promise<number> {
    const [row] = (await this.dataSource.query(
      'SELECT coalesce(sum(row_count), 0)::int AS count FROM observation_day WHERE game_id = $1 AND source_id = $2 AND observed_on > $3',
      [gameId, sourceId, day],
    )) as [{ count: number }];
    return row.count;
  }
}
