/** How far from the market price a suggestion may lie. */
export interface RepriceRule {
  readonly floorRatio: number;
  readonly ceilingRatio: number;
}

/** What is known of the card a row sells. */
export interface KnownPrice {
  readonly marketCents: number;
  readonly fairValueCents: number | null;
  /** Whether a model made the fair value; else it is the last price again. */
  readonly isModelled: boolean;
  readonly isStale: boolean;
}

/** A price for a row, or why its price stays. `null`: it stays. */
export interface Suggestion {
  readonly cents: number | null;
  readonly reason: 'fair_value' | 'fair_value_floored' | 'fair_value_capped' | 'market_price' | 'stale_price';
}

/** Throws a RangeError for a floor above the ceiling, or ratios that are no ratios. */
export function requireRule({ floorRatio, ceilingRatio }: RepriceRule): void {
  if (!(floorRatio > 0) || !(ceilingRatio >= floorRatio)) throw new RangeError(`floor_ratio is ${floorRatio} and ceiling_ratio ${ceilingRatio}; expected 0 < floor_ratio <= ceiling_ratio.`);
}

/**
 * The fair value where a model made one, kept between floor and ceiling times the market price; else the market price. A price that is stale says nothing.
 *
 * Example: market 10.00, fair value 14.00, ceiling 1.25: 12.50, capped.
 */
export function suggest(known: KnownPrice, { floorRatio, ceilingRatio }: RepriceRule): Suggestion {
  if (known.isStale) return { cents: null, reason: 'stale_price' };
  if (known.fairValueCents === null || !known.isModelled) return { cents: known.marketCents, reason: 'market_price' };
  const floor = known.marketCents * floorRatio;
  const ceiling = known.marketCents * ceilingRatio;
  if (known.fairValueCents < floor) return { cents: Math.round(floor), reason: 'fair_value_floored' };
  if (known.fairValueCents > ceiling) return { cents: Math.round(ceiling), reason: 'fair_value_capped' };
  return { cents: Math.round(known.fairValueCents), reason: 'fair_value' };
}
