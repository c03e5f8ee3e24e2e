import type { Offer } from './asking-prices.js';
import type { SimulatedQuotes } from './market-model.js';

/** What a source says of one printing and day besides the offers. */
interface PublishedDay {
  readonly day: number;
  /** Day number on which the market price was worked out. */
  readonly updatedOn: number;
  /** ln(market price in cents). */
  readonly marketLog: number;
  /** Copies sold; NaN where the source does not know. */
  readonly volume: number;
}

/** Collects the quoted days of one printing into columns. */
export class QuoteSheet {
  private length = 0;
  private readonly columns: SimulatedQuotes;

  constructor(capacity: number) {
    const column = (): Float64Array => new Float64Array(capacity);
    this.columns = {
      days: new Int32Array(capacity), sourceUpdatedOn: new Int32Array(capacity), marketCents: column(), lowCents: column(),
      midCents: column(), highCents: column(), listingCount: column(), sellerCount: column(), volume: column(),
    };
  }

  add(published: PublishedDay, offer: Offer): void {
    const { columns } = this;
    const at = this.length++;
    const isOffered = offer.listingCount > 0;
    columns.days[at] = published.day;
    columns.sourceUpdatedOn[at] = published.updatedOn;
    columns.marketCents[at] = cents(published.marketLog);
    columns.lowCents[at] = isOffered ? cents(offer.lowLog) : NaN;
    columns.midCents[at] = isOffered ? cents(offer.midLog) : NaN;
    columns.highCents[at] = isOffered ? cents(offer.highLog) : NaN;
    columns.listingCount[at] = offer.listingCount;
    columns.sellerCount[at] = offer.sellerCount;
    columns.volume[at] = published.volume;
  }

  toQuotes(): SimulatedQuotes {
    const { columns, length } = this;
    return {
      days: columns.days.slice(0, length),
      sourceUpdatedOn: columns.sourceUpdatedOn.slice(0, length),
      marketCents: columns.marketCents.slice(0, length),
      lowCents: columns.lowCents.slice(0, length),
      midCents: columns.midCents.slice(0, length),
      highCents: columns.highCents.slice(0, length),
      listingCount: columns.listingCount.slice(0, length),
      sellerCount: columns.sellerCount.slice(0, length),
      volume: columns.volume.slice(0, length),
    };
  }
}

/** No price is below one cent. */
function cents(log: number): number {
  return Math.max(1, Math.round(Math.exp(log)));
}
