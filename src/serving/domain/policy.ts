import type { MoveCurve } from '../../shared/move-curve.js';
import { hashText } from '../../shared/random.js';
import { type Reason, REASONS } from './reasons.js';
import type { SpikeDirection } from './spike-confirmation.js';

export type Signal = 'BUY' | 'SELL' | 'HOLD';
export const SIGNALS: readonly Signal[] = ['BUY', 'SELL', 'HOLD'];

export { REASONS, type Reason };

/** From deviation to signal. Ratios are fractions; every one of them changes some decision, and a test says which. */
export interface Policy {
  /** BUY when the market price is at least this share below fair value. */
  readonly buyRatio: number;
  /** SELL when it is at least this share above. */
  readonly sellRatio: number;
  /** No BUY or SELL with a smaller calibrated probability, nor with an unknown one; 0 asks for none. */
  readonly minConfidence: number;
  /** A market price older than this says nothing about today. */
  readonly staleAfterDays: number;
  /**
   * A BUY or SELL also needs the market price outside the 80 % interval of the fair value: inside it, the difference is one
   * the model itself expects to see by chance. Without an interval there is then no BUY or SELL.
   */
  readonly isIntervalAware: boolean;
}

/** What the model says. NaN never comes here: what is not known is null. */
export interface FairValue {
  readonly fairValueCents: number | null;
  readonly lower80Cents: number | null;
  readonly upper80Cents: number | null;
  /** Calibrated P(the price rises by at least the move that makes a BUY good). */
  readonly upProbability: number | null;
  /** The same for a fall and SELL. */
  readonly downProbability: number | null;
  /** Calibrated P(return over the horizon >= m) at fixed moves; null where there is none. */
  readonly moveCurve: MoveCurve | null;
  /** Why no signal may rest on it, though it may be shown; null where one may. */
  readonly reason: string | null;
}

/** What a decision must not rest on. */
export interface PriceDoubts {
  /** The whole feed of the source repeats itself. */
  readonly isSourceFrozen: boolean;
  /** A later price is in quarantine: this is the last verified one. */
  readonly isQuarantined: boolean;
  /** Where a jump went that no second market saw. */
  readonly unconfirmedSpike: SpikeDirection | null;
}

export interface MarketPrice {
  readonly cents: number;
  /** Days from when the price was worked out to the day that is decided. */
  readonly ageDays: number;
  /** None where nothing is said. */
  readonly doubts?: PriceDoubts | undefined;
}

export type Decision =
  | { readonly kind: 'signal'; readonly signal: Signal; readonly deviationRatio: number; readonly confidence: number | null }
  | { readonly kind: 'none'; readonly reason: Reason; readonly deviationRatio: number | null };

/** Exactly 10 % below is a BUY at 10 %, whatever binary fractions make of it. */
const TOLERANCE = 1e-9;

/**
 * Fair value and market price -> signal, or none with a reason. The same function serves live and in the backtest.
 * `decide({ fairValueCents: 1000, … }, { cents: 900, ageDays: 0 }, policy)` is BUY at `buyRatio` 0.1.
 */
export function decide(fairValue: FairValue | undefined, market: MarketPrice | undefined, policy: Policy): Decision {
  const ground = groundOf(fairValue, market, policy.staleAfterDays);
  if (ground.kind === 'none') return ground;
  const { deviationRatio } = ground;
  const wanted = wantedSignal(deviationRatio, policy);
  const isKept =
    wanted !== 'HOLD' &&
    (!policy.isIntervalAware || isOutsideInterval(wanted, ground.fairValue, ground.market)) &&
    isConfident(wanted, ground.fairValue, policy);
  const signal = isKept ? wanted : 'HOLD';
  return withholdUnconfirmed({ kind: 'signal', signal, deviationRatio, confidence: confidenceOf(signal, ground.fairValue) }, ground.market);
}

/** What a policy may decide on: a fair value that signals may rest on, and a fresh market price. */
export interface Ground<Market extends MarketPrice = MarketPrice> {
  readonly kind: 'ground';
  readonly fairValue: FairValue;
  readonly market: Market;
  readonly deviationRatio: number;
}

