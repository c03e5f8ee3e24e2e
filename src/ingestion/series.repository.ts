import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { once } from 'node:events';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { DataSource } from 'typeorm';
import { addDays, type Day, dayNumber } from '../shared/day.js';
import type { Series } from '../shared/series.js';
import { type ExcludedRows, ScannedObservations } from './domain/scanned-observations.js';
import { printingCurrencies } from './printing-currency.js';
import { type RejectedMatch, scanConditionOf } from './rejected-matches.js';
import { SourceRepository } from './source.repository.js';

/** Which part of a market, as it was known when. */
export interface SeriesWindow {
  readonly day: Day;
  /** Observations recorded later do not exist. */
  readonly knownAt: Date;
  /** Market days in (day - lookbackDays, day]. */
  readonly lookbackDays: number;
}

/**
 * Reads whole markets at once: the rows come unordered by binary COPY and are ordered here, which takes a third of the time
 * of an aggregate per printing.
 */
@Injectable()
export class SeriesRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly sources: SourceRepository,
  ) {}

  /**
   * The series of every printing of a game with an observation in the window, by printing. Where several sources quote a printing
   * in the same currency, the most trusted source speaks for a day; quotes in another currency than that of its first source
   * are left out, because two currencies are never one series, and so are prices in quarantine: the last verified one stands.
   */
  async seriesAsOf(gameId: number, { day, knownAt, lookbackDays }: SeriesWindow): Promise<Series[]> {
    const quarantined = await this.quarantined(gameId, { after: addDays(day, -lookbackDays), to: day });
    const rows = new ScannedObservations(dayNumber(addDays(day, 1 - lookbackDays)), dayNumber(day), await this.sources.places(), quarantined);
    const unrejected = scanConditionOf('o', await this.rejectedMatches(gameId));
    await this.scan(
      // COPY takes no parameters: everything put in here is a number or a day this process made itself.
      `SELECT o.printing_id, o.source_id, o.observed_on, o.recorded_at, o.market_cents, o.low_cents, o.mid_cents, o.listing_count
       FROM observation o
       JOIN ${printingCurrencies(Number(gameId))} main ON main.printing_id = o.printing_id AND main.currency = o.currency
       WHERE o.observed_on > '${addDays(day, -lookbackDays)}' AND o.observed_on <= '${day}' AND o.recorded_at <= '${knownAt.toISOString()}'${unrejected}`,
      rows,
    );
    return rows.toSeries();
  }

  /** What one source said of every printing in the currency it began with, prices in quarantine included: what new prices are judged beside. */
  async sourceSeriesAsOf(of: { gameId: number; sourceId: number }, { day, knownAt, lookbackDays }: SeriesWindow): Promise<Series[]> {
    const rows = new ScannedObservations(dayNumber(addDays(day, 1 - lookbackDays)), dayNumber(day), await this.sources.places());
    await this.scan(
      `SELECT o.printing_id, o.source_id, o.observed_on, o.recorded_at, o.market_cents, o.low_cents, o.mid_cents, o.listing_count
       FROM observation o
       JOIN (SELECT DISTINCT ON (printing_id) printing_id, currency FROM source_crosswalk
             WHERE game_id = ${Number(of.gameId)} AND source_id = ${Number(of.sourceId)} AND state <> 'rejected' ORDER BY printing_id, id) main
         ON main.printing_id = o.printing_id AND main.currency = o.currency
       WHERE o.source_id = ${Number(of.sourceId)} AND o.observed_on > '${addDays(day, -lookbackDays)}' AND o.observed_on <= '${day}'
         AND o.recorded_at <= '${knownAt.toISOString()}'`,
      rows,
    );
    return rows.toSeries();
  }

  /**
   * Prices in quarantine: a handful, passed over while scanning. As a condition of the query itself they make Postgres, which
   * underestimates the join above, look each of a million rows up one by one (three times as long).
   */
  private async quarantined(gameId: number, { after, to }: { after: Day; to: Day }): Promise<ExcludedRows> {
    const rows = (await this.dataSource.query(
      `SELECT f.printing_id, f.source_id, f.observed_on FROM price_flag f JOIN printing p ON p.id = f.printing_id
       WHERE f.flag = 'QUARANTINED' AND f.released_at IS NULL AND p.game_id = $1 AND f.observed_on > $2 AND f.observed_on <= $3`,
      [gameId, after, to],
    )) as { printing_id: number; source_id: number; observed_on: Day }[];
    const excluded = new Map<number, Map<number, Set<number>>>();
    for (const { printing_id: printingId, source_id: sourceId, observed_on: observedOn } of rows) {
      const bySource = excluded.get(printingId) ?? new Map<number, Set<number>>();
      excluded.set(printingId, bySource.set(sourceId, (bySource.get(sourceId) ?? new Set()).add(dayNumber(observedOn))));
    }
    return excluded;
  }

  private async rejectedMatches(gameId: number): Promise<RejectedMatch[]> {
    return this.dataSource.query(
      `SELECT printing_id AS "printingId", source_id AS "sourceId", rejected_at AS "rejectedAt" FROM source_crosswalk WHERE game_id = $1 AND state = 'rejected'`,
      [gameId],
    );
  }

  private async scan(query: string, into: ScannedObservations): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      const isIdle = once(client, 'drain');
      isIdle.catch(() => undefined);
      for await (const bytes of client.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT binary)`))) into.push(bytes as Buffer);
      // The stream ends before the server says that it is ready for the next query.
      await isIdle;
    } finally {
      await runner.release();
    }
  }
}
