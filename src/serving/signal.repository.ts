import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import { ensureMonthPartitions, inTransaction } from '../database/index.js';
import type { Day } from '../shared/day.js';
import type { FairValueKind } from '../shared/fair-value-kind.js';
import { CURRENCY_DIGITS } from '../shared/money.js';
import type { Reason, Signal } from './domain/policy.js';
import type { ShownFlag, StaleReason } from './domain/price-standing.js';
import { PolicyInForce } from './policy-in-force.js';
import { SignalRevisionRepository } from './signal-revision.repository.js';

/** How fresh the price was that something was said on; null is not known. */
export interface SignalFreshness {
  readonly source: string | null;
  readonly fetchedAt: Date | null;
  readonly sourceUpdatedAt: Date | null;
  readonly lastChangedOn: Day | null;
  readonly staleReason: StaleReason | null;
  /** Null where there is none. */
  readonly flags: readonly ShownFlag[] | null;
}

/** What we said of one printing on one day. */
export interface SignalRow extends SignalFreshness {
  readonly printingId: number;
  readonly day: Day;
  readonly policyVersion: string;
  readonly signal: Signal | null;
  readonly reason: Reason | null;
  readonly marketCents: number | null;
  readonly marketObservedOn: Day | null;
  readonly currency: string | null;
  readonly fairValueCents: number | null;
  readonly fairValueKind: FairValueKind;
  readonly lower80Cents: number | null;
  readonly upper80Cents: number | null;
  readonly deviationRatio: number | null;
  readonly confidence: number | null;
  readonly modelVersionId: number | null;
  readonly horizonDays: number | null;
  /** First day of the unbroken run of this signal. */
  readonly signalSince: Day | null;
}

/** A row with when it was recorded and the run that wrote it. */
export interface RecordedSignalRow extends SignalRow {
  readonly recordedAt: Date;
  readonly runId: string | null;
}

/** What was said of a printing on the evaluated day before, and since when. */
export interface EarlierSignal {
  readonly signal: Signal;
  readonly since: Day;
}

/** One day of one game under one policy. */
export interface SignalDay {
  readonly gameId: number;
  readonly day: Day;
  readonly policyVersion: string;
}

/** A printing on a day. */
export interface SignalPlace {
  readonly printingId: number;
  readonly day: Day;
}

export interface SignalFilter {
  readonly gameId: number;
  readonly day: Day;
  readonly signal?: Signal | undefined;
  /** Only these printings; all of the game's where undefined. */
  readonly printingIds?: readonly number[] | undefined;
  readonly minPriceMajor?: number | undefined;
  /** Only printings after this one, in ascending order. */
  readonly afterPrintingId: number;
  readonly limit: number;
}

/** Columns a decision writes, with their types: key first, then what may change. */
const VALUES = {
  signal: 'text',
  reason: 'text',
  market_cents: 'int',
  market_observed_on: 'date',
  currency: 'text',
  fair_value_cents: 'float8',
  fair_value_kind: 'text',
  lower80_cents: 'float8',
  upper80_cents: 'float8',
  deviation_ratio: 'float8',
  confidence: 'float8',
  model_version_id: 'int',
  horizon_days: 'int',
  signal_since: 'date',
  source: 'text',
  fetched_at: 'timestamptz',
  source_updated_at: 'timestamptz',
  last_changed_on: 'date',
  stale_reason: 'text',
  flags: 'jsonb',
} as const;
const VALUE_NAMES = Object.keys(VALUES);
/** What was said longer ago than this is forgotten. */
const MEMORY_DAYS = 31;
const CHUNK_ROWS = 10_000;

export const SIGNAL_COLUMNS = `s.printing_id AS "printingId", s.day, s.policy_version AS "policyVersion", s.signal, s.reason, s.market_cents AS "marketCents",
  s.market_observed_on AS "marketObservedOn", s.currency, s.fair_value_cents AS "fairValueCents", s.fair_value_kind AS "fairValueKind", s.lower80_cents AS "lower80Cents",
  s.upper80_cents AS "upper80Cents", s.deviation_ratio AS "deviationRatio", s.confidence, s.model_version_id AS "modelVersionId",
  s.horizon_days AS "horizonDays", s.signal_since AS "signalSince", s.source, s.fetched_at AS "fetchedAt",
  s.source_updated_at AS "sourceUpdatedAt", s.last_changed_on AS "lastChangedOn", s.stale_reason AS "staleReason", s.flags`;

