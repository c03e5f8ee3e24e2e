import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Day, toDay } from '../shared/day.js';
import { toDecimal } from '../shared/money.js';
import { CopyRows } from './copy-rows.js';
import { CURRENCIES } from './domain/accept.js';
import { identityConflicts, identityRejection } from './domain/card-identity.js';
import { KnownValues, type ObservedValues } from './domain/known-values.js';
import type { Rejection } from './domain/quote.js';
import { ObservationRepository } from './observation.repository.js';
import { QuarantineRepository } from './quarantine.repository.js';
import type { ImportedSeries, QuoteBatch, RejectedLine } from './quote-batch.js';
import { type MatchScope, SeriesMatcher } from './series-matcher.js';
import { Transactions } from './transactions.repository.js';

const KNOWN_PRINTINGS_PER_QUERY = 200;
/** Between two turns of the event loop, in which the batch before goes on to the server. */
const ROWS_PER_TURN = 4_096;

/** What one write belongs to. In a dry run nothing is written, and game and source may not be there yet (id 0). */
export interface WriteScope extends MatchScope {
  readonly rawPayloadId: number | null;
  readonly isDryRun: boolean;
  /** What a collection brings again unchanged is confirmed; a file that is read again confirms nothing. */
  readonly isCollection?: boolean;
  /** A source says less of a past day than it said on that day (and something else: no low, but a volume): with the same market price that is no correction. */
  readonly isKnownByPrice?: boolean;
  /** Where all quotes are about these market days: nothing else is compared. */
  readonly days?: { readonly from: Day; readonly to: Day };
}

export interface WriteCounts {
  accepted: number;
  unchanged: number;
  corrected: number;
  rejected: number;
}

/** Compares quotes with what is known and appends what is new: the way every price takes into the database. */
@Injectable()
export class PriceWriter {
  constructor(
    private readonly matcher: SeriesMatcher,
    private readonly observations: ObservationRepository,
    private readonly quarantine: QuarantineRepository,
    private readonly transactions: Transactions,
  ) {}

  /** Begins writing the quotes of one file (or one day of a provider): what it said twice is noticed within it. */
  begin(scope: WriteScope, series: readonly ImportedSeries[]): PriceWrite {
    return new PriceWrite(scope, series, { matcher: this.matcher, observations: this.observations, quarantine: this.quarantine, transactions: this.transactions });
  }
}

interface Neighbours {
  readonly matcher: SeriesMatcher;
  readonly observations: ObservationRepository;
  readonly quarantine: QuarantineRepository;
  readonly transactions: Transactions;
}

/**
 * One writing in progress. Batches are prepared and saved in turn, each in a transaction of its own; the next may be prepared while
 * one is being saved.
 */
export class PriceWrite {
  /** Of all batches that are safely in. */
  readonly counts: WriteCounts = { accepted: 0, unchanged: 0, corrected: 0, rejected: 0 };
  private readonly known: KnownValues;
  private readonly currencies = CURRENCIES.map((code) => Buffer.from(code));
  private matchedCount = 0;
  private unmatched = 0;

  constructor(
    private readonly scope: WriteScope,
    /** Grows while the file is read; batches refer to it by index. */
    private readonly series: readonly ImportedSeries[],
    private readonly to: Neighbours,
  ) {
    this.known = new KnownValues(undefined, scope.isKnownByPrice);
  }

  /** Quotes that were passed over, because their product is no printing that we know. */
  get unmatchedCount(): number {
    return this.unmatched;
  }

  /** Prepares and saves a batch. */
  async write(batch: QuoteBatch): Promise<void> {
    await this.save(await this.prepare(batch));
  }

  /**
   * Compares a batch with what is known. The batch may be filled anew afterwards; what came of it must be saved, in this order. `rawPayloadId`
   * is the payload the batch came from, where that is not the one of the whole write.
   */
  async prepare(batch: QuoteBatch, rawPayloadId = this.scope.rawPayloadId): Promise<PreparedBatch> {
    await this.match();
    return this.classify(batch, rawPayloadId);
  }

  /** Commits what was prepared. In a dry run it is only counted. */
  async save(prepared: PreparedBatch): Promise<void> {
    if (!this.scope.isDryRun) await this.commit(prepared);
    const { counts } = this;
    counts.accepted += prepared.accepted;
    counts.unchanged += prepared.unchanged;
    counts.corrected += prepared.corrected;
    counts.rejected += prepared.rejected.length;
    this.unmatched += prepared.unmatched;
  }

  /** Looks up the series that appeared since the last batch, and loads what is known of them. */
  private async match(): Promise<void> {
    const { matcher } = this.to;
    const fresh = this.series.slice(this.matchedCount);
    const renamed = this.series.slice(0, this.matchedCount).filter((one) => one.named && one.known && one.named.name !== one.known.name);
    this.matchedCount = this.series.length;
    if (fresh.length > 0) {
      const missing = await matcher.lookUp(fresh, this.scope);
      await this.loadKnown(fresh.filter((one) => one.printingId !== undefined && !one.rejection));
      if (!this.scope.isDryRun) await matcher.create(missing, this.scope);
    }
    for (const one of renamed) {
      const conflicts = one.known && one.named ? identityConflicts(one.named, one.known) : [];
      if (conflicts.length > 0) one.rejection = identityRejection(one.said.seriesId, conflicts);
    }
    if (!this.scope.isDryRun) await matcher.name([...fresh, ...renamed].filter((one) => !one.rejection), this.scope);
  }

