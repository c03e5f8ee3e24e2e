import { type FlaggedPrice, PRICE_QUALITY_FLAGS, priceQualityFlags } from './price-flag-sentences.js';
import type { ReliabilityBin } from './probability-metrics.js';

export interface PastRecord {
  readonly count: number;
  readonly realisedShare: number;
  readonly baseRate: number;
  readonly sentence: string;
}

/** As `reliabilityCurve` makes them: of equal width over [0, 1], the empty ones left out. */
const BINS = 10;
const binOf = (probability: number): number => Math.min(BINS - 1, Math.floor(probability * BINS));
const percent = (ratio: number): string => `${Math.round(100 * ratio)} %`;

/** How often it came true where the model said about the same; null where it never did, or nothing is known of it. */
export function pastRecord(reliability: readonly ReliabilityBin[] | undefined, baseRate: number | null | undefined, probability: number | null): PastRecord | null {
  if (probability === null || Number.isNaN(probability) || baseRate === null || baseRate === undefined) return null;
  const bin = reliability?.find(({ meanProbability }) => binOf(meanProbability) === binOf(probability));
  if (!bin) return null;
  const { count, observedShare } = bin;
  const sentence = `Of ${count} past estimates like this one, ${percent(observedShare)} came true; over all cards it is ${percent(baseRate)}.`;
  return { count, realisedShare: observedShare, baseRate, sentence };
}

export const QUALITY_FLAGS = ['stale', 'thin', 'no_listings', 'short_history', 'new_set', 'outlier_price', 'source_frozen', ...PRICE_QUALITY_FLAGS] as const;

export interface QualityFlag {
  readonly flag: (typeof QUALITY_FLAGS)[number];
  readonly sentence: string;
}

/** What is known of the data of a card; null is "not known" and raises no flag. */
export interface QualityFacts {
  readonly marketAgeDays: number | null;
  readonly changedShare13w: number | null;
  readonly hasListings: boolean | null;
  readonly historyDays: number | null;
  readonly setAgeDays: number | null;
  /** Log return of the last 7 days. */
  readonly logReturn7d: number | null;
  /** Mean absolute weekly log return of 26 weeks, the last one among them. */
  readonly absoluteStep26w: number | null;
  /** Whether the source repeats itself. */
  readonly isSourceFrozen?: boolean;
  /** What the checks put on the price. */
  readonly priceFlags?: readonly FlaggedPrice[];
}

const STALE_AFTER_DAYS = 7;
/** A price that changed in fewer weeks than this is one that hardly anybody trades at. */
const THIN_BELOW_SHARE = 0.25;
const SHORT_HISTORY_DAYS = 91;
const NEW_SET_DAYS = 90;
/** A last step of this many usual ones, and of at least this size, may be a slip or one odd sale. */
const OUTLIER_STEPS = 5;
const LEAST_OUTLIER_LOG_STEP = 0.1;

/** Reasons to trust a signal less. */
export function qualityFlags(facts: QualityFacts): QualityFlag[] {
  const { marketAgeDays, changedShare13w, hasListings, historyDays, setAgeDays, logReturn7d, absoluteStep26w, isSourceFrozen, priceFlags } = facts;
  const flags: QualityFlag[] = priceQualityFlags(priceFlags ?? []);
  if (isSourceFrozen) flags.push({ flag: 'source_frozen', sentence: 'Nothing in the feed of the source has changed for days.' });
  if (marketAgeDays !== null && marketAgeDays > STALE_AFTER_DAYS) flags.push({ flag: 'stale', sentence: `The last price is ${marketAgeDays} days old.` });
  if (changedShare13w !== null && changedShare13w < THIN_BELOW_SHARE) {
    flags.push({ flag: 'thin', sentence: `The price changed in only ${percent(changedShare13w)} of the last 13 weeks: few sales stand behind it.` });
  }
  if (hasListings === false) flags.push({ flag: 'no_listings', sentence: 'No asking prices are known.' });
  if (historyDays !== null && historyDays < SHORT_HISTORY_DAYS) flags.push({ flag: 'short_history', sentence: `Prices are known for ${Math.round(historyDays)} days only.` });
  if (setAgeDays !== null && setAgeDays < NEW_SET_DAYS) {
    flags.push({ flag: 'new_set', sentence: setAgeDays < 0 ? 'The set is not out yet.' : `The set came out ${Math.round(setAgeDays)} days ago: prices still settle.` });
  }
  if (logReturn7d !== null && absoluteStep26w !== null && isOutlier(Math.abs(logReturn7d), absoluteStep26w)) {
    const [moved, usual] = [Math.abs(Math.expm1(logReturn7d)), Math.expm1(absoluteStep26w)];
    flags.push({ flag: 'outlier_price', sentence: `The price moved ${percent(moved)} in a week, where ${percent(usual)} is usual: it may not last.` });
  }
  return flags;
}

function isOutlier(logStep: number, usualLogStep: number): boolean {
  return logStep >= LEAST_OUTLIER_LOG_STEP && logStep > OUTLIER_STEPS * usualLogStep;
}
