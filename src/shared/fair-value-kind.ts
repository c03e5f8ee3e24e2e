/**
 * What a fair value is. model: what a model that has learned expects. last_price: the last price and nothing more, because no model has
 * learned anything yet, or says nothing of the card. prior: the card has no price; what cards of its kind cost that day. none: nothing
 * is known, there is no value.
 */
export const FAIR_VALUE_KINDS = ['model', 'last_price', 'prior', 'none'] as const;
export type FairValueKind = (typeof FAIR_VALUE_KINDS)[number];
