import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, toDay } from '../shared/day.js';
import { Conflict, NotFound } from '../shared/errors.js';
import { CardRepository } from './card.repository.js';
import { MAX_OPEN_REPORTS, outcomeOf } from './domain/match-review.js';
import { MatchReviewRepository, type ReportQuery, type ReportState, type ReviewedMatch, type WrongCardReport } from './match-review.repository.js';
import { PriceRepository } from './price.repository.js';
import { type Transaction, Transactions } from './transactions.repository.js';

export type { ReportQuery, ReportState, WrongCardReport };

export interface NewReport {
  readonly cardId: string;
  /** Whose price it is; the source whose price is shown now, where nothing is said. */
  readonly source?: string | undefined;
  readonly note?: string | undefined;
  readonly shownProduct?: string | undefined;
  /** Who reports: an API key, or the command line. */
  readonly reportedBy: string;
}

/** A page of reports; `nextCursor` is undefined on the last. */
export interface ReportPage {
  readonly reports: readonly WrongCardReport[];
  readonly nextCursor: number | undefined;
}

/** How far back a shown price is looked for. */
const SHOWN_DAYS = 180;

export class TooManyReports extends Conflict {
  override readonly code = 'too_many_open_reports';
}

/** What its repositories are. */
@Injectable()
export class MatchReviewRecords {
  constructor(
    readonly reviews: MatchReviewRepository,
    readonly cards: CardRepository,
    readonly prices: PriceRepository,
  ) {}
}

/** Reports of wrong cards, and what becomes of the matches they are about. */
@Injectable()
export class MatchReview {
  constructor(
    private readonly records: MatchReviewRecords,
    private readonly transactions: Transactions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Records a report and quarantines the match at once: its quotes wait, and the last verified price stands. A match that a person released
   * in the last 30 days takes reports of two keys. The same key reporting the same match again changes nothing. Throws NotFound for a card
   * that does not exist or has no price of that source, TooManyReports where 20 reports of the key are open.
   */
  async report(report: NewReport): Promise<WrongCardReport> {
    const [card] = await this.records.cards.byCardIds([report.cardId]);
    if (!card) throw new NotFound(`There is no card ${JSON.stringify(report.cardId)}; GET /v1/cards?search= finds cards.`);
    const source = report.source ?? (await this.shownSource(card.printingId));
    const { reviews } = this.records;
    return this.transactions.run(async (tx) => {
      const openCount = await reviews.openCountOf(tx, report.reportedBy);
      const match = source === undefined ? undefined : await reviews.matchOf(tx, card.printingId, source);
      if (!match) throw new NotFound(`${card.cardId} has no price of source ${JSON.stringify(source ?? '')}; expected one of: ${(await reviews.sourcesOf(card.printingId)).join(', ') || '(none)'}.`);
      const open = await reviews.openReportsOf(tx, match.id);
      const again = open.find((one) => one.reportedBy === report.reportedBy);
      if (again) return again;
      if (openCount >= MAX_OPEN_REPORTS) throw new TooManyReports(`${openCount} reports of this key are open; expected fewer than ${MAX_OPEN_REPORTS}: they are looked at first.`);
      const now = this.clock.now();
      const outcome = outcomeOf(match, new Set([...open.map((one) => one.reportedBy), report.reportedBy]).size, now);
      const { reportedBy } = report;
      if (outcome === 'quarantined') await reviews.quarantine(tx, match.id, { at: now, author: reportedBy, reason: report.note ?? 'reported as another card' });
      return reviews.addReport(tx, { matchId: match.id, note: report.note ?? null, shownProduct: report.shownProduct ?? null, reportedBy, reportedAt: now, outcome });
    });
  }

  async reports(query: ReportQuery): Promise<ReportPage> {
    const reports = await this.records.reviews.reports({ ...query, limit: query.limit + 1 });
    const page = reports.slice(0, query.limit);
    return { reports: page, nextCursor: reports.length > query.limit ? page.at(-1)?.id : undefined };
  }

  /** The match is right: its quotes are taken again. Closes every open report about it. */
  release(reportId: number, author: string): Promise<WrongCardReport> {
    return this.decide(reportId, { state: 'released', author }, (tx, match, at) => this.records.reviews.release(tx, match.id, { at, author }));
  }

  /** The match is wrong: what it brought speaks for the card no more, and its product is listed as unmatched. Closes every open report about it. */
  confirm(reportId: number, author: string): Promise<WrongCardReport> {
    return this.decide(reportId, { state: 'confirmed', author }, (tx, match, at) => this.records.reviews.reject(tx, match.id, { at, author }));
  }

  private async decide(
    reportId: number,
    { state, author }: { state: ReportState; author: string },
    change: (tx: Transaction, match: ReviewedMatch, at: Date) => Promise<void>,
  ): Promise<WrongCardReport> {
    const { reviews } = this.records;
    return this.transactions.run(async (tx) => {
      const there = await reviews.report(tx, reportId);
      if (!there) throw new NotFound(`There is no report ${reportId}; GET /v1/admin/wrong-card-reports lists them.`);
      const match = (await reviews.matchById(tx, there.matchId)) as ReviewedMatch;
      // Read again behind the lock of the match: two admins may decide at once.
      const report = (await reviews.report(tx, reportId)) as WrongCardReport;
      if (report.state !== 'open') throw new Conflict(`Report ${reportId} was ${report.state} by ${report.decidedBy}; expected an open one.`);
      const at = this.clock.now();
      await change(tx, match, at);
      await reviews.closeReports(tx, match.id, { state, at, author });
      return (await reviews.report(tx, reportId)) as WrongCardReport;
    });
  }

  private async shownSource(printingId: number): Promise<string | undefined> {
    const now = this.clock.now();
    const today = toDay(Math.floor(now.getTime() / 86_400_000));
    const prices = await this.records.prices.pricesOf(printingId, { from: addDays(today, -SHOWN_DAYS), to: today, knownAt: now });
    return prices.at(-1)?.source ?? (await this.records.reviews.sourcesOf(printingId))[0];
  }
}
