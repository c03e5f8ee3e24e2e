import { Inject, Injectable } from '@nestjs/common';
import type { Game } from '../ingestion/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, dayOf, daysBetween, type Day } from '../shared/day.js';
import { BadData, Bug } from '../shared/errors.js';
import { PastPrices } from './past-prices.js';
import { RunPlanner } from './run-planner.js';
import { RunReader } from './run.reader.js';
import type { FireRequest } from './schedule-fire.repository.js';

/** The longest range one backfill takes, in days. */
export const MAX_BACKFILL_RANGE_DAYS = 366;
/** How far back a schedule looks for gaps, and how many of them it fills at a time. */
const GAP_LOOKBACK_DAYS = 366;
const MAX_GAPS = 60;

/** Which past days can be run after the fact: those whose prices are here. */
@Injectable()
export class Backfill {
  constructor(
    private readonly planner: RunPlanner,
    private readonly prices: PastPrices,
    private readonly runs: RunReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The days of a range to run, oldest first.
   *
   * @throws BadData where the range is none, too long, in the future, without prices, or of a snapshot source; NotFound for the game.
   */
  async plan(request: FireRequest): Promise<{ game: Game; days: Day[] }> {
    const { from, to } = request;
    const today = dayOf(this.clock.now());
    if (to < from) throw new BadData(`to ${to} is before from ${from}; expected the same day or later.`);
    if (to > today) throw new BadData(`to ${to} is in the future; expected ${today} or earlier.`);
    if (daysBetween(from, to) >= MAX_BACKFILL_RANGE_DAYS) {
      throw new BadData(`from ${from} to ${to} are ${daysBetween(from, to) + 1} days; expected at most ${MAX_BACKFILL_RANGE_DAYS}: ask for one year after the other.`);
    }
    const [game] = await this.planner.gamesFor(request.game);
    if (!game) throw new Bug(`The planner knows no game "${request.game}" and does not say so.`);
    const snapshot = await this.prices.snapshotSource(game);
    if (snapshot !== undefined && from < today) {
      throw new BadData(
        `from ${from} is past, and ${game.slug} has prices of ${snapshot}, which says only what is true now: what it said of a day is written once, on that day. ` +
          `Expected a game of imported files or of sources with history. Past days are run again on the prices they have with: pokewatch run --from --to.`,
      );
    }
    const days = await this.prices.reachableDays(game, { from, to });
    if (days.length === 0) throw new BadData(`${game.slug} has no prices from ${from} to ${to}; expected days it has prices of: import them first.`);
    return { game, days };
  }

  /** Days with prices that never were run with success, oldest first; none of a game with a snapshot source. */
  async gaps(game: Game): Promise<Day[]> {
    if ((await this.prices.snapshotSource(game)) !== undefined) return [];
    const to = dayOf(this.clock.now());
    const range = { from: addDays(to, -GAP_LOOKBACK_DAYS), to };
    const run = new Set(await this.runs.succeededDays(game.id, range));
    return (await this.prices.observedDays(game, range)).filter((day) => !run.has(day)).slice(0, MAX_GAPS);
  }
}
