import { BadData } from './errors.js';

/** How the additive effects of a hedonic fit are found. */
export interface HedonicRule {
  /** An effect seen on n cards counts n / (n + shrinkage): a group of one says little about its next card. */
  readonly shrinkage: number;
  /** Rounds over all attributes. */
  readonly sweeps: number;
}

export const DEFAULT_HEDONIC: HedonicRule = { shrinkage: 4, sweeps: 4 };

/** `effects[k]` has the effect of each value of attribute k, in log price around `mean`. JSON. */
export interface HedonicFit {
  readonly mean: number;
  readonly effects: readonly Readonly<Record<string, number>>[];
}

/**
 * ln price = mean + one shrunk effect per attribute value, by backfitting: each attribute in turn explains what the others leave.
 * `values[k][i]` is attribute k of card i, null where unknown (it then has no effect).
 * Source: hedonic regression, Rosen (1974), Journal of Political Economy 82(1); backfitting, Buja, Hastie & Tibshirani (1989).
 *
 * @throws BadData for no prices, or one that is not a finite number: the mean of these would be no price at all.
 */
export function fitHedonic(logPrices: ArrayLike<number>, values: readonly (readonly (string | null)[])[], rule: HedonicRule = DEFAULT_HEDONIC): HedonicFit {
  const count = logPrices.length;
  if (count === 0) throw new BadData('hedonic fit: no prices to learn from; expected at least one');
  const wrong = Array.prototype.findIndex.call(logPrices, (logPrice) => !Number.isFinite(logPrice));
  if (wrong >= 0) throw new BadData(`hedonic fit: log price ${wrong} is ${logPrices[wrong]}; expected a finite number`);
  let mean = 0;
  for (let i = 0; i < count; i++) mean += (logPrices[i] as number) / count;
  const fitted = new Float64Array(count).fill(mean);
  const effects: Map<string, number>[] = values.map(() => new Map());
  for (let sweep = 0; sweep < rule.sweeps; sweep++) {
    values.forEach((attribute, k) => refitAttribute({ logPrices, attribute, fitted, effects: effects[k] as Map<string, number> }, rule.shrinkage));
  }
  return { mean, effects: effects.map((each) => Object.fromEntries(each)) };
}

/** The log price a fit expects of a card with these attribute values; an attribute value it has not seen adds nothing. */
export function hedonicLogPrice(fit: HedonicFit, values: readonly (string | null)[]): number {
  return values.reduce((sum: number, value, k) => sum + (value === null ? 0 : effectOf(fit.effects[k], value)), fit.mean);
}

/** Only what the fit holds itself: every object knows a `constructor`. */
function effectOf(effects: Readonly<Record<string, number>> | undefined, value: string): number {
  return effects && Object.hasOwn(effects, value) ? (effects[value] as number) : 0;
}

function refitAttribute(
  work: { logPrices: ArrayLike<number>; attribute: readonly (string | null)[]; fitted: Float64Array; effects: Map<string, number> },
  shrinkage: number,
): void {
  const { attribute, fitted, effects } = work;
  const sums = new Map<string, { left: number; count: number }>();
  for (let i = 0; i < fitted.length; i++) {
    const value = attribute[i] ?? null;
    if (value === null) continue;
    const sum = sums.get(value) ?? { left: 0, count: 0 };
    sum.left += (work.logPrices[i] as number) - (fitted[i] as number) + (effects.get(value) ?? 0);
    sum.count++;
    sums.set(value, sum);
  }
  for (let i = 0; i < fitted.length; i++) {
    const value = attribute[i] ?? null;
    const sum = value === null ? undefined : sums.get(value);
    if (sum) fitted[i] = (fitted[i] as number) + sum.left / (sum.count + shrinkage) - (effects.get(value as string) ?? 0);
  }
  for (const [value, sum] of sums) effects.set(value, sum.left / (sum.count + shrinkage));
}
