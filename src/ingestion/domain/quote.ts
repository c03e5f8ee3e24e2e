import type { DayNumber } from '../../shared/day.js';

/**
 * What a provider said about one printing on one day: untrusted text, addressed as fields of a line of bytes so that millions of
 * them cost nothing. Field `i` is `bytes[starts[i] .. ends[i])`, quotes already taken off.
 */
export interface Quote {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly fieldCount: number;
}

/** Stands for "not said" in columns of whole numbers that are never negative. */
export const ABSENT = -1;

/** An accepted quote: money in minor units of `currency`, {@link ABSENT} where the provider said nothing. */
export interface Observation {
  /** Days since 1970-01-01. */
  observedOn: DayNumber | number;
  /** Index into {@link CURRENCIES}. */
  currencyIndex: number;
  marketCents: number;
  lowCents: number;
  midCents: number;
  highCents: number;
  volume: number;
  listingCount: number;
  sellerCount: number;
}

/** An observation to be filled in by `acceptQuote`. */
export function emptyObservation(): Observation {
  return {
    observedOn: 0, currencyIndex: 0, marketCents: 0, lowCents: ABSENT, midCents: ABSENT, highCents: ABSENT,
    volume: ABSENT, listingCount: ABSENT, sellerCount: ABSENT,
  };
}

/** Why a quote is not accepted: a stable code, and a sentence with field, value and what would be accepted. */
export interface Rejection {
  readonly reason: RejectionReason;
  readonly detail: string;
}

export type RejectionReason =
  | 'wrong_column_count'
  | 'malformed_quotes'
  | 'line_too_long'
  | 'wrong_encoding'
  | 'missing_field'
  | 'wrong_date'
  | 'missing_price'
  | 'negative_price'
  | 'zero_price'
  | 'absurd_price'
  | 'not_a_number'
  | 'unknown_currency'
  | 'mixed_currency'
  | 'identity_conflict'
  | 'duplicate_day'
  /** A row of a provider's body has other fields, or other kinds of values, than we know. */
  | 'reshaped_body'
  /** A provider was asked for, or quotes, a product that its own catalogue does not have. */
  | 'unknown_product'
  /** A price of a card with several printings, without saying which. */
  | 'blended_printings'
  /** A price the source itself last worked out too long ago to be one of the day. */
  | 'stale_source'
  /** Its match is under review: somebody reported another card's price. */
  | 'mapping_quarantined'
  /** A person said that this product is not the printing it was matched to. */
  | 'mapping_rejected';

/** The text of one field; undefined where its bytes are not UTF-8 or hold a NUL. */
export function fieldText(quote: Quote, index: number): string | undefined {
  try {
    const text = utf8.decode(quote.bytes.subarray(quote.starts[index], quote.ends[index]));
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
