import { hashText, normal, seededRandom, type Random } from '../../../shared/random.js';
import { moveBook, openBook } from './asking-prices.js';
import type { EventEffects } from './event-effects.js';
import { BURN_IN_DAYS } from './hidden-value.js';
import type { SimulatedQuotes } from './market-model.js';
import { QuoteSheet } from './quote-sheet.js';
import type { SimulatedListing } from './universe.js';

/** Copies sold in a day: median over printings, and spread of its ln. Most are thin, a few trade daily. */
const SALE_RATE_MEDIAN = 0.15;
const SALE_RATE_SPREAD = 1.7;
/** A sale happens this far (standard deviation of ln) from the value: condition, shipping, haste. */
const SALE_NOISE = 0.09;
/** The market price goes this part of the way to a sale; a thin printing, averaged over fewer sales, goes further. */
const CATCH_UP: { readonly busy: number; readonly thin: number } = { busy: 0.11, thin: 0.45 };
/** Share of single days the source leaves out. */
const MISSED_DAY_SHARE = 0.012;

/** How often one printing sells, and what one sale does to its published price. */
interface SaleHabits {
  /** Mean copies sold in a day. */
  readonly ratePerDay: number;
  readonly catchUp: number;
}

function saleHabits(random: Random, isVintage: boolean): SaleHabits {
  const usual = SALE_RATE_MEDIAN * Math.exp(SALE_RATE_SPREAD * normal(random));
  const ratePerDay = Math.min(2.5, isVintage ? usual / 2 : usual);
  const busyness = Math.min(1, ratePerDay / 0.8);
  return { ratePerDay, catchUp: CATCH_UP.thin + (CATCH_UP.busy - CATCH_UP.thin) * busyness };
}

/**
 * The quotes of one printing, from its hidden value.
 *
 * Asking prices lead: the median asking price goes part of the way to the value every day. The published market price
 * lags: it moves only on days with a sale, and then only part of the way to that sale (partial adjustment). So prices
 * stand still on most days, a falling price keeps falling, and ln(mid / market) says where the price is going.
 */
export function publishedQuotes(
  seed: number, listing: SimulatedListing, logValue: Float64Array, market: { effects: EventEffects; firstDayNumber: number },
): SimulatedQuotes {
  const { effects, firstDayNumber } = market;
  const sales = seededRandom(hashText(`${seed}|sales|${listing.printing.seriesId}`));
  const asks = seededRandom(hashText(`${seed}|asks|${listing.printing.seriesId}`));
  const habits = saleHabits(sales, listing.isVintage);
  const book = openBook(asks, { logValue: logValue[0]!, salesPerDay: habits.ratePerDay });
  const sheet = new QuoteSheet(logValue.length - BURN_IN_DAYS);
  let marketLog = logValue[0]!;
  let updatedOn = firstDayNumber;
  for (let t = 0; t < logValue.length; t++) {
    const index = t - BURN_IN_DAYS;
    const day = firstDayNumber + index;
    const copies = poisson(sales, habits.ratePerDay + (effects.extraSalesPerDay[index] ?? 0));
    const saleLog = logValue[t]! + (SALE_NOISE * normal(sales)) / Math.sqrt(Math.max(1, copies));
    const isMissed = sales() < MISSED_DAY_SHARE;
    const isStale = effects.isStale[index] === 1;
    if (!isStale) {
      if (copies > 0) marketLog += habits.catchUp * (saleLog - marketLog);
      updatedOn = day;
    }
    const offer = moveBook(book, asks, { logValue: logValue[t]!, listingStep: effects.listingSteps[index] ?? 0 });
    const isQuoted = index >= Math.max(0, listing.releasedAtIndex) && !isMissed && effects.isGap[index] !== 1;
    if (isQuoted) sheet.add({ day, updatedOn, marketLog, volume: isStale ? NaN : copies }, offer);
  }
  return sheet.toQuotes();
}

/** A Poisson draw by Knuth's multiplication; rates here are below 30. */
function poisson(random: Random, rate: number): number {
  const limit = Math.exp(-rate);
  let product = random();
  let copies = 0;
  while (product > limit) {
    product *= random();
    copies++;
  }
  return copies;
}
