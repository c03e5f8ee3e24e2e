import { grouped, sumOf } from '../../shared/grouped.js';

/** What one card is worth: its market price, and the band that holds the price to come with a probability of 80 %, where a model says one. */
export interface Worth {
  readonly low: number | null;
  readonly mid: number;
  readonly high: number | null;
  readonly currency: string;
}

/** Why cards have no value: no price speaks for them. */
export type NoWorth = 'no_price' | 'no_price_of_grade' | 'no_price_of_condition';

export interface PricedAs {
  readonly condition: string;
  readonly grade: string;
}

/** Conditions that a price of no particular one speaks for: sources show near mint cards. */
const AS_PRICED = ['NM', 'UNSPECIFIED'];

/**
 * What one card of a lot is worth. A price of an ungraded card says nothing of a graded one, and one of a near mint card nothing of a played one: then it is not known, which is not zero.
 */
export function worthOf(lot: PricedAs, priced: PricedAs, value: { marketCents: number | null; lower80Cents: number | null; upper80Cents: number | null; currency: string | null } | undefined): Worth | NoWorth {
  if (lot.grade !== priced.grade) return 'no_price_of_grade';
  const isAsPriced = lot.condition === priced.condition || (priced.condition === 'UNSPECIFIED' ? AS_PRICED.includes(lot.condition) : lot.condition === 'UNSPECIFIED');
  if (!isAsPriced) return 'no_price_of_condition';
  if (value === undefined || value.marketCents === null || value.currency === null) return 'no_price';
  const hasBand = value.lower80Cents !== null && value.upper80Cents !== null;
  return { low: hasBand ? Math.round(value.lower80Cents as number) : null, mid: value.marketCents, high: hasBand ? Math.round(value.upper80Cents as number) : null, currency: value.currency };
}

/** Cards of one currency, added up. */
export interface Total {
  readonly currency: string;
  readonly expectedCents: number;
  /** With the lower ends of the bands; cards without a band at their market price. */
  readonly conservativeCents: number;
  readonly optimisticCents: number;
  readonly cards: number;
  /** Of these, cards without a band. */
  readonly cardsWithoutBand: number;
}

/** Adds up, each currency by itself: nobody said what one is worth in another. */
export function totalsOf(parts: readonly { readonly worth: Worth; readonly quantity: number }[]): Total[] {
  return [...grouped(parts, ({ worth }) => worth.currency)].map(([currency, of]) => {
    const sum = (each: (worth: Worth) => number): number => sumOf(of, ({ worth, quantity }) => each(worth) * quantity);
    return {
      currency,
      expectedCents: sum(({ mid }) => mid),
      conservativeCents: sum(({ low, mid }) => low ?? mid),
      optimisticCents: sum(({ high, mid }) => high ?? mid),
      cards: sumOf(of, ({ quantity }) => quantity),
      cardsWithoutBand: sumOf(of, ({ worth, quantity }) => (worth.low === null ? quantity : 0)),
    };
  });
}
