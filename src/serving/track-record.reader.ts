import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
import { CardDirectory } from './card-directory.js';
import { monthlyTrackRecord, type MonthlySignalRecord, type SignalRecord, trackRecord } from './domain/track-record.js';
import type { Game } from '../ingestion/index.js';
import { OutcomeRepository } from './outcome.repository.js';
import { PolicyInForce } from './policy-in-force.js';

/** How the signals of one game have done so far. */
export interface GameRecord {
  readonly game: Game;
  readonly moveRatio: number;
  readonly span: { from: Day; to: Day } | undefined;
  readonly records: SignalRecord[];
  readonly months: MonthlySignalRecord[];
}

/** Answers how past signals turned out. */
@Injectable()
export class TrackRecordReader {
  constructor(
    private readonly directory: CardDirectory,
    private readonly outcomes: OutcomeRepository,
    private readonly inForce: PolicyInForce,
  ) {}

  async of(slug: string | undefined): Promise<GameRecord> {
    const game = await this.directory.game(slug);
    const { moveRatio } = this.inForce;
    const [counts, span] = await Promise.all([this.outcomes.counts(game.id, moveRatio), this.outcomes.span(game.id)]);
    return { game, moveRatio, span, records: trackRecord(counts), months: monthlyTrackRecord(counts) };
  }
}
