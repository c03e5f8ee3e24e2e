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
  const attributes = values.map(encoded);
  for (let sweep = 0; sweep < rule.sweeps; sweep++) {
    for (const attribute of attributes) refitAttribute(attribute, logPrices, fitted, rule.shrinkage);
  }
  return { mean, effects: attributes.map(({ names, effects }) => Object.fromEntries(names.map((name, code) => [name, effects[code] as number]))) };
}

/** The log price a fit expects of a card with these attribute values; an attribute value it has not seen adds nothing. */
export function hedonicLogPrice(fit: HedonicFit, values: readonly (string | null)[]): number {
  return values.reduce((sum: number, value, k) => sum + (value === null ? 0 : effectOf(fit.effects[k], value)), fit.mean);
}

/** Only what the fit holds itself: every object knows a `constructor`. */
function effectOf(effects: Readonly<Record<string, number>> | undefined, value: string): number {
  return effects && Object.hasOwn(effects, value) ? (effects[value] as number) : 0;
}

/** One attribute by numbers: comparing text in every sweep takes most of the time. */
interface Attribute {
  readonly names: readonly string[];
  /** Which value each card has, -1 where unknown. */
  readonly codes: Int32Array;
  readonly counts: Float64Array;
  readonly effects: Float64Array;
}

function encoded(values: readonly (string | null)[]): Attribute {
  const numbers = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1;
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, numbers.size);
    return numbers.size - 1;
  });
  const counts = new Float64Array(numbers.size);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  return { names: [...numbers.keys()], codes, counts, effects: new Float64Array(numbers.size) };
}

function refitAttribute({ codes, counts, effects }: Attribute, logPrices: ArrayLike<number>, fitted: Float64Array, shrinkage: number): void {
  const left = new Float64Array(effects.length);
  codes.forEach((code, i) => {
    if (code >= 0) left[code] = (left[code] as number) + ((logPrices[i] as number) - (fitted[i] as number) + (effects[code] as number));
  });
  const next = left.map((sum, code) => sum / ((counts[code] as number) + shrinkage));
  codes.forEach((code, i) => {
    if (code >= 0) fitted[i] = (fitted[i] as number) + (next[code] as number) - (effects[code] as number);
  });
  effects.set(next);
}
