import { toDecimal } from '../../shared/money.js';

export const CONDITION_KINDS = ['price_below', 'price_above', 'target_price', 'rise', 'fall', 'under_fair_value', 'over_fair_value', 'signal', 'spike', 'stale'] as const;
export type ConditionKind = (typeof CONDITION_KINDS)[number];

export const RULE_SIGNALS = ['BUY', 'SELL', 'HOLD'] as const;
export type RuleSignal = (typeof RULE_SIGNALS)[number];

/** What somebody waits for. Ratios are fractions: 0.1 is 10 %. */
export type CardCondition =
  | { readonly kind: 'price_below' | 'price_above'; readonly priceMinor: number; readonly currency: string }
  /** The price that the watchlist names for the card, or less. */
  | { readonly kind: 'target_price' }
  | { readonly kind: 'rise' | 'fall'; readonly ratio: number; readonly days: number }
  | { readonly kind: 'under_fair_value' | 'over_fair_value'; readonly ratio: number; readonly minConfidence: number | null }
  | { readonly kind: 'signal'; readonly signals: readonly RuleSignal[] }
  | { readonly kind: 'spike' }
  | { readonly kind: 'stale'; readonly days: number };

/** What is known of a card on a day. Null is not known, and never zero. */
export interface CardState {
  readonly currency: string | null;
  /** Minor units; null where there is none that says anything about the day. */
  readonly marketCents: number | null;
  /** Days since the last price, whatever it still says. */
  readonly priceAgeDays: number | null;
  /** The price so many days before, in the same currency; nothing where it is not known. */
  readonly earlierCents: ReadonlyMap<number, number>;
  /** Of a model; null where there is none. */
  readonly fairValueCents: number | null;
  readonly confidence: number | null;
  readonly signal: RuleSignal | null;
  /** The price jumped out of its usual moves. */
  readonly isSpike: boolean;
  /** What the watchlist names for it. */
  readonly target: { readonly priceMinor: number; readonly currency: string } | null;
}

/** Exactly 10 % is 10 %, whatever binary fractions make of it. */
const TOLERANCE = 1e-9;

/** Whether a card does what is waited for; undefined where what is known does not tell. */
export function isMet(condition: CardCondition, state: CardState): boolean | undefined {
  switch (condition.kind) {
    case 'price_below':
    case 'price_above':
      return compared(state, condition, condition.kind === 'price_below');
    case 'target_price':
      return state.target === null ? undefined : compared(state, state.target, true);
    case 'rise':
    case 'fall':
      return isAtLeast(changeOf(state.marketCents, state.earlierCents.get(condition.days)), condition.kind === 'rise' ? 1 : -1, condition.ratio);
    case 'under_fair_value':
    case 'over_fair_value':
      return isGap(condition, state);
    case 'signal':
      return state.signal !== null && condition.signals.includes(state.signal);
    case 'spike':
      return state.isSpike;
    case 'stale':
      return state.priceAgeDays === null ? undefined : state.priceAgeDays >= condition.days;
  }
}

function compared(state: CardState, to: { priceMinor: number; currency: string }, isBelow: boolean): boolean | undefined {
  if (state.marketCents === null || state.currency !== to.currency) return undefined;
  return isBelow ? state.marketCents <= to.priceMinor : state.marketCents >= to.priceMinor;
}

function isGap(condition: { kind: string; ratio: number; minConfidence: number | null }, state: CardState): boolean | undefined {
  const met = isAtLeast(changeOf(state.marketCents, state.fairValueCents ?? undefined), condition.kind === 'over_fair_value' ? 1 : -1, condition.ratio);
  if (!met || condition.minConfidence === null) return met;
  return state.confidence === null ? undefined : state.confidence + TOLERANCE >= condition.minConfidence;
}

/** `to / from - 1`, as a fraction of what it is compared with. */
function changeOf(to: number | null, from: number | undefined): number | undefined {
  return to === null || from === undefined || from <= 0 ? undefined : to / from - 1;
}

function isAtLeast(change: number | undefined, sign: 1 | -1, ratio: number): boolean | undefined {
  return change === undefined ? undefined : sign * change + TOLERANCE >= ratio;
}

/** What is waited for, in plain words: `costs 10.00 USD or less`. */
export function conditionWords(condition: CardCondition): string {
  switch (condition.kind) {
    case 'price_below':
    case 'price_above':
      return `costs ${shown(condition.priceMinor, condition.currency)} or ${condition.kind === 'price_below' ? 'less' : 'more'}`;
    case 'target_price':
      return 'costs what the watchlist names for it, or less';
    case 'rise':
    case 'fall':
      return `${condition.kind === 'rise' ? 'rose' : 'fell'} by ${percent(condition.ratio)} or more in ${days(condition.days)}`;
    case 'under_fair_value':
    case 'over_fair_value': {
      const sure = condition.minConfidence === null ? '' : `, with a confidence of ${percent(condition.minConfidence)} or more`;
      return `costs ${percent(condition.ratio)} or more ${condition.kind === 'under_fair_value' ? 'under' : 'over'} its fair value${sure}`;
    }
    case 'signal':
      return `has the signal ${condition.signals.join(' or ')}`;
    case 'spike':
      return 'jumped out of its usual moves';
    case 'stale':
      return `has had no new price for ${days(condition.days)} or more`;
  }
}

/** What a card did that was waited for, with the figures that tell: `costs 9.50 USD, 5.0 % under …`. */
export function metWords(condition: CardCondition, state: CardState): string {
  const now = state.marketCents === null || state.currency === null ? 'its price is not known' : `it costs ${shown(state.marketCents, state.currency)}`;
  switch (condition.kind) {
    case 'rise':
    case 'fall': {
      const change = changeOf(state.marketCents, state.earlierCents.get(condition.days));
      return `${condition.kind === 'rise' ? 'rose' : 'fell'} by ${percent(Math.abs(change ?? 0))} in ${days(condition.days)}: ${now}`;
    }
    case 'under_fair_value':
    case 'over_fair_value': {
      const change = changeOf(state.marketCents, state.fairValueCents ?? undefined);
      return `${now}, ${percent(Math.abs(change ?? 0))} ${condition.kind === 'under_fair_value' ? 'under' : 'over'} its fair value of ${shown(state.fairValueCents ?? 0, state.currency ?? '')}`;
    }
    case 'signal':
      return `has the signal ${state.signal}: ${now}`;
    case 'stale':
      return `has had no new price for ${days(state.priceAgeDays ?? 0)}`;
    case 'target_price':
      return `${now}, and ${shown(state.target?.priceMinor ?? 0, state.target?.currency ?? '')} is wished for`;
    case 'price_below':
    case 'price_above':
    case 'spike':
      return `${conditionWords(condition)}: ${now}`;
  }
}

const shown = (minor: number, currency: string): string => `${toDecimal(Math.round(minor), currency)} ${currency}`;
const percent = (ratio: number): string => `${(100 * ratio).toFixed(1)} %`;
const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);
