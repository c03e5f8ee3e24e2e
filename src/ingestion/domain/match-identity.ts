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

/** Printing and product by their keys: each is worked out once, because a match compares many. */
interface Keys {
  readonly set: string;
  readonly number: string;
  readonly name: string;
  readonly variant: string;
  readonly productType: string;
}

interface KeyedPrinting {
  readonly printing: CataloguePrinting;
  readonly keys: Keys;
}

interface KeyedProduct {
  readonly product: SaidIdentity;
  readonly keys: Keys;
}

/**
 * Finds the printings of a source's products in the catalogue that other sources have made: first by TCGplayer id and variant, then by
 * what set, name, number and variant come to in whatever spelling, where exactly one printing fits. Remembers what it has given away:
 * two products of one source never share a printing.
 */
export class IdentityMatcher {
  private readonly byTcgplayerId: ReadonlyMap<string, readonly KeyedPrinting[]>;
  private readonly byName: ReadonlyMap<string, readonly KeyedPrinting[]>;
  /** The variants of a card that the catalogue has. */
  private readonly variants = new Map<string, Set<string>>();
  private readonly taken: Set<number>;

  constructor(printings: readonly CataloguePrinting[]) {
    const keyed = printings.map((printing) => ({ printing, keys: keysOf(printing, printing.productType) }));
    this.byTcgplayerId = grouped(keyed, ({ printing }) => printing.tcgplayerIds);
    this.byName = grouped(keyed, ({ keys }) => [keys.name]);
    for (const { keys } of keyed) {
      const card = cardKey(keys);
      this.variants.set(card, (this.variants.get(card) ?? new Set()).add(keys.variant));
    }
    this.taken = new Set(printings.filter((printing) => printing.isMatched).map((printing) => printing.id));
  }

  /**
   * `result[i]` belongs to `products[i]`. A product that does not say its set, or its number, is matched only where no other product of
   * the call could be meant as well: pass all that are at hand.
   */
  match(products: readonly SaidIdentity[]): Finding[] {
    const keyed = products.map((product) => ({ product, keys: keysOf(product, productTypeOf(product)) }));
    const vague = grouped(keyed.filter(({ keys }) => isVague(keys)), ({ keys }) => [keys.name]);
    // An id is the better evidence: what it names is taken before names are compared.
    const byIds = keyed.map((one) => this.findById(one));
    return keyed.map((one, i) => {
      const byId = byIds[i];
      if (byId && !('reason' in byId && byId.reason === 'other_printing')) return byId;
      const byIdentity = this.findByIdentity(one, isVague(one.keys) ? vague.get(one.keys.name) ?? [] : []);
      return byId && 'reason' in byIdentity ? byId : byIdentity;
    });
  }

  /** Undefined where no printing has the id. */
  private findById(one: KeyedProduct): Finding | undefined {
    const { tcgplayerId } = one.product;
    const withId = tcgplayerId === '' ? [] : this.byTcgplayerId.get(tcgplayerId) ?? [];
    if (withId.length === 0) return undefined;
    const fitting = nearest(one.product, withId.filter((printing) => this.isPrinting(one, printing)));
    const [only] = fitting;
    if (!only) return unmatched('other_printing', withId);
    if (fitting.length > 1) return unmatched('several_candidates', fitting);
    if (contradicts(one.keys, only.keys)) return unmatched('identity_contradicts', fitting);
    return this.take(only, { provenance: 'tcgplayer_id', confidenceRatio: CONFIDENCE.tcgplayerId });
  }

  /** `alike`: the products of the same name that say as little as this one. */
  private findByIdentity(one: KeyedProduct, alike: readonly KeyedProduct[]): Finding {
    const named = one.product.name === '' ? [] : this.byName.get(one.keys.name) ?? [];
    const ofCard = named.filter(({ printing, keys }) => agrees(one.keys, keys) && !hasOtherId(one.product, printing));
    if (ofCard.length === 0) return unmatched('no_candidate', named);
    const fitting = nearest(one.product, ofCard.filter((printing) => this.isPrinting(one, printing)));
    const [only] = fitting;
    if (!only) return unmatched('other_printing', ofCard);
    if (fitting.length > 1) return unmatched('several_candidates', fitting);
    const isOneOfSeveral = alike.some((other) => stemOf(other.product) !== stemOf(one.product) && agrees(other.keys, only.keys));
    if (isOneOfSeveral) return unmatched('several_products', fitting);
    return this.take(only, { provenance: 'identity', confidenceRatio: confidenceOf(one.keys) });
  }

