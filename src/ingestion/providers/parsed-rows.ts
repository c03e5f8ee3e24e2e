import type { Rejection } from '../domain/quote.js';
import type { ParsedBody, ProviderQuote, ProviderRejection } from './provider.js';

/** The quarantine keeps no more of a row. */
const KEPT_CHARACTERS = 4_096;

/** What a body holds, as far as it has been read. */
export class ParsedRows implements ParsedBody {
  readonly quotes: ProviderQuote[] = [];
  readonly rejected: ProviderRejection[] = [];
  unpriced = 0;
  readonly unpricedProducts: ProviderQuote['product'][] = [];

  /** Counts something that has no price now; `product` where it is known which printing it is. */
  countUnpriced(product?: ProviderQuote['product']): void {
    this.unpriced++;
    if (product) this.unpricedProducts.push(product);
  }

  /** Names of fields come from the body too: what a database cannot keep as text is taken out of the detail. */
  reject(row: unknown, { reason, detail }: Rejection): void {
    const kept = detail.slice(0, KEPT_CHARACTERS).replaceAll('\0', '\uFFFD');
    this.rejected.push({ reason, detail: kept, raw: (JSON.stringify(row) ?? '').slice(0, KEPT_CHARACTERS) });
  }
}

/** A JSON object, or undefined where the value is something else. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

/** Makes the identity of a product out of what a provider says of it: what is not named is not said. */
export function identityOf(said: Pick<ProviderQuote['product'], 'seriesId' | 'name' | 'variant'> & Partial<ProviderQuote['product']>): ProviderQuote['product'] {
  return { set: '', number: '', condition: '', grade: '', language: '', rarity: '', tcgplayerId: '', productType: '', releasedOn: null, ...said };
}
