import { productTypeOf, RAW_GRADE, type SaidIdentity, UNSPECIFIED } from './card-identity.js';
import { nameKey, numberKey, ORDINARY, REVERSE_OR_HOLO, setKey, variantKey } from './identity-keys.js';

/** A printing of the catalogue, as far as it tells which product it is. */
export interface CataloguePrinting {
  readonly id: number;
  readonly cardId: string;
  readonly name: string;
  readonly set: string;
  readonly number: string;
  readonly variant: string;
  readonly condition: string;
  readonly grade: string;
  readonly language: string;
  readonly productType: string;
  readonly rarity: string | null;
  /** What other sources say is its TCGplayer id; more than one where they disagree. */
  readonly tcgplayerIds: readonly string[];
  /** Whether the source at hand has another product for it. */
  readonly isMatched: boolean;
}

export type UnmatchedReason =
  /** Nothing in the catalogue has its TCGplayer id, or its name with the set and number it says. */
  | 'no_candidate'
  /** The card is there, but not in this variant, condition, grade or language: no other printing's price stands in. */
  | 'other_printing'
  /** More than one printing fits equally well. */
  | 'several_candidates'
  /** It says neither set nor number, and the source has several products of that name. */
  | 'several_products'
  /** The printing that fits has another product of the same source. */
  | 'printing_taken'
  /** Its TCGplayer id names a card with another name and another number. */
  | 'identity_contradicts'
  /** A person said that it is not the printing it was matched to. */
  | 'mapping_rejected';

/** How sure a match is: by the id both say; by set, name and number; by name and one of the two; by a name alone. Less is no match. */
export const CONFIDENCE = { tcgplayerId: 1, setNameNumber: 0.9, nameAndOne: 0.85, nameAlone: 0.8 } as const;
export type Finding =
  | { readonly printingId: number; readonly provenance: 'tcgplayer_id' | 'identity'; readonly confidenceRatio: number }
  | { readonly reason: UnmatchedReason; readonly candidates: readonly CataloguePrinting[] };

const MAX_CANDIDATES = 5;
const NEAR_MINT = 'NM';

/**
 * Finds the printings of a source's products in the catalogue that other sources have made: first by TCGplayer id and variant, then by
 * what set, name, number and variant come to in whatever spelling, where exactly one printing fits. Remembers what it has given away:
 * two products of one source never share a printing.
 */
export class IdentityMatcher {
  private readonly byTcgplayerId: ReadonlyMap<string, readonly CataloguePrinting[]>;
  private readonly byName: ReadonlyMap<string, readonly CataloguePrinting[]>;
  private readonly byCard: ReadonlyMap<string, readonly CataloguePrinting[]>;
  private readonly taken: Set<number>;

  constructor(printings: readonly CataloguePrinting[]) {
    this.byTcgplayerId = grouped(printings, (printing) => printing.tcgplayerIds);
    this.byName = grouped(printings, (printing) => [nameKey(printing.name)]);
    this.byCard = grouped(printings, (printing) => [cardKey(printing)]);
    this.taken = new Set(printings.filter((printing) => printing.isMatched).map((printing) => printing.id));
  }

  /**
   * `result[i]` belongs to `products[i]`. A product that does not say its set, or its number, is matched only where no other product of
   * the call could be meant as well: pass all that are at hand.
   */
  match(products: readonly SaidIdentity[]): Finding[] {
    const vague = new Map<string, SaidIdentity[]>();
    for (const product of products.filter(isVague)) {
      const key = nameKey(product.name);
      const others = vague.get(key);
      if (others) others.push(product);
      else vague.set(key, [product]);
    }
    // An id is the better evidence: what it names is taken before names are compared.
    const byIds = products.map((product) => this.findById(product));
    return products.map((product, i) => {
      const byId = byIds[i];
      if (byId && !('reason' in byId && byId.reason === 'other_printing')) return byId;
      const byIdentity = this.findByIdentity(product, isVague(product) ? vague.get(nameKey(product.name)) ?? [] : []);
      return byId && 'reason' in byIdentity ? byId : byIdentity;
    });
  }

  /** Undefined where no printing has the id. */
  private findById(product: SaidIdentity): Finding | undefined {
    const withId = product.tcgplayerId === '' ? [] : this.byTcgplayerId.get(product.tcgplayerId) ?? [];
    if (withId.length === 0) return undefined;
    const fitting = nearest(product, withId.filter((printing) => isSameKind(product, printing) && this.isVariant(product, printing)));
    const [only] = fitting;
    if (!only) return unmatched('other_printing', withId);
    if (fitting.length > 1) return unmatched('several_candidates', fitting);
    if (contradicts(product, only)) return unmatched('identity_contradicts', fitting);
    return this.take(only, { provenance: 'tcgplayer_id', confidenceRatio: CONFIDENCE.tcgplayerId });
  }

  /** `alike`: the products of the same name that say as little as this one. */
  private findByIdentity(product: SaidIdentity, alike: readonly SaidIdentity[]): Finding {
    const named = product.name === '' ? [] : this.byName.get(nameKey(product.name)) ?? [];
    const ofCard = named.filter((printing) => agrees(product, printing) && !hasOtherId(product, printing));
    if (ofCard.length === 0) return unmatched('no_candidate', named);
    const fitting = nearest(product, ofCard.filter((printing) => isSameKind(product, printing) && this.isVariant(product, printing)));
    const [only] = fitting;
    if (!only) return unmatched('other_printing', ofCard);
    if (fitting.length > 1) return unmatched('several_candidates', fitting);
    if (alike.some((other) => stemOf(other) !== stemOf(product) && agrees(other, only))) return unmatched('several_products', fitting);
    return this.take(only, { provenance: 'identity', confidenceRatio: confidenceOf(product) });
  }

