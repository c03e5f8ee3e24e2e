import { Inject, Injectable } from '@nestjs/common';
import { type CardSummary, CardReader, type Game, ObservationReader } from '../ingestion/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { type Day, dayNumber } from '../shared/day.js';
import { MARKET_RULE, marketChange, marketIndex, type MarketPoint, type Move, movers, movesBetween, type PricedSeries } from './domain/market-overview.js';
import { MarketSurroundings } from './market-surroundings.js';
import type { SignalCount } from './today.repository.js';

export interface CardMove extends Move {
  readonly card: CardSummary;
  readonly currency: string;
}

export interface SetChange {
  readonly set: string;
  readonly cards: number;
  readonly change7Ratio: number | null;
  readonly change30Ratio: number | null;
}

/** One market on its last evaluated day. */
export interface MarketOverview {
  readonly game: Game;
  /** Undefined: the game has not been evaluated yet. */
  readonly day: Day | undefined;
  readonly index: readonly MarketPoint[];
  readonly change1Ratio: number | null;
  readonly change7Ratio: number | null;
  readonly change30Ratio: number | null;
  readonly sets: readonly SetChange[];
  readonly rising: readonly CardMove[];
  readonly falling: readonly CardMove[];
  readonly signals: readonly SignalCount[];
}

const LOOKBACK_DAYS = MARKET_RULE.stepDays * MARKET_RULE.steps + MARKET_RULE.freshDays + 1;
const MOVERS = 10;
const WEEK = 7;
const MONTH = 30;

/** Works out how a market moved, once for each day and revision of a game, for all who ask. */
@Injectable()
export class MarketView {
  private readonly known = new Map<number, { key: string; overview: Promise<MarketOverview> }>();

  constructor(
    private readonly observations: ObservationReader,
    private readonly cards: CardReader,
    private readonly surroundings: MarketSurroundings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws NotFound for a game that does not exist. */
  async of(gameSlug: string | undefined): Promise<MarketOverview> {
    const { directory, signals } = this.surroundings;
    const game = await directory.game(gameSlug);
    const day = await signals.latestDay(game.id);
    if (day === undefined) return { game, day, index: [], change1Ratio: null, change7Ratio: null, change30Ratio: null, sets: [], rising: [], falling: [], signals: [] };
    const { count, lastRecordedAt } = await this.observations.watermark(game.id, day);
    const key = `${day} ${count} ${lastRecordedAt?.toISOString()}`;
    const known = this.known.get(game.id);
    if (known?.key === key) return known.overview;
    const overview = this.workOut(game, day);
    this.known.set(game.id, { key, overview });
    // What failed is tried again by the next who asks.
    overview.catch(() => this.known.delete(game.id));
    return overview;
  }

  private async workOut(game: Game, day: Day): Promise<MarketOverview> {
    const [series, currencies, signals] = await Promise.all([
      this.observations.seriesAsOf(game.id, { day, knownAt: this.clock.now(), lookbackDays: LOOKBACK_DAYS }),
      this.observations.currencies(game.id),
      this.surroundings.days.counts(game.id, day),
    ]);
    const today = dayNumber(day);
    const moved = (days: number): Move[] => movesBetween(series, today - days, today, MARKET_RULE);
    const week = moved(WEEK);
    const [rising, falling] = await Promise.all([this.named(movers(week, 'rising', MOVERS), currencies), this.named(movers(week, 'falling', MOVERS), currencies)]);
    return {
      game,
      day,
      index: marketIndex(series, today, MARKET_RULE),
      change1Ratio: marketChange(moved(1), MARKET_RULE),
      change7Ratio: marketChange(week, MARKET_RULE),
      change30Ratio: marketChange(moved(MONTH), MARKET_RULE),
      sets: await this.bySet(series, today),
      rising,
      falling,
      signals,
    };
  }

  private async bySet(series: readonly PricedSeries[], today: number): Promise<SetChange[]> {
    const cards = await this.cards.byPrintingIds(series.map(({ printingId }) => printingId));
    const setOf = new Map<number, string>(cards.map((card) => [card.printingId, card.set]));
    const groups = new Map<string, PricedSeries[]>();
    for (const one of series) {
      const set = setOf.get(one.printingId);
      if (set === undefined) continue;
      const group = groups.get(set);
      if (group === undefined) groups.set(set, [one]);
      else group.push(one);
    }
    const change = (of: readonly PricedSeries[], days: number) => marketChange(movesBetween(of, today - days, today, MARKET_RULE), MARKET_RULE);
    return [...groups].map(([set, of]) => ({ set, cards: of.length, change7Ratio: change(of, WEEK), change30Ratio: change(of, MONTH) })).toSorted((a, b) => b.cards - a.cards || (a.set < b.set ? -1 : 1));
  }

  private async named(moves: readonly Move[], currencies: ReadonlyMap<number, string>): Promise<CardMove[]> {
    const cards = await this.surroundings.directory.printings(moves.map(({ printingId }) => printingId));
    return moves.flatMap((move) => {
      const card = cards.get(move.printingId);
      const currency = currencies.get(move.printingId);
      return card === undefined || currency === undefined ? [] : [{ ...move, card, currency }];
    });
  }
}
