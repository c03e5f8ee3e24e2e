import { toDay } from '../shared/day.js';
import { CURRENCIES } from './domain/accept.js';
import { type CardIdentity, identityConflicts, identityRejection, isUnnamed, type SaidIdentity, toCardIdentity } from './domain/card-identity.js';
import { ABSENT, type Rejection } from './domain/quote.js';
import type { ParsedBody, Provider, ProviderQuote } from './providers/provider.js';
import type { ImportedSeries, QuoteBatch } from './quote-batch.js';

/** Quotes whose text is held at once, for the quarantine, should one of them be refused later. */
const CHUNK_QUOTES = 1_024;
/** A body of a provider has no lines. */
const NO_LINE = 0;

/** The products of one fetching by their series id, and their quotes as batches for a `PriceWrite`. */
export class ProviderQuotes {
  /** Grows with every body; batches refer to it by index. */
  readonly series: ImportedSeries[] = [];
  private readonly bySeriesId = new Map<string, number>();
  /** Identity of each series, as the provider said it first. */
  private readonly identities: CardIdentity[] = [];

  constructor(private readonly provider: Pick<Provider, 'makesCatalogue' | 'currency'>) {}

  /**
   * Puts the quotes of a body, and its rejections as lines for the quarantine, into the batch again and again and yields it whenever it
   * is full, and at the end. A series that a later body calls something else is rejected there. All products of the body are in `series`
   * before the first batch: what says little of itself is matched beside the others. So are those it has no price of, where the provider
   * makes the catalogue.
   */
  *batches(body: ParsedBody, batch: QuoteBatch): Generator<QuoteBatch> {
    batch.clear();
    for (const { product, observation } of body.quotes) this.findSeries(product, observation.currencyIndex);
    if (this.provider.makesCatalogue) this.addUnpriced(body.unpricedProducts);
    for (let from = 0; from < body.quotes.length; from += CHUNK_QUOTES) {
      const quotes = body.quotes.slice(from, from + CHUNK_QUOTES);
      const texts = quotes.map((quote) => Buffer.from(textOf(quote)));
      const raw = Buffer.concat(texts);
      let rawStart = 0;
      for (const [i, quote] of quotes.entries()) {
        const rawEnd = rawStart + (texts[i] as Buffer).length;
        this.take(quote, batch, { raw, rawStart, rawEnd });
        rawStart = rawEnd;
        if (batch.isFull) {
          yield batch;
          batch.clear();
        }
      }
    }
    for (const { raw, reason, detail } of body.rejected) {
      batch.reject(NO_LINE, Buffer.from(raw), { reason, detail });
      if (batch.isFull) {
        yield batch;
        batch.clear();
      }
    }
    yield batch;
  }

  /** A product that is called something else here than in an earlier body is passed over: nothing was said of it that could be refused. */
  private addUnpriced(products: readonly SaidIdentity[]): void {
    const currencyIndex = CURRENCIES.indexOf(this.provider.currency);
    for (const product of products) this.findSeries(product, currencyIndex);
  }

  private take(quote: ProviderQuote, batch: QuoteBatch, line: { raw: Buffer; rawStart: number; rawEnd: number }): void {
    const found = this.findSeries(quote.product, quote.observation.currencyIndex);
    if (typeof found !== 'number') {
      batch.reject(NO_LINE, line.raw.subarray(line.rawStart, line.rawEnd), found);
      return;
    }
    const at = batch.length;
    batch.add(found, quote.observation, { ...line, lineNumber: NO_LINE });
    // Written in any case: the batch is filled anew and remembers the stamp of the row that stood here before.
    batch.sourceUpdatedOn[at] = quote.sourceUpdatedOn ?? ABSENT;
  }

  private findSeries(product: SaidIdentity, currencyIndex: number): number | Rejection {
    const there = this.bySeriesId.get(product.seriesId);
    if (there !== undefined) return this.compareSeries(there, product);
    const index = this.series.length;
    this.series.push({ index, said: product, currencyIndex });
    this.identities.push(toCardIdentity(product));
    this.bySeriesId.set(product.seriesId, index);
    return index;
  }

  /** The same series id again: the same product, its name at last, or another product. */
  private compareSeries(index: number, said: SaidIdentity): number | Rejection {
    const known = this.identities[index] as CardIdentity;
    const conflicts = identityConflicts(said, known);
    if (conflicts.length > 0) return identityRejection(said.seriesId, conflicts);
    if (isUnnamed(said.seriesId, known) && (said.name !== '' || said.set !== '')) {
      (this.series[index] as ImportedSeries).named = said;
      this.identities[index] = toCardIdentity(said);
    }
    return index;
  }
}

/** A quote as it is kept where it is refused: product and numbers, without what was not said. */
function textOf({ product, observation }: ProviderQuote): string {
  const { observedOn, currencyIndex, marketCents, lowCents, midCents, highCents, volume, listingCount, sellerCount } = observation;
  const { seriesId, name, set, number, variant, condition, grade, language, rarity, tcgplayerId, productType, releasedOn } = product;
  // JSON leaves out what is undefined.
  return JSON.stringify({
    seriesId, name: text(name), set: text(set), number: text(number), variant, condition: text(condition), grade: text(grade), language: text(language),
    rarity: text(rarity), tcgplayerId: text(tcgplayerId), productType: text(productType), releasedOn: releasedOn ?? undefined,
    observedOn: toDay(observedOn), currency: CURRENCIES[currencyIndex], marketCents, lowCents: whole(lowCents), midCents: whole(midCents), highCents: whole(highCents),
    volume: whole(volume), listingCount: whole(listingCount), sellerCount: whole(sellerCount),
  });
}

const text = (said: string): string | undefined => said || undefined;
const whole = (said: number): number | undefined => (said === ABSENT ? undefined : said);