  private take(printing: CataloguePrinting, how: { provenance: 'tcgplayer_id' | 'identity'; confidenceRatio: number }): Finding {
    if (this.taken.has(printing.id)) return unmatched('printing_taken', [printing]);
    this.taken.add(printing.id);
    return { printingId: printing.id, ...how };
  }

  /**
   * The same variant; of a product that is just the ordinary or the other one, the variant that leaves no choice. A printing without a price
   * is not in the catalogue, so that the holofoil alone is ordinary only where the rarity is one without a plain printing, and an edition never.
   */
  private isVariant(product: SaidIdentity, printing: CataloguePrinting): boolean {
    const said = variantKey(product.variant);
    if (said !== variantKey(ORDINARY) && said !== variantKey(REVERSE_OR_HOLO)) return said === variantKey(printing.variant);
    const variants = [...new Set((this.byCard.get(cardKey(printing)) ?? []).map((one) => variantKey(one.variant)))];
    const plain = variants.filter((variant) => variant !== REVERSE);
    if (plain.length !== 1 || !(plain[0] === NORMAL || (plain[0] === HOLOFOIL && !OFTEN_PLAIN.has(nameKey(printing.rarity ?? ''))))) return false;
    return variantKey(printing.variant) === (said === variantKey(ORDINARY) ? plain[0] : REVERSE);
  }
}

const [NORMAL, HOLOFOIL, REVERSE] = ['Normal', 'Holofoil', 'Reverse Holofoil'].map(variantKey);
/** Rarities whose cards may have a plain printing beside a holofoil one. */
const OFTEN_PLAIN: ReadonlySet<string> = new Set(['', 'none', 'common', 'uncommon', 'rare', 'promo']);

function unmatched(reason: UnmatchedReason, candidates: readonly CataloguePrinting[]): Finding {
  return { reason, candidates: candidates.slice(0, MAX_CANDIDATES) };
}

function grouped(printings: readonly CataloguePrinting[], keysOf: (printing: CataloguePrinting) => readonly string[]): Map<string, CataloguePrinting[]> {
  const groups = new Map<string, CataloguePrinting[]>();
  for (const printing of printings) {
    for (const key of keysOf(printing)) {
      const group = groups.get(key);
      if (group) group.push(printing);
      else groups.set(key, [printing]);
    }
  }
  return groups;
}

function cardKey({ name, set, number, productType }: CataloguePrinting): string {
  return JSON.stringify([setKey(set), nameKey(name), numberKey(number), productType]);
}

/** The printing has all that the product says of set and number. Sealed products and cards are never the same thing. */
function agrees(product: SaidIdentity, printing: CataloguePrinting): boolean {
  const [set, number] = [setKey(product.set), numberKey(product.number)];
  return productTypeOf(product) === printing.productType && (set === '' || set === setKey(printing.set)) && (number === '' || number === numberKey(printing.number));
}

/** Another name and another number, where both are said. */
function contradicts(product: SaidIdentity, printing: CataloguePrinting): boolean {
  const [name, number] = [nameKey(product.name), numberKey(product.number)];
  return name !== '' && name !== nameKey(printing.name) && number !== '' && printing.number !== '' && number !== numberKey(printing.number);
}

function hasOtherId(product: SaidIdentity, printing: CataloguePrinting): boolean {
  return product.tcgplayerId !== '' && printing.tcgplayerIds.length > 0 && !printing.tcgplayerIds.includes(product.tcgplayerId);
}

/** A price that blends conditions goes with near mint, and no language with English; grades are never mixed. */
function isSameKind(product: SaidIdentity, printing: CataloguePrinting): boolean {
  return (
    (product.grade || RAW_GRADE) === printing.grade &&
    isSameOf(product.condition || UNSPECIFIED, printing.condition, NEAR_MINT) &&
    isSameOf(product.language || UNSPECIFIED, printing.language, 'en')
  );
}

function isSameOf(said: string, known: string, usual: string): boolean {
  const isUsual = (value: string): boolean => value === UNSPECIFIED || value === usual;
  return said === known || (isUsual(said) && isUsual(known));
}

/** Where some say condition and language by the letter, those. */
function nearest(product: SaidIdentity, printings: readonly CataloguePrinting[]): readonly CataloguePrinting[] {
  const exact = printings.filter((one) => one.condition === (product.condition || UNSPECIFIED) && one.language === (product.language || UNSPECIFIED));
  return exact.length > 0 ? exact : printings;
}

/** Of a product that agrees with a printing in name and in all that it says besides. */
function confidenceOf(product: SaidIdentity): number {
  const said = Number(saysSet(product)) + Number(saysNumber(product));
  return [CONFIDENCE.nameAlone, CONFIDENCE.nameAndOne, CONFIDENCE.setNameNumber][said] as number;
}

/** Without its set, or without its number, other products may be meant as well. */
function isVague(product: SaidIdentity): boolean {
  return !saysSet(product) || !saysNumber(product);
}

function saysSet(product: SaidIdentity): boolean {
  return setKey(product.set) !== '';
}

/** What is sealed has no number to say. */
function saysNumber(product: SaidIdentity): boolean {
  return productTypeOf(product) === 'Sealed' ? saysSet(product) : numberKey(product.number) !== '';
}

/** The product behind its series: what stands before the variant. */
function stemOf({ seriesId }: SaidIdentity): string {
  return seriesId.split('|')[0] as string;
}
