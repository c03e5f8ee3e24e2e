import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import { printingCurrencies } from './printing-currency.js';
import { isNotQuarantined } from './quarantined-prices.js';
import { isNotOfRejectedMatch } from './rejected-matches.js';

/** One market day of one printing, as the API shows it. Money in minor units of `currency`; null is not said. */
export interface ObservedPrice {
  readonly day: Day;
  readonly source: string;
  readonly currency: string;
  readonly marketCents: number;
  readonly lowCents: number | null;
  readonly midCents: number | null;
  readonly highCents: number | null;
  readonly listingCount: number | null;
  readonly sellerCount: number | null;
  readonly volume: number | null;
  readonly recordedAt: Date;
  readonly sourceUpdatedAt: Date | null;
  /** When it was recorded, or last confirmed by a collection that brought the same again. */
  readonly fetchedAt: Date;
}

/** Prices of single printings and single days. */
@Injectable()
export class PriceRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** By day; where several sources quote a day in the printing's first currency, the most trusted, as in series. Without prices in quarantine. */
  async pricesOf(printingId: number, range: { from: Day; to: Day; knownAt: Date }): Promise<ObservedPrice[]> {
    return this.dataSource.query(
      `SELECT DISTINCT ON (o.observed_on) o.observed_on AS day, s.slug AS source, o.currency, o.market_cents AS "marketCents",
              o.low_cents AS "lowCents", o.mid_cents AS "midCents", o.high_cents AS "highCents", o.listing_count AS "listingCount",
              o.seller_count AS "sellerCount", o.volume, o.recorded_at AS "recordedAt", o.source_updated_at AS "sourceUpdatedAt",
              greatest(o.recorded_at, c.confirmed_at) AS "fetchedAt"
       FROM observation o JOIN source s ON s.id = o.source_id
       LEFT JOIN price_confirmation c ON c.printing_id = o.printing_id AND c.source_id = o.source_id AND c.observed_on = o.observed_on AND c.confirmed_at <= $4
       WHERE o.printing_id = $1 AND o.observed_on BETWEEN $2 AND $3 AND o.recorded_at <= $4
         AND ${isNotQuarantined('o')} AND ${isNotOfRejectedMatch('o')}
         AND o.currency = (SELECT x.currency FROM source_crosswalk x JOIN source xs ON xs.id = x.source_id
                           WHERE x.printing_id = $1 AND x.state <> 'rejected' ORDER BY xs.rank, xs.id LIMIT 1)
       ORDER BY o.observed_on, s.rank, s.id, o.recorded_at DESC`,
      [printingId, range.from, range.to, range.knownAt],
    );
  }

  /**
   * The printings of a real game that were listed by the end of `day`, as known at `knownAt`, ascending. What was listed later is not
   * known on that day, however late it is run. A simulated market makes its cards before they are out: there nothing counts as listed.
   */
  async listedAsOf(gameId: number, { day, knownAt }: { day: Day; knownAt: Date }): Promise<number[]> {
    const rows = (await this.dataSource.query(
      `SELECT x.printing_id AS id FROM source_crosswalk x JOIN game g ON g.id = x.game_id
       WHERE x.game_id = $1 AND NOT g.is_simulated
       GROUP BY x.printing_id HAVING min(x.recorded_at) <= $3 AND min(x.recorded_at) < ($2::date + 1)::timestamp AT TIME ZONE 'UTC'
       ORDER BY x.printing_id`,
      [gameId, day, knownAt],
    )) as { id: number }[];
    return rows.map((row) => row.id);
  }

  /** Those of some printings of which nobody had said a price by `day`, as known at `knownAt`. */
  async neverPriced(printingIds: readonly number[], { day, knownAt }: { day: Day; knownAt: Date }): Promise<number[]> {
    const rows = (await this.dataSource.query(
      `SELECT asked.id FROM unnest($1::int[]) AS asked (id)
       WHERE NOT EXISTS (SELECT FROM observation o WHERE o.printing_id = asked.id AND o.observed_on <= $2::date AND o.recorded_at <= $3)`,
      [printingIds, day, knownAt],
    )) as { id: number }[];
    return rows.map((row) => row.id);
  }

  /** The currencies of all printings of a game, or of some of them: that of the most trusted source. */
  async currencies(gameId: number, printingIds?: readonly number[]): Promise<Map<number, string>> {
    const rows = (await this.dataSource.query(`SELECT printing_id, currency FROM ${printingCurrencies('$1')} main WHERE $2::int[] IS NULL OR printing_id = ANY($2)`, [gameId, printingIds ?? null])) as { printing_id: number; currency: string }[];
    return new Map(rows.map((row) => [row.printing_id, row.currency]));
  }
}
