import { hashText, normal, seededRandom, type Random } from '../../../shared/random.js';
import type { SimulatedListing } from './universe.js';

/** Days simulated before the first day, so that published prices are already behind their values when we start to look. */
export const BURN_IN_DAYS = 90;

/** Mean daily drift of the market by phase, and how long a phase lasts. Rises come first; a fall follows within the first 500 days. */
const PHASES: readonly { readonly driftPerDay: number; readonly lastsDays: readonly [number, number] }[] = [
  { driftPerDay: 0.0018, lastsDays: [150, 210] },
  { driftPerDay: 0, lastsDays: [50, 90] },
  { driftPerDay: -0.0018, lastsDays: [140, 190] },
  { driftPerDay: 0, lastsDays: [60, 110] },
];
const MARKET_NOISE = 0.0018;
const SET_NOISE = 0.0042;
/** Persistence and size of the slow trend a card follows by itself: tastes change over weeks, not overnight. */
const TREND_KEPT = 0.96;
const TREND_NOISE = 0.0005;
const CARD_NOISE = 0.009;
/** Some cards are several times as restless as others, up to this. */
const MAX_VOLATILITY = 3.5;
const VARIANT_NOISE = 0.006;
/** Some days hold news: this share of shocks is several times as large. */
const NEWS_SHARE = 0.03;
const NEWS_FACTOR = 6;
/** Part of what a card has gained or lost by itself that it gives back in a day: half of it in 230 days. */
const OWN_REVERSION = 0.003;
/** A new set loses this much of ln(value) in the end, most of it in the first eight weeks. */
const RELEASE_DECAY: readonly [number, number] = [0.3, 0.65];
const RELEASE_DECAY_DAYS = 24;

/** Daily steps of ln(value) that all printings share, by day index + {@link BURN_IN_DAYS}. */
export function marketSteps(seed: number, length: number): Float64Array {
  const random = seededRandom(hashText(`${seed}|market`));
  const steps = new Float64Array(BURN_IN_DAYS + length);
  let phase = -1;
  let phaseEnds = 0;
  for (let t = 0; t < steps.length; t++) {
    const index = t - BURN_IN_DAYS;
    if (index >= phaseEnds) {
      phase = (phase + 1) % PHASES.length;
      const [from, to] = PHASES[phase]!.lastsDays;
      phaseEnds = index + from + Math.floor(random() * (to - from + 1));
    }
    const drift = phase < 0 ? 0 : PHASES[phase]!.driftPerDay;
    steps[t] = drift + MARKET_NOISE * normal(random);
  }
  return steps;
}

/** Daily steps of ln(value) that the printings of one set share beyond the market, without its set moves. */
export function setSteps(seed: number, setCode: string, length: number): Float64Array {
  const random = seededRandom(hashText(`${seed}|set|${setCode}`));
  return Float64Array.from({ length: BURN_IN_DAYS + length }, () => SET_NOISE * normal(random));
}

/** The steps a printing shares with others, by day index + {@link BURN_IN_DAYS}; event steps by day index. */
export interface SharedSteps {
  readonly market: Float64Array;
  readonly set: Float64Array;
  readonly setMoves: Float64Array;
  readonly events: Float64Array;
}

/**
 * ln(value in cents) of one printing by day index + {@link BURN_IN_DAYS}: what well-informed buyers and sellers would agree on.
 * Nobody quotes it. Asking prices follow it in days, the published market price in weeks.
 *
 *   step = beta * market + set + set moves + events - release decay
 *        + trend (slow, own) + card shock (shared by siblings) + variant shock - a little of what these have summed to
 */
export function hiddenLogValue(seed: number, listing: SimulatedListing, shared: SharedSteps): Float64Array {
  const variant = seededRandom(hashText(`${seed}|value|${listing.printing.seriesId}`));
  const card = seededRandom(hashText(`${seed}|value|${listing.cardKey}`));
  const beta = 0.4 + 1.2 * card();
  const volatility = Math.min(MAX_VOLATILITY, Math.exp(0.8 * normal(card) - 0.15));
  const decay = RELEASE_DECAY[0] + (RELEASE_DECAY[1] - RELEASE_DECAY[0]) * card();
  const values = new Float64Array(shared.market.length);
  let value = Math.log(listing.baseCents) + (listing.releasedAtIndex >= 0 ? decay : 0);
  let trend = 0;
  let own = 0;
  for (let t = 0; t < values.length; t++) {
    trend = TREND_KEPT * trend + TREND_NOISE * volatility * normal(card);
    const shocks = volatility * (shock(card, CARD_NOISE) + shock(variant, VARIANT_NOISE));
    const index = t - BURN_IN_DAYS;
    const age = index - listing.releasedAtIndex;
    if (age >= 0) {
      own += trend + shocks - OWN_REVERSION * own;
      value += beta * shared.market[t]! + shared.set[t]!;
      value -= (decay / RELEASE_DECAY_DAYS) * Math.exp(-age / RELEASE_DECAY_DAYS);
      if (index >= 0) value += shared.setMoves[index]! + shared.events[index]!;
    }
    values[t] = value + own;
  }
  return values;
}

function shock(random: Random, scale: number): number {
  const isNews = random() < NEWS_SHARE;
  return scale * normal(random) * (isNews ? NEWS_FACTOR : 1);
}
