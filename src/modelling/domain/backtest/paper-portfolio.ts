import { mean } from '../../../shared/stats.js';
import { orNull } from '../error-report.js';
import type { NetReturn } from './signal-returns.js';

/** A BUY at a cutoff. */
export interface PaperCall {
  readonly day: number;
  readonly seriesIndex: number;
}

export interface PaperRule {
  /** A printing is held until this many days after its latest BUY. */
  readonly horizonDays: number;
  /** Days on which the portfolio is looked at, ascending: the cutoffs, and on in the same steps until the last holding is over. */
  readonly days: readonly number[];
  /** The last known price of a series on a day, however old; NaN before there is one. */
  readonly priceCents: (seriesIndex: number, day: number) => number;
  /** Series the market index holds alike from a day to the next. */
  readonly marketAt: (day: number) => Int32Array;
  readonly netReturnOf: NetReturn;
}

/** What became of following every BUY with an equal share. Values begin at 1; entries align with `days`. */
export interface PaperPortfolio {
  readonly days: readonly number[];
  readonly grossValue: readonly number[];
  /** With the costs of selling taken when a holding ends; null where costs are not known. */
  readonly netValue: readonly number[] | null;
  /** All printings of the universe held alike, without costs. */
  readonly marketValue: readonly number[];
  readonly openPositions: readonly number[];
  readonly trades: number;
  readonly meanHoldingDays: number | null;
  /** Largest fall of the gross value from an earlier peak, a fraction. */
  readonly maximumDrawdownRatio: number | null;
  readonly maximumNetDrawdownRatio: number | null;
  /** Mean share of the portfolio that is exchanged from one day looked at to the next. */
  readonly turnoverRatioPerStep: number | null;
  /** Share of the steps with at least one holding. */
  readonly investedRatio: number | null;
}

interface Holding {
  readonly openedOn: number;
  readonly paidCents: number;
  untilDay: number;
}

/**
 * A paper portfolio: on each day looked at, holdings that are over are sold, BUYs are bought or prolonged, and the money is spread
 * evenly over all that is open; without any it rests. Prices are market prices. Selling costs the share by which the net return of that
 * holding falls short of its gross return; spreading the money again is free, which flatters the portfolio.
 */
export function paperPortfolio(calls: readonly PaperCall[], rule: PaperRule): PaperPortfolio {
  const byDay = new Map<number, PaperCall[]>();
  for (const call of calls) byDay.set(call.day, [...(byDay.get(call.day) ?? []), call]);
  const open = new Map<number, Holding>();
  const curve = { gross: [1], net: [1], market: [1], open: [] as number[] };
  const closed: number[] = [];
  const turnovers: number[] = [];
  rule.days.forEach((day, at) => {
    const before = new Set(open.keys());
    // A BUY on the day a holding would end prolongs it: nobody sells to buy the same again.
    for (const call of byDay.get(day) ?? []) buy(open, call, rule);
    const sold = sellOver(open, day, rule);
    closed.push(...sold.heldDays);
    if (before.size > 0) scale(curve.net, 1 - sold.costShares / before.size);
    turnovers.push(turnover(before, new Set(open.keys())));
    curve.open.push(open.size);
    const next = rule.days[at + 1];
    if (next === undefined) return;
    const step = meanReturn(open.keys(), day, next, rule);
    curve.gross.push((curve.gross[at] as number) * (1 + step));
    curve.net.push((curve.net[at] as number) * (1 + step));
    curve.market.push((curve.market[at] as number) * (1 + meanReturn(rule.marketAt(day), day, next, rule)));
  });
  const hasCosts = !curve.net.some(Number.isNaN);
  return {
    days: rule.days,
    grossValue: curve.gross,
    netValue: hasCosts ? curve.net : null,
    marketValue: curve.market,
    openPositions: curve.open,
    trades: closed.length + open.size,
    meanHoldingDays: orNull(mean(closed)),
    maximumDrawdownRatio: orNull(maximumDrawdown(curve.gross)),
    maximumNetDrawdownRatio: hasCosts ? orNull(maximumDrawdown(curve.net)) : null,
    turnoverRatioPerStep: orNull(mean(turnovers)),
    investedRatio: orNull(mean(curve.open.slice(0, -1).map((count) => Number(count > 0)))),
  };
}

/** Largest fall from an earlier peak as a share of it: `maximumDrawdown([1, 2, 1.5, 3])` is 0.25. NaN for no values. */
export function maximumDrawdown(values: readonly number[]): number {
  let peak = -Infinity;
  let worst = values.length > 0 ? 0 : NaN;
  for (const value of values) {
    peak = Math.max(peak, value);
    worst = Math.max(worst, 1 - value / peak);
  }
  return worst;
}

/** Half of the sum of changes of equal weights: the share of the money that changes hands. 1 where all is exchanged. */
export function turnover(before: ReadonlySet<number>, after: ReadonlySet<number>): number {
  if (before.size === 0 && after.size === 0) return 0;
  const weight = (of: ReadonlySet<number>, index: number) => (of.has(index) ? 1 / of.size : 0);
  let changes = 0;
  for (const index of new Set([...before, ...after])) changes += Math.abs(weight(after, index) - weight(before, index));
  // Money that rests is a position, too: from nothing to something everything changes hands.
  const rests = Math.abs(Number(before.size === 0) - Number(after.size === 0));
  return (changes + rests) / 2;
}

/** Ends what is over. `costShares` is what selling cost, each holding counted as 1. */
function sellOver(open: Map<number, Holding>, day: number, rule: PaperRule): { costShares: number; heldDays: number[] } {
  const heldDays: number[] = [];
  let costShares = 0;
  for (const [index, holding] of [...open]) {
    if (holding.untilDay > day) continue;
    const soldCents = rule.priceCents(index, day);
    const net = rule.netReturnOf(holding.paidCents, soldCents);
    costShares += 1 - (1 + net) / (soldCents / holding.paidCents);
    heldDays.push(day - holding.openedOn);
    open.delete(index);
  }
  return { costShares, heldDays };
}

function buy(open: Map<number, Holding>, { seriesIndex, day }: PaperCall, rule: PaperRule): void {
  const holding = open.get(seriesIndex);
  const untilDay = day + rule.horizonDays;
  if (holding) holding.untilDay = untilDay;
  else open.set(seriesIndex, { openedOn: day, paidCents: rule.priceCents(seriesIndex, day), untilDay });
}

function meanReturn(indices: Iterable<number>, from: number, to: number, rule: PaperRule): number {
  const returns = Array.from(indices, (index) => rule.priceCents(index, to) / rule.priceCents(index, from) - 1);
  return returns.length > 0 ? mean(returns) : 0;
}

function scale(values: number[], factor: number): void {
  values[values.length - 1] = (values[values.length - 1] as number) * factor;
}