/** The ground of a decision, or why there is none. The same for every policy. */
export function groundOf<Market extends MarketPrice>(
  fairValue: FairValue | undefined,
  market: Market | undefined,
  staleAfterDays: number,
): Ground<Market> | Extract<Decision, { kind: 'none' }> {
  if (!market) return { kind: 'none', reason: 'no_history', deviationRatio: null };
  const deviationRatio = deviationOf(fairValue, market);
  if (market.ageDays > staleAfterDays) return { kind: 'none', reason: 'stale_source', deviationRatio };
  if (market.doubts?.isSourceFrozen) return { kind: 'none', reason: 'source_frozen', deviationRatio };
  if (market.doubts?.isQuarantined) return { kind: 'none', reason: 'quarantined_price', deviationRatio };
  if (!fairValue) return { kind: 'none', reason: 'no_fair_value', deviationRatio };
  if (fairValue.reason !== null) return { kind: 'none', reason: toReason(fairValue.reason), deviationRatio };
  if (deviationRatio === null) return { kind: 'none', reason: 'no_fair_value', deviationRatio };
  return { kind: 'ground', fairValue, market, deviationRatio };
}

/**
 * A BUY or SELL of a kind that the model has been shown to get wrong more often than chance is not said. It is not a HOLD
 * either: nobody knows.
 */
export function withholdRefuted(decision: Decision, refuted: readonly string[]): Decision {
  if (decision.kind === 'none' || !refuted.includes(decision.signal)) return decision;
  return { kind: 'none', reason: 'no_demonstrated_skill', deviationRatio: decision.deviationRatio };
}

/** No SELL into a jump that no second market saw, and no BUY after such a fall. */
export function withholdUnconfirmed(decision: Decision, { doubts }: MarketPrice): Decision {
  if (decision.kind === 'none' || !contradictsSpike(decision.signal, doubts)) return decision;
  return { kind: 'none', reason: 'unconfirmed_spike', deviationRatio: decision.deviationRatio };
}

/** Whether a signal bets on the return of a jump that may never have been. */
export function contradictsSpike(signal: Signal, doubts: PriceDoubts | undefined): boolean {
  const direction = doubts?.unconfirmedSpike ?? null;
  return (direction === 'up' && signal === 'SELL') || (direction === 'down' && signal === 'BUY');
}

/** A short name for a policy's content: another content is another version. */
export function policyVersion(policy: Policy): string {
  return contentVersion('threshold', policy);
}

/** `kind-` and a hash of the entries, at every level whatever the order they are written in. */
export function contentVersion(kind: string, content: object): string {
  return `${kind}-${hashText(JSON.stringify(sortedEntries(content))).toString(16).padStart(8, '0')}`;
}

function sortedEntries(content: object): unknown[] {
  const entries = Object.entries(content).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, value]: [string, unknown]) => [name, typeof value === 'object' && value !== null ? sortedEntries(value) : value]);
}

function deviationOf(fairValue: FairValue | undefined, market: MarketPrice): number | null {
  const fairValueCents = fairValue?.fairValueCents ?? null;
  if (fairValueCents === null || !(fairValueCents > 0)) return null;
  const deviationRatio = (market.cents - fairValueCents) / fairValueCents;
  return Number.isFinite(deviationRatio) ? deviationRatio : null;
}

function wantedSignal(deviationRatio: number, policy: Policy): Signal {
  if (deviationRatio <= -policy.buyRatio + TOLERANCE) return 'BUY';
  return deviationRatio >= policy.sellRatio - TOLERANCE ? 'SELL' : 'HOLD';
}

function isOutsideInterval(wanted: Signal, { lower80Cents, upper80Cents }: FairValue, market: MarketPrice): boolean {
  return wanted === 'BUY' ? lower80Cents !== null && market.cents < lower80Cents : upper80Cents !== null && market.cents > upper80Cents;
}

function isConfident(wanted: Signal, fairValue: FairValue, policy: Policy): boolean {
  if (policy.minConfidence <= 0) return true;
  const confidence = confidenceOf(wanted, fairValue);
  return confidence !== null && confidence >= policy.minConfidence - TOLERANCE;
}

/** The calibrated probability that the signal turns out right; null where the model does not know it. Never made up. */
export function confidenceOf(signal: Signal, { upProbability, downProbability }: FairValue): number | null {
  if (signal === 'BUY') return upProbability;
  if (signal === 'SELL') return downProbability;
  return upProbability === null || downProbability === null ? null : Math.min(1, Math.max(0, 1 - upProbability - downProbability));
}

function toReason(text: string): Reason {
  return REASONS.find((reason) => reason === text) ?? 'no_fair_value';
}
