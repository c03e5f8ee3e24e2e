import { normal, type Random } from '../../../shared/random.js';

/** Asking prices go this part of the way to the value in a day. */
const ASK_CATCH_UP = 0.3;
const ASK_NOISE_KEPT = 0.97;
const ASK_NOISE = 0.018;
/** Share of days on which the median asking price is worked out anew. */
const ASK_MOVES_SHARE = 0.65;
/** Share of days on which the cheapest copy is sold or undercut. */
const LOW_MOVES_SHARE = 0.37;

/** What sellers ask for one printing. Prices are ln(cents). */
export interface AskingBook {
  /** Mean of ln(median asking price / value): sellers ask for more than they get. */
  readonly premium: number;
  /** Typical ln(median / lowest asking price). */
  readonly lowDiscount: number;
  /** ln(highest / median asking price). */
  readonly highPremium: number;
  readonly usualListings: number;
  /** Where asking prices are heading: the value, a few days late. */
  ask: number;
  /** Slow error of the sellers about the value. */
  noise: number;
  mid: number;
  low: number;
  /** ln(listings / usual listings). */
  listings: number;
}

/** What a source shows of the book on one day. */
export interface Offer {
  readonly listingCount: number;
  readonly sellerCount: number;
  readonly lowLog: number;
  readonly midLog: number;
  readonly highLog: number;
}

/** The book of a printing whose value is known: busy printings have more listings. */
export function openBook(random: Random, start: { logValue: number; salesPerDay: number }): AskingBook {
  const premium = 0.07 + 0.05 * normal(random);
  const lowDiscount = 0.14 + 0.24 * random();
  const mid = start.logValue + premium;
  return {
    premium,
    lowDiscount,
    highPremium: 0.4 + 0.8 * random(),
    usualListings: 4 + 60 * Math.sqrt(start.salesPerDay) * Math.exp(0.4 * normal(random)),
    ask: start.logValue, noise: 0, mid, low: mid - lowDiscount, listings: 0,
  };
}

/** Moves the book by one day and says what it shows. Draws the same number of times whatever happens. */
export function moveBook(book: AskingBook, random: Random, day: { logValue: number; listingStep: number }): Offer {
  const askStep = ASK_CATCH_UP * (day.logValue - book.ask);
  book.ask += askStep;
  book.noise = ASK_NOISE_KEPT * book.noise + ASK_NOISE * normal(random);
  if (random() < ASK_MOVES_SHARE) book.mid = book.ask + book.premium + book.noise;
  const discount = book.lowDiscount * Math.exp(0.35 * normal(random));
  if (random() < LOW_MOVES_SHARE) book.low = book.mid - discount;
  // Rising demand empties the shelves a little before the price shows it.
  book.listings += day.listingStep - 0.02 * book.listings - 1.5 * askStep + 0.03 * normal(random);
  const listingCount = Math.round(book.usualListings * Math.exp(book.listings));
  const sellerCount = Math.min(listingCount, Math.ceil(listingCount * (0.7 + 0.25 * random())));
  if (listingCount < 2) return { listingCount, sellerCount, lowLog: book.mid, midLog: book.mid, highLog: book.mid };
  return { listingCount, sellerCount, lowLog: Math.min(book.low, book.mid), midLog: book.mid, highLog: book.mid + book.highPremium };
}
