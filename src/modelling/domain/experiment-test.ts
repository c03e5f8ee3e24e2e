import { mean } from '../../shared/stats.js';

/** Both arms' matured estimates of one day, on the same cards. */
export interface DayPairs {
  /** Days since 1970-01-01, the day the estimates were made for. */
  readonly day: number;
  /** Card-days that A answered and whose price is known. */
  readonly rowsA: number;
  /** Those of them that B answered too. */
  readonly pairs: number;
  /** Mean over the pairs of |ln(actual / fairB)| - |ln(actual / fairA)|, below 0 where B errs less; null without pairs. */
  readonly meanDifference: number | null;
  /** Pairs for which B gave an 80 % interval, and those whose price fell inside it. */
  readonly intervalsB: number;
  readonly coveredB: number;
}

/** A few neighbouring days together: one observation of the test. JSON. */
export interface Block {
  readonly firstDay: number;
  readonly lastDay: number;
  /** Mean of the day means. */
  readonly difference: number;
  readonly pairs: number;
  /** Share of B's 80 % intervals that held the price; null where B gave none. */
  readonly coverage80: number | null;
  /** Share of A's card-days that B answered. */
  readonly answerRate: number;
}

export interface BlockRule {
  /** Days of a block, first and last included. */
  readonly blockDays: number;
  /** A day with fewer pairs does not count. */
  readonly leastPairs: number;
}

/**
 * Cuts matured days (ascending) into blocks. A block begins on the first day that counts, at least `horizonDays` after the last day of the
 * block before it: the targets of one block are over when the next begins, so no price change is counted in two blocks, however the
 * horizons of neighbouring days overlap. The days in between are left out. A block is complete once the horizon of its last day is over by
 * `throughDay`. `before` are the blocks that were cut already; they stay as they are.
 */
export function blocksOf(
  days: readonly DayPairs[],
  before: readonly Block[],
  timing: { readonly horizonDays: number; readonly throughDay: number },
  rule: BlockRule,
): Block[] {
  const blocks = [...before];
  for (;;) {
    const last = blocks.at(-1);
    const from = last === undefined ? -Infinity : last.lastDay + timing.horizonDays;
    const first = days.find((each) => each.day >= from && counts(each, rule))?.day;
    if (first === undefined || first + rule.blockDays - 1 + timing.horizonDays > timing.throughDay) return blocks;
    blocks.push(blockOf(days.filter((each) => each.day >= first && each.day < first + rule.blockDays), { first, rule }));
  }
}

function blockOf(days: readonly DayPairs[], { first, rule }: { first: number; rule: BlockRule }): Block {
  const total = (column: (day: DayPairs) => number): number => days.reduce((sum, day) => sum + column(day), 0);
  const intervals = total((day) => day.intervalsB);
  return {
    firstDay: first,
    lastDay: first + rule.blockDays - 1,
    difference: mean(days.filter((day) => counts(day, rule)).map((day) => day.meanDifference as number)),
    pairs: total((day) => day.pairs),
    coverage80: intervals === 0 ? null : total((day) => day.coveredB) / intervals,
    answerRate: total((day) => day.pairs) / total((day) => day.rowsA),
  };
}

function counts(day: DayPairs, rule: BlockRule): boolean {
  return day.pairs >= rule.leastPairs && day.meanDifference !== null;
}

/** Both one-sided bets that the blocks' centre is not `centre`, as natural logarithms of what they won. */
export interface Evidence {
  /** That it is lower: B errs less. */
  readonly lower: number;
  /** That it is higher: A errs less. */
  readonly higher: number;
}

/**
 * Evidence against "the block differences lie symmetrically around `centre`", whatever their spread, tails and changes of spread. Given its size, the
 * sign of each block is then a fair coin, so a stake grows by 1 +- tanh((difference - centre) / scale) and stays a fair game
 * however often one looks: the chance that it ever reaches 1 / level is at most `level` (Ville's inequality). The stake is spread evenly over
 * `scales` (log error), because the size of differences is not known beforehand. Testing by betting: Waudby-Smith & Ramdas (2023), JRSS-B
 * 86(1); 1 + tanh(y) = exp(y) / cosh(y) sharpens exp(y - y^2 / 2) of de la Peña (1999), Ann. Probab. 27(1), the base of the mixtures of
 * Howard, Ramdas, McAuliffe & Sekhon (2021), Ann. Statist. 49(2). It does not see what has not happened yet: an arm that is a little better in most blocks
 * and much worse in rare ones is called better until one of those comes. Nor does it hold where one arm is better for long spells in turn.
 */
export function evidenceAgainst(differences: readonly number[], centre: number, scales: readonly number[]): Evidence {
  const log = (sign: number): number =>
    logMeanExp(scales.map((scale) => differences.reduce((sum, each) => sum + logBet((sign * (each - centre)) / scale), 0)));
  return { lower: log(-1), higher: log(1) };
}

/**
 * A confidence sequence for the centre of the block differences: over all looks together, the chance that it ever misses is at most
 * `significance`, half of it on each side. Bounds within +-`mostDifference`, which no block can exceed; those are what it says while it knows nothing.
 */
export function confidenceSequence(
  differences: readonly number[],
  rule: { readonly significance: number; readonly scales: readonly number[]; readonly mostDifference: number },
): { lower: number; upper: number } {
  const enough = Math.log(2 / rule.significance);
  const isTooLow = (centre: number) => evidenceAgainst(differences, centre, rule.scales).higher >= enough;
  const isTooHigh = (centre: number) => evidenceAgainst(differences, centre, rule.scales).lower >= enough;
  return { lower: -edge((x) => isTooLow(-x), rule.mostDifference), upper: edge(isTooHigh, rule.mostDifference) };
}

/** ln(1 + tanh(y)) = ln 2 - ln(1 + exp(-2 y)), without overflow. */
function logBet(y: number): number {
  return y >= 0 ? Math.LN2 - Math.log1p(Math.exp(-2 * y)) : Math.LN2 + 2 * y - Math.log1p(Math.exp(2 * y));
}

function logMeanExp(values: readonly number[]): number {
  const most = Math.max(...values);
  return most + Math.log(mean(values.map((value) => Math.exp(value - most))));
}

/** Where a condition that holds for large numbers begins to hold, by bisection on [-most, most]; `most` where it does not hold even there. */
function edge(holds: (x: number) => boolean, most: number): number {
  if (!holds(most)) return most;
  let low = -most;
  let high = most;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
