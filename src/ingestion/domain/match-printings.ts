import type { CardIdentity } from './card-identity.js';

/** A product of a source that no printing is known for yet, and the card it is a printing of. */
export interface UnmatchedProduct {
  readonly externalId: string;
  readonly cardRef: number;
  readonly identity: CardIdentity;
}

/** A printing that is there. */
export interface ExistingPrinting extends Pick<CardIdentity, 'variant' | 'condition' | 'grade' | 'language'> {
  readonly id: number;
  readonly cardRef: number;
  readonly distinction: string;
  /** Whether the same source has a product for it already: two products of one source never share a printing. */
  readonly isMatched: boolean;
}

/** Which printing a product is: one that is there (another source told us of it), or a new one. */
export type PrintingMatch = { readonly printingId: number } | { readonly distinction: string };

/**
 * Matches products to printings of the same card, variant, condition, grade and language. Where the source has another product for
 * that printing already, the product gets a printing of its own, told apart by its external id. `result[i]` belongs to `products[i]`.
 */
export function matchPrintings(products: readonly UnmatchedProduct[], existing: readonly ExistingPrinting[]): PrintingMatch[] {
  const free = new Map<string, number>();
  const taken = new Set<string>();
  for (const printing of existing) {
    const key = keyOf(printing.cardRef, printing, printing.distinction);
    if (printing.isMatched) taken.add(key);
    else free.set(key, printing.id);
  }
  return products.map(({ externalId, cardRef, identity }) => {
    const plain = keyOf(cardRef, identity, '');
    const distinction = taken.has(plain) ? externalId : '';
    const key = keyOf(cardRef, identity, distinction);
    taken.add(key);
    const printingId = free.get(key);
    return printingId === undefined ? { distinction } : { printingId };
  });
}

function keyOf(cardRef: number, of: Pick<CardIdentity, 'variant' | 'condition' | 'grade' | 'language'>, distinction: string): string {
  return JSON.stringify([cardRef, of.variant, of.condition, of.grade, of.language, distinction]);
}

/** The first public name that is free: the product's own id, with its game, with its game and source. Takes it. */
export function freeCardId(externalId: string, of: { gameSlug: string; sourceSlug: string }, taken: Set<string>): string {
  const candidates = cardIdCandidates(externalId, of);
  const free = candidates.find((candidate) => !taken.has(candidate)) ?? (candidates.at(-1) as string);
  taken.add(free);
  return free;
}

/** Public names a product may get, the nicest first. */
export function cardIdCandidates(externalId: string, { gameSlug, sourceSlug }: { gameSlug: string; sourceSlug: string }): string[] {
  return [externalId, `${gameSlug}:${externalId}`, `${gameSlug}:${sourceSlug}:${externalId}`];
}
