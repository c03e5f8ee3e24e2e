import { drawAt, wave } from './draws.js';
import type { LabCard, LabSealed, LabVariant } from './lab-market.js';

/** What a dollar is in euros, on every day: the two halves of the market differ by this and little more. */
export const EUR_PER_USD = 0.88;

/** Cents of TCGplayer's market, null where it does not say. */
export interface TcgplayerQuote {
  readonly lowCents: number;
  readonly midCents: number;
  readonly highCents: number;
  /** Null for what has never sold. */
  readonly marketCents: number | null;
  readonly directLowCents: number | null;
}

/** Euro cents of Cardmarket. */
export interface CardmarketQuote {
  readonly avgCents: number;
  readonly lowCents: number;
  readonly trendCents: number;
  readonly avg1Cents: number;
  readonly avg7Cents: number;
  readonly avg30Cents: number;
}

/** What a price is about: a printing, or something sealed. */
export interface PricedThing {
  readonly seed: number;
  /** Own stream of draws; no two things share one. */
  readonly stream: number;
  readonly baseCents: number;
  readonly priceFactor: number;
}

/** How much a printing costs beside the usual one of its card; times something of its own between 0.8 and 1.25. */
const VARIANT_FACTORS: Readonly<Record<LabVariant, number>> = {
  Normal: 1, Unlimited: 1, 'Unlimited Holofoil': 1, Holofoil: 1, 'Reverse Holofoil': 1.5, '1st Edition': 3, '1st Edition Holofoil': 3.5,
};
const STREAMS_PER_CARD = 64;
const MARKET_STREAM = 5;
/** Share of printings whose published price stands still for a week, as one that hardly sells does. */
const THIN_SHARE = 0.08;
/** Share of printings that have offers and no market price. */
const UNSOLD_SHARE = 0.02;

export function printingOf(seed: number, card: LabCard, variant: LabVariant): PricedThing {
  const stream = 1000 + card.index * STREAMS_PER_CARD + 8 * card.variants.indexOf(variant);
  const own = variant === card.variants[0] ? 1 : VARIANT_FACTORS[variant] * 1.25 ** (2 * drawAt(seed, stream + 7, 0) - 1);
  return { seed, stream, baseCents: card.baseCents * own, priceFactor: card.priceFactor };
}

export function sealedThing(seed: number, sealed: LabSealed): PricedThing {
  return { seed, stream: -1000 - sealed.index * STREAMS_PER_CARD, baseCents: sealed.baseCents, priceFactor: 1 };
}

/**
 * What the thing is worth on a day, US cents, not rounded: a pure function of seed, thing and day. Nobody quotes it.
 *
 *   ln value = ln base + waves of its own (120, 28 and 7 days) + a wave of the whole market (180 days)
 *
 * It never leaves base * exp(+-0.5), and changes by less than 3.5 % a day.
 */
export function valueCents(thing: PricedThing, day: number): number {
  const { seed, stream } = thing;
  const own = 0.25 * wave(seed, stream, day, 120) + 0.1 * wave(seed, stream + 1, day, 28) + 0.03 * wave(seed, stream + 2, day, 7);
  return thing.baseCents * thing.priceFactor * Math.exp(own + 0.12 * wave(seed, MARKET_STREAM, day, 180));
}

/** What TCGplayer says of a printing on a day. */
export function tcgplayerQuote(thing: PricedThing, day: number): TcgplayerQuote {
  const { seed, stream } = thing;
  const isThin = drawAt(seed, stream + 3, 0) < THIN_SHARE;
  const market = valueCents(thing, isThin ? day - ((day + stream) % 7 + 7) % 7 : day);
  return {
    lowCents: atLeastOne(market * (0.8 + 0.15 * drawAt(seed, stream + 4, day))),
    midCents: atLeastOne(market * (1.06 + 0.18 * drawAt(seed, stream + 5, day))),
    highCents: atLeastOne(market * (3 + 17 * drawAt(seed, stream + 5, 1))),
    marketCents: drawAt(seed, stream + 3, 1) < UNSOLD_SHARE ? null : atLeastOne(market),
    directLowCents: drawAt(seed, stream + 3, 2) < 0.3 ? null : atLeastOne(market * 0.98),
  };
}

/** What Cardmarket says of a printing on a day: the same value in euros, up to 5 % higher or lower for months. */
export function cardmarketQuote(thing: PricedThing, day: number): CardmarketQuote {
  const { seed, stream } = thing;
  const own = EUR_PER_USD * Math.exp(0.05 * wave(seed, stream + 6, day, 90));
  const on = (day: number): number => own * valueCents(thing, day);
  const trend = on(day);
  return {
    avgCents: atLeastOne((trend + on(day - 3)) / 2),
    lowCents: atLeastOne(trend * (0.6 + 0.25 * drawAt(seed, stream + 6, day))),
    trendCents: atLeastOne(trend),
    avg1Cents: atLeastOne(on(day - 1)),
    avg7Cents: atLeastOne((on(day - 1) + on(day - 4) + on(day - 7)) / 3),
    avg30Cents: atLeastOne((on(day - 1) + on(day - 10) + on(day - 20) + on(day - 30)) / 4),
  };
}

function atLeastOne(cents: number): number {
  return Math.max(1, Math.round(cents));
}
