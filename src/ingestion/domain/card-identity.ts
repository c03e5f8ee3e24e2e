import { acceptReleaseDay, missingField, wrongEncoding } from './accept.js';
import { fieldText, type Quote, type Rejection } from './quote.js';
import type { TidyColumn, TidyColumns } from './tidy-columns.js';

export const UNSPECIFIED = 'UNSPECIFIED';
export const RAW_GRADE = 'RAW';
/** Where a source does not say the set of a product. */
export const UNKNOWN_SET = 'Unknown set';

/** What a source says about a product besides its price. Empty text is "not said". */
export interface SaidIdentity {
  readonly seriesId: string;
  readonly name: string;
  readonly set: string;
  readonly number: string;
  readonly variant: string;
  readonly condition: string;
  readonly grade: string;
  readonly language: string;
  readonly rarity: string;
  readonly tcgplayerId: string;
  readonly productType: string;
  readonly releasedOn: string | null;
}

/** The same with what we put where a source says nothing: what the catalogue holds. */
export interface CardIdentity {
  readonly name: string;
  readonly set: string;
  readonly number: string;
  readonly variant: string;
  readonly condition: string;
  readonly grade: string;
  readonly language: string;
}

/** Columns that describe the product: while their bytes stay the same, so does the product. */
export const PRODUCT_COLUMNS: readonly TidyColumn[] = [
  'series_id', 'name', 'set', 'variant', 'number', 'rarity', 'condition', 'grade', 'language', 'tcgplayer_id', 'released_at', 'product_type',
];

/** The product columns of a quote as text, or why they cannot be accepted. */
export function readIdentity(quote: Quote, columns: TidyColumns): SaidIdentity | Rejection {
  const text: Partial<Record<TidyColumn, string>> = {};
  for (const column of PRODUCT_COLUMNS) {
    const at = columns[column];
    const value = at < 0 ? '' : fieldText(quote, at);
    if (value === undefined) return wrongEncoding(column);
    text[column] = value.trim();
  }
  const said = (column: TidyColumn): string => text[column] as string;
  if (said('series_id') === '') return missingField('series_id');
  if (said('variant') === '') return missingField('variant');
  const release = acceptReleaseDay(said('released_at'));
  if ('reason' in release) return release;
  return {
    seriesId: said('series_id'), name: said('name'), set: said('set'), number: said('number'), variant: said('variant'),
    condition: said('condition'), grade: said('grade'), language: said('language'), rarity: said('rarity'),
    tcgplayerId: said('tcgplayer_id'), productType: said('product_type'), releasedOn: release.day,
  };
}

/**
 * What the catalogue holds of a product. A product without a name goes by its series id (a label, not a claim), in the unknown set;
 * its prices are as good as any.
 */
export function toCardIdentity(said: SaidIdentity): CardIdentity {
  return {
    name: said.name || said.seriesId,
    set: said.set || UNKNOWN_SET,
    number: said.number,
    variant: said.variant,
    condition: said.condition || UNSPECIFIED,
    grade: said.grade || RAW_GRADE,
    language: said.language || UNSPECIFIED,
  };
}

/** `Cards` unless said; `Sealed` for the variant the sealed files use. */
export function productTypeOf(said: SaidIdentity): string {
  return said.productType || (said.variant.toLowerCase() === 'sealed' ? 'Sealed' : 'Cards');
}

/** Whether the catalogue knows this product only by its series id, so that a name that comes later is news and not a conflict. */
export function isUnnamed(seriesId: string, known: CardIdentity): boolean {
  return known.name === seriesId && known.set === UNKNOWN_SET;
}

/** Fields in which a source now says something else of a series than what is known: `name "Pikachu" (known: "Raichu")`. */
export function identityConflicts(said: SaidIdentity, known: CardIdentity): string[] {
  const fields = isUnnamed(said.seriesId, known) ? STABLE_FIELDS : [...NAMING_FIELDS, ...STABLE_FIELDS];
  return fields
    .filter((field) => said[field] !== '' && said[field] !== known[field])
    .map((field) => `${field} ${JSON.stringify(said[field])} (known: ${JSON.stringify(known[field])})`);
}

const NAMING_FIELDS = ['name', 'set', 'number'] as const;
const STABLE_FIELDS = ['variant', 'condition', 'grade', 'language'] as const;

/** The rejection of a quote that calls a known series something else. */
export function identityRejection(seriesId: string, conflicts: readonly string[]): Rejection {
  return {
    reason: 'identity_conflict',
    detail: `${JSON.stringify(seriesId)} is another product here: ${conflicts.join(', ')}; expected the same product for the same series_id.`,
  };
}