/** Of several policies' rows for the same printing and day: the policy in force, else the last that spoke. $1 is its version. A page says where it begins,
 * so that the other policies' rows are not read from the first for each of them. */
export const isServed = (among = ''): string => `NOT EXISTS (
  SELECT FROM signal other WHERE other.printing_id = s.printing_id AND other.day = s.day ${among}
    AND (other.policy_version = $1, other.recorded_at) > (s.policy_version = $1, s.recorded_at))`;

@Injectable()
export class SignalRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly inForce: PolicyInForce,
    private readonly revisions: SignalRevisionRepository,
  ) {}

  /** The policy whose rows are served first. */
  get policyVersion(): string {
    return this.inForce.version;
  }

  /**
   * Writes one day of one policy, all of it or nothing: readers never see half a day. Rows that are there with the same
   * content are left alone. Returns how many were written.
   */
  async save(key: SignalDay, rows: readonly SignalRow[], recordedAt: Date, runId?: string): Promise<number> {
    await ensureMonthPartitions(this.dataSource, 'signal', { from: key.day, to: key.day });
    return inTransaction(this.dataSource, async (runner) => {
      let written = 0;
      for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
        written += await this.saveChunk(runner, { ...key, recordedAt, runId }, rows.slice(start, start + CHUNK_ROWS));
      }
      if (written > 0) await this.revisions.advance(runner, key.gameId, key.day);
      return written;
    });
  }

  private async saveChunk(runner: QueryRunner, key: SignalDay & { recordedAt: Date; runId: string | undefined }, rows: readonly SignalRow[]): Promise<number> {
    const names = VALUE_NAMES.join(', ');
    const arrays = Object.values(VALUES).map((type, index) => `$${index + 7}::${type}[]`);
    const [row] = (await runner.query(
      `WITH merged AS (
         INSERT INTO signal AS s (game_id, day, policy_version, recorded_at, run_id, printing_id, ${names})
         SELECT $1, $2, $3, $4, $5, incoming.* FROM unnest($6::int[], ${arrays.join(', ')}) AS incoming (printing_id, ${names})
         ON CONFLICT (printing_id, day, policy_version) DO UPDATE
           SET (${names}, recorded_at, run_id) = (${VALUE_NAMES.map((name) => `excluded.${name}`).join(', ')}, excluded.recorded_at, excluded.run_id)
           WHERE (${VALUE_NAMES.map((name) => `s.${name}`).join(', ')}) IS DISTINCT FROM (${VALUE_NAMES.map((name) => `excluded.${name}`).join(', ')})
         RETURNING 1)
       SELECT count(*) AS written FROM merged`,
      [key.gameId, key.day, key.policyVersion, key.recordedAt, key.runId ?? null, ...toColumns(rows)],
    )) as { written: number }[];
    return row?.written ?? 0;
  }

  /**
   * What a policy said on the last day before `day` it evaluated, by printing; nothing of a printing it declined on that day,
   * nor of days longer ago than a month. Later days make no difference: a day that is run again finds the same.
   */
  async signalsBefore({ gameId, day, policyVersion }: SignalDay): Promise<Map<number, EarlierSignal>> {
    const rows = (await this.dataSource.query(
      `SELECT printing_id AS "printingId", signal, coalesce(signal_since, day) AS since FROM signal
       WHERE game_id = $1 AND policy_version = $2 AND signal IS NOT NULL AND day = (
         SELECT day FROM signal WHERE game_id = $1 AND policy_version = $2 AND day < $3::date AND day >= $3::date - $4::int
         ORDER BY day DESC LIMIT 1)`,
      [gameId, policyVersion, day, MEMORY_DAYS],
    )) as (EarlierSignal & { printingId: number })[];
    return new Map(rows.map(({ printingId, signal, since }) => [printingId, { signal, since }]));
  }

  /** The last day a game has signals for. */
  async latestDay(gameId: number): Promise<Day | undefined> {
    const rows = (await this.dataSource.query('SELECT day FROM signal WHERE game_id = $1 ORDER BY day DESC LIMIT 1', [gameId])) as { day: Day }[];
    return rows[0]?.day;
  }

  /** Whether a game was evaluated on a day. */
  async hasDay(gameId: number, day: Day): Promise<boolean> {
    const rows = (await this.dataSource.query('SELECT FROM signal WHERE game_id = $1 AND day = $2 LIMIT 1', [gameId, day])) as unknown[];
    return rows.length > 0;
  }

  /** What is served for each printing and day, all in one query, in no particular order. */
  async at(places: readonly SignalPlace[]): Promise<SignalRow[]> {
    return this.dataSource.query(
      `SELECT ${SIGNAL_COLUMNS} FROM (SELECT DISTINCT * FROM unnest($2::int[], $3::date[]) AS place (printing_id, day)) asked
       JOIN signal s ON s.printing_id = asked.printing_id AND s.day = asked.day
       WHERE ${isServed()}`,
      [this.inForce.version, places.map((place) => place.printingId), places.map((place) => place.day)],
    );
  }

  /** One row, whichever policy is in force. */
  async recorded(key: SignalPlace & { readonly policyVersion: string }): Promise<RecordedSignalRow | undefined> {
    const rows = (await this.dataSource.query(
      `SELECT ${SIGNAL_COLUMNS}, s.recorded_at AS "recordedAt", s.run_id AS "runId" FROM signal s WHERE s.printing_id = $1 AND s.day = $2 AND s.policy_version = $3`,
      [key.printingId, key.day, key.policyVersion],
    )) as RecordedSignalRow[];
    return rows[0];
  }

  /** What was served for one printing, by day, ascending. */
  async history(printingId: number, range: { from: Day; to: Day }): Promise<SignalRow[]> {
    return this.dataSource.query(
      `SELECT ${SIGNAL_COLUMNS} FROM signal s WHERE s.printing_id = $2 AND s.day BETWEEN $3 AND $4 AND ${isServed()} ORDER BY s.day`,
      [this.inForce.version, printingId, range.from, range.to],
    );
  }

  /** How many cards were declined on the evaluated days in [from, to], by reason, the most frequent first. */
  async declined(gameId: number, range: { from: Day; to: Day }): Promise<{ reason: Reason; count: number }[]> {
    return this.dataSource.query(
      `SELECT s.reason, count(*)::int AS count FROM signal s
       WHERE s.game_id = $2 AND s.day BETWEEN $3 AND $4 AND s.reason IS NOT NULL AND ${isServed()} GROUP BY s.reason ORDER BY count DESC, s.reason`,
      [this.inForce.version, gameId, range.from, range.to],
    );
  }

  /** One page of what is served for a game on one day, ascending by printing. */
  async feed(filter: SignalFilter): Promise<SignalRow[]> {
    return this.dataSource.query(
      `SELECT ${SIGNAL_COLUMNS} FROM signal s
       WHERE s.game_id = $2 AND s.day = $3 AND s.printing_id > $4
         AND ($5::text IS NULL OR s.signal = $5)
         AND ($6::int[] IS NULL OR s.printing_id = ANY($6))
         AND ($7::float8 IS NULL OR s.market_cents >= $7::float8 * CASE WHEN s.currency = ANY($8::text[]) THEN 1 ELSE 100 END)
         AND ${isServed('AND other.printing_id > $4')}
       ORDER BY s.printing_id LIMIT $9`,
      [
        this.inForce.version,
        filter.gameId,
        filter.day,
        filter.afterPrintingId,
        filter.signal ?? null,
        filter.printingIds ?? null,
        filter.minPriceMajor ?? null,
        CURRENCIES_WITHOUT_CENTS,
        filter.limit,
      ],
    );
  }
}

export const CURRENCIES_WITHOUT_CENTS = Object.entries(CURRENCY_DIGITS).flatMap(([currency, digits]) => (digits === 0 ? [currency] : []));

/** Rows -> one array per parameter of the insert: printing ids, then the value columns in the order of VALUES. */
function toColumns(rows: readonly SignalRow[]): unknown[][] {
  const values: ((row: SignalRow) => unknown)[] = [
    (row) => row.printingId,
    (row) => row.signal,
    (row) => row.reason,
    (row) => row.marketCents,
    (row) => row.marketObservedOn,
    (row) => row.currency,
    (row) => row.fairValueCents,
    (row) => row.fairValueKind,
    (row) => row.lower80Cents,
    (row) => row.upper80Cents,
    (row) => row.deviationRatio,
    (row) => row.confidence,
    (row) => row.modelVersionId,
    (row) => row.horizonDays,
    (row) => row.signalSince,
    (row) => row.source,
    (row) => row.fetchedAt,
    (row) => row.sourceUpdatedAt,
    (row) => row.lastChangedOn,
    (row) => row.staleReason,
    (row) => row.flags && JSON.stringify(row.flags),
  ];
  return values.map((valueOf) => rows.map(valueOf));
}
