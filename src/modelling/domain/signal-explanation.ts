import { FEATURE_FAMILIES, familyOf, type FeatureFamily } from './feature-families.js';
import type { ReliabilityBin } from './probability-metrics.js';

/** One row of features with what each adds to a raw score. Entry j of each belongs to `names[j]`. */
export interface ScoreParts {
  readonly names: readonly string[];
  readonly descriptions: readonly string[];
  readonly values: ArrayLike<number>;
  readonly contributions: ArrayLike<number>;
}

/** What one family of features adds to a raw score (log odds for a probability, log return for a fair value). */
export interface Driver {
  readonly family: FeatureFamily;
  readonly contribution: number;
  /** The feature of the family that adds most in the same direction, and what it is today; NaN is "not known". */
  readonly feature: string;
  readonly value: number;
  readonly sentence: string;
}

/** Drivers, largest first. Together they are all contributions: nothing is left out. */
export function driversOf(parts: ScoreParts): Driver[] {
  return FEATURE_FAMILIES.flatMap((family) => {
    const members = [...parts.names.keys()].filter((j) => familyOf(parts.names[j] as string) === family);
    if (members.length === 0) return [];
    const contribution = members.reduce((sum, j) => sum + (parts.contributions[j] as number), 0);
    const along = (j: number): number => Math.sign(contribution) * (parts.contributions[j] as number);
    const main = members.reduce((best, j) => (along(j) > along(best) ? j : best));
    const [feature, value] = [parts.names[main] as string, parts.values[main] as number];
    return [{ family, contribution, feature, value, sentence: sentenceOf(feature, value, parts.descriptions[main] as string) }];
  }).toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}

type Say = (value: number) => string;

/** `e ** logRatio - 1` in percent, without a sign. */
const percent = (logRatio: number): string => `${Math.abs(100 * Math.expm1(logRatio)).toFixed(0)} %`;
const moved = (what: string, span: string): Say => (value) => (Math.abs(value) < 0.005 ? `${what} stood still over ${span}.` : `${what} ${value > 0 ? 'rose' : 'fell'} ${percent(value)} over ${span}.`);
const share = (what: string): Say => (value) => `${(100 * value).toFixed(0)} % ${what}.`;

const SENTENCES: Readonly<Record<string, Say>> = {
  log_mid_to_market: (value) => `Half of the sellers ask at least ${percent(value)} ${value >= 0 ? 'more' : 'less'} than the market price.`,
  mid_gap_over_game: (value) => `Sellers ask ${percent(value)} ${value >= 0 ? 'more' : 'less'} over the market price than is usual in this game.`,
  mid_to_market_28d_ago: (value) => `Sellers now ask ${percent(value)} ${value >= 0 ? 'more' : 'less'} than the market price of four weeks ago.`,
  rank_mid_gap: (value) => `The gap between asking and market price is larger than that of ${(100 * value).toFixed(0)} % of all cards.`,
  log_low_to_market: (value) => `The cheapest offer is ${percent(value)} ${value >= 0 ? 'above' : 'below'} the market price.`,
  log_return_7d: moved('The price', '7 days'),
  log_return_28d: moved('The price', '28 days'),
  log_return_91d: moved('The price', '91 days'),
  log_return_182d: moved('The price', 'half a year'),
  game_median_return_91d: moved('The median card of the game', '91 days'),
  set_mean_return_28d: moved('The set', '28 days'),
  set_median_log_return_28d: moved('The set', '28 days'),
  peers_mean_return_28d: moved('Cards of the same set, rarity and variant', '28 days'),
  set_rise_10_share: share('of the set rose by 10 % or more in 28 days'),
  set_fall_10_share: share('of the set fell by 10 % or more in 28 days'),
  peers_rise_10_share: share('of the cards of the same set, rarity and variant rose by 10 % or more in 28 days'),
  rarity_rise_10_share: share('of the cards of this rarity rose by 10 % or more in 28 days'),
  changed_share_13w: share('of the last 13 weeks changed the price'),
  unchanged_share_91d: share('of the last 91 days left the price as it was'),
  absolute_step_26w: (value) => `The price moves ${percent(value)} in a usual week.`,
  set_median_absolute_step: (value) => `Prices of the set move ${percent(value)} in a usual week.`,
  largest_step_13w: (value) => (value > 0 ? `The largest weekly rise of 13 weeks was ${percent(value)}.` : 'The price has not risen in any of the last 13 weeks.'),
  smallest_step_13w: (value) => (value < 0 ? `The largest weekly fall of 13 weeks was ${percent(value)}.` : 'The price has not fallen in any of the last 13 weeks.'),
  log_price_to_low_28d: (value) => `The price is ${percent(value)} above its low of 28 days.`,
  log_price_over_hedonic: (value) => `The card costs ${percent(value)} ${value >= 0 ? 'more' : 'less'} than its set, rarity, variant and character lead one to expect.`,
  set_age_days: (value) => `The set has been out for ${Math.round(value)} days.`,
  young_set_age_days: (value) => `The set has been out for only ${Math.round(value)} days.`,
  history_days: (value) => `Prices of this card are known for ${Math.round(value)} days.`,
  log_price_cents: (value) => `The card costs ${(Math.exp(value) / 100).toFixed(2)}.`,
};