  private take({ printing, keys }: KeyedPrinting, how: { provenance: 'tcgplayer_id' | 'identity'; confidenceRatio: number }): Finding {
    if (this.taken.has(printing.id)) return unmatched('printing_taken', [{ printing, keys }]);
    this.taken.add(printing.id);
    return { printingId: printing.id, ...how };
  }

  /** The same variant, condition, grade and language. */
  private isPrinting({ product, keys }: KeyedProduct, one: KeyedPrinting): boolean {
    if (!isSameKind(product, one.printing)) return false;
    return keys.variant === ORDINARY_KEY || keys.variant === REVERSE_OR_HOLO_KEY ? one.keys.variant === this.meantVariant(keys.variant, one) : one.keys.variant === keys.variant;
  }

  /**
   * The variant that a product means which is just the ordinary or the other one of its card; undefined where it leaves a choice. A printing
   * without a price is not in the catalogue, so that the holofoil alone is ordinary only where the rarity is one without a plain printing,
   * and an edition never.
   */
  private meantVariant(said: string, { printing, keys }: KeyedPrinting): string | undefined {
    const plain = [...(this.variants.get(cardKey(keys)) ?? [])].filter((variant) => variant !== REVERSE);
    if (plain.length !== 1 || !(plain[0] === NORMAL || (plain[0] === HOLOFOIL && !OFTEN_PLAIN.has(nameKey(printing.rarity ?? ''))))) return undefined;
    return said === ORDINARY_KEY ? plain[0] : REVERSE;
  }
}

const [ORDINARY_KEY, REVERSE_OR_HOLO_KEY] = [variantKey(ORDINARY), variantKey(REVERSE_OR_HOLO)];
const [NORMAL, HOLOFOIL, REVERSE] = ['Normal', 'Holofoil', 'Reverse Holofoil'].map(variantKey);
/** Rarities whose cards may have a plain printing beside a holofoil one. */
const OFTEN_PLAIN: ReadonlySet<string> = new Set(['', 'none', 'common', 'uncommon', 'rare', 'promo']);

function unmatched(reason: UnmatchedReason, candidates: readonly KeyedPrinting[]): Finding {
  return { reason, candidates: candidates.slice(0, MAX_CANDIDATES).map(({ printing }) => printing) };
}

function keysOf(of: Pick<SaidIdentity, 'set' | 'number' | 'name' | 'variant'>, productType: string): Keys {
  return { set: setKey(of.set), number: numberKey(of.number), name: nameKey(of.name), variant: variantKey(of.variant), productType };
}

function cardKey({ set, name, number, productType }: Keys): string {
  return `${set}\n${name}\n${number}\n${productType}`;
}

function grouped<T>(all: readonly T[], keysOfOne: (one: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    for (const key of keysOfOne(one)) {
      const group = groups.get(key);
      if (group) group.push(one);
      else groups.set(key, [one]);
    }
  }
  return groups;
}

/** The printing has all that the product says of set and number. Sealed products and cards are never the same thing. */
function agrees(product: Keys, printing: Keys): boolean {
  return product.productType === printing.productType && (product.set === '' || product.set === printing.set) && (product.number === '' || product.number === printing.number);
}

/** Another name and another number, where both are said. */
function contradicts(product: Keys, printing: Keys): boolean {
  return product.name !== '' && product.name !== printing.name && product.number !== '' && printing.number !== '' && product.number !== printing.number;
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
function nearest(product: SaidIdentity, printings: readonly KeyedPrinting[]): readonly KeyedPrinting[] {
  const [condition, language] = [product.condition || UNSPECIFIED, product.language || UNSPECIFIED];
  const exact = printings.filter(({ printing }) => printing.condition === condition && printing.language === language);
  return exact.length > 0 ? exact : printings;
}

/** Of a product that agrees with a printing in name and in all that it says besides. */
function confidenceOf(product: Keys): number {
  const said = Number(saysSet(product)) + Number(saysNumber(product));
  return [CONFIDENCE.nameAlone, CONFIDENCE.nameAndOne, CONFIDENCE.setNameNumber][said] as number;
}

/** Without its set, or without its number, other products may be meant as well. */
function isVague(product: Keys): boolean {
  return !saysSet(product) || !saysNumber(product);
}

function saysSet(product: Keys): boolean {
  return product.set !== '';
}

/** What is sealed has no number to say. */
function saysNumber(product: Keys): boolean {
  return product.productType === 'Sealed' ? saysSet(product) : product.number !== '';
}

/** The product behind its series: what stands before the variant. */
function stemOf({ seriesId }: SaidIdentity): string {
  return seriesId.split('|')[0] as string;
}
