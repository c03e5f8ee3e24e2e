/** What was observed of one printing: day numbers, ascending, and the market price on each, in minor units. */
export interface PricedSeries {
  readonly printingId: number;
  readonly days: ArrayLike<number>;
  readonly marketCents: ArrayLike<number>;
}

/** A price and what it was some days before. */
export interface Move {
  readonly printingId: number;
  readonly fromCents: number;
  readonly toCents: number;
  /** to / from - 1. */
  readonly changeRatio: number;
}

export interface Breadth {
  readonly rising: number;
  readonly falling: number;
  readonly unchanged: number;
}

export interface MarketPoint extends Breadth {
  readonly day: number;
  /** 100 on the first day; null where too few cards were priced to say. */
  readonly value: number | null;
}

export interface MarketRule {
  readonly stepDays: number;
  readonly steps: number;
  /** A price that is older on a day is none of that day. */
  readonly freshDays: number;
  /** Prices below it move by their smallest coin: they are left out. */
  readonly minCents: number;
  /** Of the moves, from either end. */
  readonly trimRatio: number;
  /** Fewer moves than this say nothing of a market, or a set. */
  readonly minMoves: number;
  /** Within it a card stands still. */
  readonly stillRatio: number;
}

export const MARKET_RULE: MarketRule = { stepDays: 7, steps: 13, freshDays: 15, minCents: 100, trimRatio: 0.1, minMoves: 5, stillRatio: 0.01 };

/** The last price on or before `day` that is no older than `freshDays`; undefined where there is none. Binary search. */
export function priceOn({ days, marketCents }: PricedSeries, day: number, freshDays: number): number | undefined {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] as number) <= day) low = middle + 1;
    else high = middle;
  }
  return low > 0 && day - (days[low - 1] as number) <= freshDays ? (marketCents[low - 1] as number) : undefined;
}

/** How every card that has a price on both days moved from one to the other. */
export function movesBetween(series: readonly PricedSeries[], from: number, to: number, rule: MarketRule): Move[] {
  const moves: Move[] = [];
  for (const one of series) {
    const fromCents = priceOn(one, from, rule.freshDays);
    const toCents = priceOn(one, to, rule.freshDays);
    if (fromCents === undefined || toCents === undefined || fromCents < rule.minCents || toCents < rule.minCents) continue;
    moves.push({ printingId: one.printingId, fromCents, toCents, changeRatio: toCents / fromCents - 1 });
  }
  return moves;
}

/**
 * How a market moved: the trimmed mean of the cards' log returns, as a ratio; null where there are too few. Cards that come or go move nothing, for only
 * those with a price on both days count; the trimming keeps single slips out. Jevons index (1863) with a trimmed mean (Tukey 1962).
 */
export function marketChange(moves: readonly Move[], { trimRatio, minMoves }: MarketRule): number | null {
  if (moves.length < minMoves) return null;
  const logs = moves.map(({ changeRatio }) => Math.log1p(changeRatio)).toSorted((a, b) => a - b);
  const cut = Math.floor(logs.length * trimRatio);
  const kept = logs.slice(cut, logs.length - cut);
  return Math.expm1(kept.reduce((sum, log) => sum + log, 0) / kept.length);
}

export function breadthOf(moves: readonly Move[], { stillRatio }: MarketRule): Breadth {
  const rising = moves.filter(({ changeRatio }) => changeRatio > stillRatio).length;
  const falling = moves.filter(({ changeRatio }) => changeRatio < -stillRatio).length;
  return { rising, falling, unchanged: moves.length - rising - falling };
}

/** The index up to a day, step by step, chained: each step is the change since the one before. A step that cannot be told leaves the index where it was, and says null. */
export function marketIndex(series: readonly PricedSeries[], day: number, rule: MarketRule): MarketPoint[] {
  const first = day - rule.stepDays * rule.steps;
  let level = 100;
  const points: MarketPoint[] = [{ day: first, value: level, rising: 0, falling: 0, unchanged: 0 }];
  for (let at = first + rule.stepDays; at <= day; at += rule.stepDays) {
    const moves = movesBetween(series, at - rule.stepDays, at, rule);
    const change = marketChange(moves, rule);
    level *= 1 + (change ?? 0);
    points.push({ day: at, value: change === null ? null : level, ...breadthOf(moves, rule) });
  }
  return points;
}

/** The largest moves one way or the other, the largest first. */
export function movers(moves: readonly Move[], direction: 'rising' | 'falling', limit: number): Move[] {
  const sign = direction === 'rising' ? 1 : -1;
  return moves.filter(({ changeRatio }) => changeRatio * sign > 0).toSorted((a, b) => (b.changeRatio - a.changeRatio) * sign || a.printingId - b.printingId).slice(0, limit);
}
