import { Injectable } from '@nestjs/common';
import { addDays, type Day } from '../shared/day.js';
import { CardDirectory } from './card-directory.js';
import type { Reason } from './domain/reasons.js';
import { monthlyTrackRecord, type MonthlySignalRecord, type SignalRecord, trackRecord } from './domain/track-record.js';
import type { Game } from '../ingestion/index.js';
import { type DatedOutcome, OutcomeRepository } from './outcome.repository.js';
import { PolicyInForce } from './policy-in-force.js';
import { SignalRepository } from './signal.repository.js';

/** How the signals of one game have done so far. */
export interface GameRecord {
  readonly game: Game;
  readonly moveRatio: number;
  readonly span: { from: Day; to: Day } | undefined;
  readonly records: SignalRecord[];
  readonly months: MonthlySignalRecord[];
  /** Of the last evaluated days: how often no signal was given, and why. */
  readonly declined: readonly { readonly reason: Reason; readonly count: number }[];
  readonly declinedDays: number;
}

/** Reasons are counted over so many days up to the last evaluated one: what keeps signals back now, not what once did. */
const DECLINED_DAYS = 30;

/** Answers how past signals turned out. */
@Injectable()
export class TrackRecordReader {
  constructor(
    private readonly directory: CardDirectory,
    private readonly outcomes: OutcomeRepository,
    private readonly signals: SignalRepository,
    private readonly inForce: PolicyInForce,
  ) {}

  async of(slug: string | undefined): Promise<GameRecord> {
    const game = await this.directory.game(slug);
    const { moveRatio } = this.inForce;
    const [counts, span, declined] = await Promise.all([this.outcomes.counts(game.id, moveRatio), this.outcomes.span(game.id), this.declined(game.id)]);
    return { game, moveRatio, span, records: trackRecord(counts), months: monthlyTrackRecord(counts), declined, declinedDays: DECLINED_DAYS };
  }

  /** What became of the signals of one card, the oldest first. */
  async ofPrinting(printingId: number, range: { readonly from: Day; readonly to: Day }): Promise<DatedOutcome[]> {
    return this.outcomes.ofPrinting(printingId, range);
  }

  private async declined(gameId: number): Promise<GameRecord['declined']> {
    const to = await this.signals.latestDay(gameId);
    return to === undefined ? [] : this.signals.declined(gameId, { from: addDays(to, 1 - DECLINED_DAYS), to });
  }
}