function sentenceOf(feature: string, value: number, description: string): string {
  if (Number.isNaN(value)) return `Not known for this card: ${description}.`;
  return SENTENCES[feature]?.(value) ?? `${description}: ${Number(value.toPrecision(3))}.`;
}

/** How calls of about this probability turned out out of sample. */
export interface PastRecord {
  readonly count: number;
  readonly meanProbability: number;
  readonly observedShare: number;
  readonly baseRate: number;
  readonly sentence: string;
}

/** The bin of the reliability curve nearest to a probability; undefined where nothing was ever judged. */
export function pastRecord(reliability: readonly ReliabilityBin[], baseRate: number | null, probability: number): PastRecord | undefined {
  if (baseRate === null || Number.isNaN(probability) || reliability.length === 0) return undefined;
  const bin = reliability.reduce((best, one) => (Math.abs(one.meanProbability - probability) < Math.abs(best.meanProbability - probability) ? one : best));
  const text = (value: number) => `${(100 * value).toFixed(0)} %`;
  const sentence = `Of ${bin.count} past calls with a probability of about ${text(bin.meanProbability)}, ${text(bin.observedShare)} came true; ${text(baseRate)} of all cards moved as much.`;
  return { count: bin.count, meanProbability: bin.meanProbability, observedShare: bin.observedShare, baseRate, sentence };
}

/** One other value of a feature, and the probability there would be. */
export interface Trial {
  readonly value: number;
  readonly probability: number;
}

/** The trial nearest to today's value that lies on the other side of the threshold; undefined where none does. */
export function whatWouldChange(today: Trial, trials: readonly Trial[], threshold: number): Trial | undefined {
  const isOver = today.probability >= threshold;
  const crossing = trials.filter((trial) => trial.probability >= threshold !== isOver && !Number.isNaN(trial.value));
  return crossing.toSorted((a, b) => Math.abs(a.value - today.value) - Math.abs(b.value - today.value))[0];
}

/** What to keep in mind about the price itself. */
export function qualityFlags(facts: { ageDays: number; changedShare: number; hasListings: boolean; historyDays: number; setAgeDays: number }): { flag: string; sentence: string }[] {
  const flags: [boolean, string, string][] = [
    [facts.ageDays > 3, 'stale', `The price was last observed ${facts.ageDays} days ago.`],
    [facts.changedShare < 0.15, 'thin', `Of the last 13 weeks ${(100 * facts.changedShare).toFixed(0)} % changed the price: few copies are sold.`],
    [!facts.hasListings, 'no_listings', 'No asking prices are known.'],
    [facts.historyDays < 91, 'short_history', `Prices are known for only ${facts.historyDays} days.`],
    [facts.setAgeDays >= 0 && facts.setAgeDays < 91, 'new_set', `The set has been out for ${facts.setAgeDays} days; new sets fall by a rule of their own.`],
  ];
  return flags.flatMap(([holds, flag, sentence]) => (holds ? [{ flag, sentence }] : []));
}
