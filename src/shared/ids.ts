/** The public name of one printing (card, variant, condition, grade, language), e.g. `base1-4|Holofoil`. */
export type CardId = string & { readonly __brand: 'CardId' };

/** The database's number for the same printing: what series and feature rows are keyed by. */
export type PrintingId = number & { readonly __brand: 'PrintingId' };

/** A share of one: 0.1 is ten percent. Only the edge formats percent. */
export type Ratio = number & { readonly __brand: 'Ratio' };
