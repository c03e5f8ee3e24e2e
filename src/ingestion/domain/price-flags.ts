import { median } from '../../shared/stats.js';
import { changedCurrencies } from './quality/column-values.js';
import { swaps, unitErrors, unverifiable } from './quality/implausible-moves.js';
import type { JudgedPrice, Move, Partition } from './quality/partition.js';
import { dailyReturn, OUTLIER_Z_SCORE, robustScale, type RobustScale, robustZ, usualMoves } from './quality/robust-z.js';

/**
 * `QUARANTINED`: not to be used as a price. The others are reasons to trust a price less: it jumped, it rests on few offers, it moved
 * alone, or the offers it rested on are gone.
 */
export const PRICE_FLAGS = ['QUARANTINED', 'SPIKE', 'THIN', 'SOLO', 'LISTING_PULLED'] as const;
export type PriceFlagName = (typeof PRICE_FLAGS)[number];

export interface PriceFlag {
  readonly printingId: number;
  readonly flag: PriceFlagName;
  /** The figures it rests on. JSON. */
  readonly detail: Readonly<Record<string, string | number | readonly string[]>>;
}

/** From this simple return on a price is looked at. */
const LARGE_RETURN = 0.25;
/** A set whose median moved less has not moved. */
const CALM_SET_RETURN = 0.05;
const MIN_SET_PRICES = 5;
const THIN_BELOW = 3;
const PULLED_RATIO = 2;
/** Moves of a printing's own that its usual size is taken from; with fewer, that of the whole feed. */
const MIN_OWN_MOVES = 10;

/** Every flag of a partition, by printing and flag; the same partition gives the same flags. */
export function priceFlags(partition: Partition): PriceFlag[] {
  return [...quarantined(partition), ...spikes(partition), ...solos(partition), ...partition.prices.flatMap(thin), ...partition.prices.flatMap(pulledListings)];
}

/** Prices that are untrue for all we know: another unit, another product's, another currency, or nothing true to compare them with. */
export function quarantined(partition: Partition): PriceFlag[] {
  const moveOf = new Map(partition.moves.map((move) => [move.printingId, move]));
  const detailOf = new Map<number, { reasons: string[]; [figure: string]: string | number | string[] }>();
  const add = (printingId: number, reason: string, figures: Record<string, string | number>): void => {
    const there = detailOf.get(printingId);
    const move = moveOf.get(printingId);
    const moved: Record<string, number> = move ? { before_cents: move.beforeCents, after_cents: move.afterCents, days: move.days } : {};
    detailOf.set(printingId, { ...moved, ...there, ...figures, reasons: [...(there?.reasons ?? []), reason] });
  };
  for (const move of unitErrors(partition.moves)) add(move.printingId, 'unit_error', { ratio: rounded(move.afterCents / move.beforeCents) });
  for (const swap of swaps(partition.moves)) add(swap.printingId, 'swapped', { with_printing_id: swap.withPrintingId });
  for (const { printingId, from, to } of changedCurrencies(partition)) add(printingId, 'currency_changed', { from_currency: from, to_currency: to });
  for (const printingId of unverifiable(partition)) add(printingId, 'no_verified_price', {});
  return Array.from(detailOf, ([printingId, detail]) => ({ printingId, flag: 'QUARANTINED', detail }));
}

/** A move by more than a quarter that is an outlier beside the printing's own moves, or the feed's where it has too few. */
export function spikes(partition: Partition): PriceFlag[] {
  const large = partition.moves.filter(isLarge);
  if (large.length === 0) return [];
  const usual = usualMoves(partition);
  return large.flatMap((move): PriceFlag[] => {
    const scale = ownMoves(partition, move.printingId) ?? usual;
    if (!scale) return [];
    const z = robustZ(dailyReturn(move.logReturn, move.days), scale);
    if (Math.abs(z) <= OUTLIER_Z_SCORE) return [];
    return [{ printingId: move.printingId, flag: 'SPIKE', detail: { return_ratio: rounded(returnOf(move)), robust_z: rounded(z), days: move.days } }];
  });
}

/** A move by more than a quarter while the median of its set moved by less than a twentieth. */
export function solos({ moves, places }: Pick<Partition, 'moves' | 'places'>): PriceFlag[] {
  const returnsOf = new Map<number, number[]>();
  for (const move of moves) {
    const set = places.get(move.printingId)?.setId;
    if (set === undefined) continue;
    const there = returnsOf.get(set);
    if (there) there.push(returnOf(move));
    else returnsOf.set(set, [returnOf(move)]);
  }
  return moves.filter(isLarge).flatMap((move): PriceFlag[] => {
    const returns = returnsOf.get(places.get(move.printingId)?.setId ?? NaN) ?? [];
    const setReturn = median(returns);
    if (returns.length < MIN_SET_PRICES || Math.abs(setReturn) >= CALM_SET_RETURN) return [];
    return [{ printingId: move.printingId, flag: 'SOLO', detail: { return_ratio: rounded(returnOf(move)), set_median_return_ratio: rounded(setReturn), set_prices: returns.length } }];
  });
}

/** Fewer than three listings, or sellers, where the source says them. */
export function thin({ printingId, listingCount, sellerCount }: JudgedPrice): PriceFlag[] {
  const isBelow = (count: number | null): count is number => count !== null && count < THIN_BELOW;
  if (!isBelow(listingCount) && !isBelow(sellerCount)) return [];
  return [{ printingId, flag: 'THIN', detail: { ...(listingCount === null ? {} : { listings: listingCount }), ...(sellerCount === null ? {} : { sellers: sellerCount }) } }];
}

/** The cheapest offer asks twice the market price or more: what the price rests on is not on offer any more. */
export function pulledListings({ printingId, marketCents, lowCents }: JudgedPrice): PriceFlag[] {
  if (marketCents === null || lowCents === null || marketCents <= 0 || lowCents < PULLED_RATIO * marketCents) return [];
  return [{ printingId, flag: 'LISTING_PULLED', detail: { market_cents: marketCents, low_cents: lowCents } }];
}

function ownMoves({ verified }: Partition, printingId: number): RobustScale | undefined {
  const series = verified.get(printingId);
  if (!series) return undefined;
  const returns: number[] = [];
  for (let i = 1; i < series.days.length; i++) {
    const value = Math.log((series.marketCents[i] as number) / (series.marketCents[i - 1] as number));
    if (value !== 0) returns.push(dailyReturn(value, (series.days[i] as number) - (series.days[i - 1] as number)));
  }
  return robustScale(returns, MIN_OWN_MOVES);
}

function isLarge(move: Move): boolean {
  return Math.abs(returnOf(move)) > LARGE_RETURN;
}

/** after / before - 1. */
function returnOf({ beforeCents, afterCents }: Move): number {
  return afterCents / beforeCents - 1;
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
