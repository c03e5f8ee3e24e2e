import { Injectable } from '@nestjs/common';
import { type Game, ObservationReader, SourceReader } from '../ingestion/index.js';
import { type Day, dayRange } from '../shared/day.js';

/** What is known of the prices of past days. */
@Injectable()
export class PastPrices {
  constructor(
    private readonly observations: ObservationReader,
    private readonly sources: SourceReader,
  ) {}

  /** The days of a range with prices, oldest first. */
  async observedDays(game: Game, range: { from: Day; to: Day }): Promise<Day[]> {
    return (await this.observations.daysObserved(game.id, range)).map(({ day }) => day);
  }

  /** The days of a range that have prices, or that a source of the game can be asked for. */
  async reachableDays(game: Game, range: { from: Day; to: Day }): Promise<Day[]> {
    const isHistorical = (await this.sources.slugsOf(game.id, 'historical')).length > 0;
    return isHistorical ? dayRange(range.from, range.to) : this.observedDays(game, range);
  }

  /** A source of the game that cannot be asked for a past day; undefined where there is none. */
  async snapshotSource(game: Game): Promise<string | undefined> {
    return (await this.sources.slugsOf(game.id, 'snapshot'))[0];
  }
}
