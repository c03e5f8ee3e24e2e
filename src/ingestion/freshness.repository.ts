import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import { FROZEN_FEED } from './domain/quality/frozen-feed.js';
import { isNotQuarantined } from './quarantined-prices.js';
import { isNotOfRejectedMatch } from './rejected-matches.js';

/** The price of a printing that stands for a day. */
export interface PricePlace {
  readonly printingId: number;
  readonly observedOn: Day;
  readonly currency: string;
}

/** Who said a price, and when. */
export interface PriceOrigin {
  readonly source: string;
  /** When it was recorded, or last confirmed by a collection. */
  readonly fetchedAt: Date;
  /** When the source says that it worked it out; null where it does not say. */
  readonly sourceUpdatedAt: Date | null;
}

export interface SourceDay {
  readonly source: string;
  /** Newest market day with prices of the game. */
  readonly lastDay: Day;
  /** Whether its feed was last found to have stood still. */
  readonly isFrozen: boolean;
}

/** A price of one printing by one source. */
export interface SourcePrice {
  readonly printingId: number;
  readonly source: string;
  readonly day: Day;
  readonly marketCents: number;
}

/** A SPIKE of a price that spoke for its day. */
export interface SpikeFlag {
  readonly printingId: number;
  readonly source: string;
  readonly observedOn: Day;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Where prices are from and how fresh they are. */
@Injectable()
export class FreshnessRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The most trusted source speaks, with what it recorded last, as in series. */
  async origins(places: readonly PricePlace[], knownAt: Date): Promise<(PriceOrigin & { printingId: number })[]> {
    const days = places.map((one) => one.observedOn).toSorted();
    if (days.length === 0) return [];
    return this.dataSource.query(
      `SELECT DISTINCT ON (asked.printing_id) asked.printing_id AS "printingId", s.slug AS source, o.source_updated_at AS "sourceUpdatedAt",
              greatest(o.recorded_at, c.confirmed_at) AS "fetchedAt"
       FROM unnest($1::int[], $2::date[], $3::text[]) AS asked (printing_id, observed_on, currency)
       JOIN observation o ON o.printing_id = asked.printing_id AND o.observed_on = asked.observed_on AND o.currency = asked.currency
         AND o.observed_on BETWEEN $5 AND $6 AND o.recorded_at <= $4 AND ${isNotQuarantined('o')} AND ${isNotOfRejectedMatch('o')}
       JOIN source s ON s.id = o.source_id
       LEFT JOIN price_confirmation c ON c.printing_id = o.printing_id AND c.source_id = o.source_id AND c.observed_on = o.observed_on AND c.confirmed_at <= $4
       ORDER BY asked.printing_id, s.rank, s.id, o.recorded_at DESC`,
      [places.map((one) => one.printingId), places.map((one) => one.observedOn), places.map((one) => one.currency), knownAt, days[0], days.at(-1)],
    );
  }

  /** How the sources of a game stand on a day; a feed counts as frozen by its last judged day in the `days` before. */
  async sourceDays(gameId: number, day: Day, days: number): Promise<SourceDay[]> {
    return this.dataSource.query(
      `SELECT s.slug AS source, max(d.observed_on) AS "lastDay", coalesce((
         SELECT r.status = 'failed' AND r.observed IS NOT NULL FROM expectation_result r
         WHERE r.game_id = $1 AND r.source_id = s.id AND r.expectation = $4 AND r.observed_on <= $2 AND r.observed_on > $2::date - $3::int
         ORDER BY r.observed_on DESC LIMIT 1), false) AS "isFrozen"
       FROM observation_day d JOIN source s ON s.id = d.source_id WHERE d.game_id = $1 AND d.observed_on <= $2 GROUP BY s.id, s.slug`,
      [gameId, day, days, FROZEN_FEED],
    );
  }

  /** What every source said of these printings, in every currency, by source and day ascending; without prices in quarantine. */
  async pricesBySource(printingIds: readonly number[], range: { from: Day; to: Day; knownAt: Date }): Promise<SourcePrice[]> {
    return this.dataSource.query(
      `SELECT DISTINCT ON (o.printing_id, o.source_id, o.observed_on) o.printing_id AS "printingId", s.slug AS source, o.observed_on AS day, o.market_cents AS "marketCents"
       FROM observation o JOIN source s ON s.id = o.source_id
       WHERE o.printing_id = ANY($1) AND o.observed_on BETWEEN $2 AND $3 AND o.recorded_at <= $4 AND ${isNotQuarantined('o')} AND ${isNotOfRejectedMatch('o')}
       ORDER BY o.printing_id, o.source_id, o.observed_on, o.recorded_at DESC`,
      [printingIds, range.from, range.to, range.knownAt],
    );
  }

  /** Unreleased SPIKE flags of a game in a range, of the source that speaks for the printing: the most trusted that quotes that day. */
  async spikes(gameId: number, range: { from: Day; to: Day }): Promise<SpikeFlag[]> {
    return this.dataSource.query(
      `SELECT f.printing_id AS "printingId", s.slug AS source, f.observed_on AS "observedOn", f.detail
       FROM price_flag f JOIN printing p ON p.id = f.printing_id JOIN source s ON s.id = f.source_id
       WHERE p.game_id = $1 AND f.flag = 'SPIKE' AND f.released_at IS NULL AND f.observed_on BETWEEN $2 AND $3 AND NOT EXISTS (
         SELECT FROM observation o JOIN source other ON other.id = o.source_id
         WHERE o.printing_id = f.printing_id AND o.observed_on = f.observed_on AND (other.rank, other.id) < (s.rank, s.id) AND ${isNotOfRejectedMatch('o')})
       ORDER BY f.printing_id, f.observed_on`,
      [gameId, range.from, range.to],
    );
  }
}