  private async loadKnown(series: readonly ImportedSeries[]): Promise<void> {
    const { sourceId, days } = this.scope;
    const indexOf = new Map(series.map((one) => [one.printingId as number, one.index]));
    const printingIds = [...indexOf.keys()];
    for (let at = 0; at < printingIds.length; at += KNOWN_PRINTINGS_PER_QUERY) {
      await this.to.observations.eachValue({ sourceId, printingIds: printingIds.slice(at, at + KNOWN_PRINTINGS_PER_QUERY), days }, (printingId, day, values) =>
        this.known.load(indexOf.get(printingId) as number, day, values),
      );
    }
  }

  private async classify(batch: QuoteBatch, rawPayloadId: number | null): Promise<PreparedBatch> {
    const { scope } = this;
    const rows = new CopyRows({ ...scope, rawPayloadId });
    const into: PreparedBatch = { rows, rawPayloadId, dayCounts: new Map(), confirmedDays: new Map(), accepted: 0, unchanged: 0, corrected: 0, unmatched: 0, rejected: [...batch.rejected] };
    const values = { marketCents: 0, lowCents: 0, midCents: 0, highCents: 0, volume: 0, listingCount: 0, sellerCount: 0 };
    for (let at = 0; at < batch.length; at++) {
      const series = this.series[batch.series[at] as number] as ImportedSeries;
      const day = batch.observedOn[at] as number;
      if (at % ROWS_PER_TURN === 0) await nextTurn();
      const refused = series.rejection ?? (series.currencyIndex === batch.currencyIndex[at] ? undefined : mixedCurrency(series, batch.currencyIndex[at] as number));
      if (refused) {
        into.rejected.push({ ...refused, ...batch.lineOf(at) });
        continue;
      }
      if (series.isUnmatched) {
        into.unmatched++;
        continue;
      }
      readValues(batch, at, values);
      const kind = this.known.classify(series.index, day, values);
      if (kind === 'duplicate_day') {
        into.rejected.push({ ...duplicateDay(series, day, { first: this.known.marketCents(series.index, day) as number, now: values.marketCents }), ...batch.lineOf(at) });
        continue;
      }
      into[kind]++;
      if (kind === 'unchanged') {
        const printingId = series.printingId as number;
        if (scope.isCollection) into.confirmedDays.set(printingId, Math.max(day, into.confirmedDays.get(printingId) ?? day));
        continue;
      }
      if (!scope.isDryRun) rows.add(series.printingId as number, batch, at, this.currencies[series.currencyIndex] as Buffer);
      into.dayCounts.set(day, (into.dayCounts.get(day) ?? 0) + 1);
    }
    return into;
  }

  private async commit({ rows, rawPayloadId, dayCounts, confirmedDays, rejected }: PreparedBatch): Promise<void> {
    const { scope } = this;
    const { observations, quarantine, transactions } = this.to;
    if (rows.rowCount === 0 && confirmedDays.size === 0 && rejected.length === 0) return;
    await observations.ensurePartitions(dayCounts.keys());
    await transactions.run(async (tx) => {
      if (rows.rowCount > 0) await observations.append(tx, rows, { ...scope, dayCounts });
      if (confirmedDays.size > 0) await observations.confirm(tx, confirmedDays, scope);
      await quarantine.add(tx, rejected, { ...scope, rawPayloadId });
    });
  }
}

/** What came of a batch: observations to append, lines to quarantine, and the counts. */
export interface PreparedBatch {
  readonly rows: CopyRows;
  readonly rawPayloadId: number | null;
  readonly dayCounts: Map<number, number>;
  /** By printing, the newest market day whose price came again unchanged; empty unless it is a collection. */
  readonly confirmedDays: Map<number, number>;
  accepted: number;
  unchanged: number;
  corrected: number;
  unmatched: number;
  readonly rejected: RejectedLine[];
}

function readValues(batch: QuoteBatch, at: number, into: ObservedValues): void {
  const { numbers } = batch;
  into.marketCents = batch.marketCents[at] as number;
  into.lowCents = numbers.lowCents[at] as number;
  into.midCents = numbers.midCents[at] as number;
  into.highCents = numbers.highCents[at] as number;
  into.volume = numbers.volume[at] as number;
  into.listingCount = numbers.listingCount[at] as number;
  into.sellerCount = numbers.sellerCount[at] as number;
}

function mixedCurrency(series: ImportedSeries, said: number): Rejection {
  const known = CURRENCIES[series.currencyIndex] as string;
  return {
    reason: 'mixed_currency',
    detail: `currency is "${CURRENCIES[said]}"; expected ${known}, in which this source has quoted ${JSON.stringify(series.said.seriesId)} from the start.`,
  };
}

function duplicateDay(series: ImportedSeries, day: number, prices: { first: number; now: number }): Rejection {
  const currency = CURRENCIES[series.currencyIndex] as string;
  const first = toDecimal(prices.first, currency);
  const now = toDecimal(prices.now, currency);
  const values = first === now ? `price ${first} both times, but other low, mid, high, volume, listings or sellers` : `price ${first} first (kept) and ${now} here`;
  return {
    reason: 'duplicate_day',
    detail: `${JSON.stringify(series.said.seriesId)} has two values for ${toDay(day)} in this file: ${values}; expected one row for a day.`,
  };
}
