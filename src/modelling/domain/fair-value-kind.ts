/**
 * What a fair value is. `model`: a model that has learned; `last_price`: the last price and no more; `prior`: of a card without a price, what
 * cards like it cost that day; `none`: nothing is known.
 */
export const FAIR_VALUE_KINDS = ['model', 'last_price', 'prior', 'none'] as const;
export type FairValueKind = (typeof FAIR_VALUE_KINDS)[number];
