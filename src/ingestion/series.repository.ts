import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { once } from 'node:events';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { DataSource } from 'typeorm';
import { addDays, type Day, dayNumber } from '../shared/day.js';
import type { Series } from '../shared/series.js';
import { printingCurrencies } from './printing-currency.js';
import { ScannedObservations } from './domain/scanned-observations.js';
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
   * are left out, because two currencies are never one series.
   */
  async seriesAsOf(gameId: number, { day, knownAt, lookbackDays }: SeriesWindow): Promise<Series[]> {
    const rows = new ScannedObservations(dayNumber(addDays(day, 1 - lookbackDays)), dayNumber(day), await this.sources.places());
    await this.scan(
      // COPY takes no parameters: everything put in here is a number or a day this process made itself.
      `SELECT o.printing_id, o.source_id, o.observed_on, o.recorded_at, o.market_cents, o.low_cents, o.mid_cents, o.listing_count
       FROM observation o
       JOIN ${printingCurrencies(Number(gameId))} main ON main.printing_id = o.printing_id AND main.currency = o.currency
       WHERE o.observed_on > '${addDays(day, -lookbackDays)}' AND o.observed_on <= '${day}' AND o.recorded_at <= '${knownAt.toISOString()}'`,
      rows,
    );
    return rows.toSeries();
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
