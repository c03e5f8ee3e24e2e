import { addDays, type Day, parseDay } from '../../shared/day.js';
import { hashText } from '../../shared/random.js';
import { drawAt } from './draws.js';

/** The names TCGplayer gives to printings. */
export type LabVariant = 'Normal' | 'Holofoil' | 'Reverse Holofoil' | 'Unlimited' | '1st Edition' | 'Unlimited Holofoil' | '1st Edition Holofoil';

/** One product by the name each source has for it. */
export interface SourceIds {
  /** TCGplayer's product id: tcgcsv.com, TCGdex and pokemonpricetracker.com say it too. */
  readonly tcgplayer: number;
  /** Cardmarket's product id: TCGdex says it too. */
  readonly cardmarket: number;
  readonly tcgdex: string;
  readonly pokemontcg: string;
}

export interface LabSet {
  readonly name: string;
  /** TCGplayer writes it before the name: `LAB01: Copper Harbor`. */
  readonly abbreviation: string;
  readonly releasedOn: Day;
  readonly ids: SourceIds;
  readonly cardCount: number;
}

export interface LabCard {
  /** What its prices are drawn by. */
  readonly index: number;
  readonly set: LabSet;
  readonly name: string;
  /** Position in the set, from 1. */
  readonly number: number;
  readonly rarity: string;
  /** The usual printing first. */
  readonly variants: readonly LabVariant[];
  readonly ids: SourceIds;
  /** About what the usual printing costs, US cents. */
  readonly baseCents: number;
  /** 1, unless a fault makes the price wrong. */
  readonly priceFactor: number;
}

/** A box of boosters: one per set. Sources list it among the cards, or in a file of its own. */
export interface LabSealed {
  readonly index: number;
  readonly set: LabSet;
  readonly name: string;
  readonly ids: Pick<SourceIds, 'tcgplayer' | 'cardmarket'>;
  readonly baseCents: number;
}

/** The invented market all five sources quote. */
export interface LabMarket {
  readonly seed: number;
  readonly sets: readonly LabSet[];
  readonly cards: readonly LabCard[];
  readonly sealed: readonly LabSealed[];
}

interface Slot {
  readonly rarity: string;
  readonly variants: readonly LabVariant[];
  readonly fromCents: number;
  readonly toCents: number;
}

/** The cards of a set, over and over. */
const SLOTS: readonly Slot[] = [
  { rarity: 'Holo Rare', variants: ['Holofoil', 'Reverse Holofoil'], fromCents: 200, toCents: 1200 },
  { rarity: 'Common', variants: ['Normal', 'Reverse Holofoil'], fromCents: 8, toCents: 40 },
  { rarity: 'Uncommon', variants: ['Normal', 'Reverse Holofoil'], fromCents: 15, toCents: 90 },
  { rarity: 'Ultra Rare', variants: ['Holofoil'], fromCents: 600, toCents: 4000 },
  { rarity: 'Rare', variants: ['Normal', 'Holofoil', 'Reverse Holofoil'], fromCents: 50, toCents: 500 },
  { rarity: 'Secret Rare', variants: ['Holofoil'], fromCents: 2000, toCents: 30_000 },
];
/** Old sets have two editions instead. */
const VINTAGE_SLOTS: readonly Slot[] = [
  { rarity: 'Holo Rare', variants: ['Unlimited Holofoil', '1st Edition Holofoil'], fromCents: 1500, toCents: 30_000 },
  { rarity: 'Common', variants: ['Unlimited', '1st Edition'], fromCents: 30, toCents: 300 },
  { rarity: 'Uncommon', variants: ['Unlimited', '1st Edition'], fromCents: 60, toCents: 900 },
];
const SMALL_SETS = 4;
const FIRST_RELEASE = parseDay('2000-01-15') as Day;
const LATEST_RELEASE_DAYS = 9200;

const NAME_STARTS = 'Ember Mist Thorn Quartz Willow Copper Storm Velvet Hollow Saffron Frost Marble Cinder Reed Indigo Salt'.split(' ');
const NAME_ENDS = 'fox newt heron badger moth otter lynx toad finch marten carp viper hare ibex crane wasp mole'.split(' ');
const SET_STARTS = 'Copper Silent Crooked Amber Sunken Paper Glass Winter Hidden Burning Painted'.split(' ');
const SET_ENDS = 'Harbor Orchard Glacier Lantern Canyon Monsoon Clockwork Meadow Tempest Citadel Ferry Quarry Atlas'.split(' ');

/**
 * Cards with `printings` printings in all, dealt set after set (a last card may bring one or two more), so that a larger market begins
 * with the smaller one. Every name is invented: no price here can be taken for the price of a real card.
 */
export function labMarket(seed: number, printings: number): LabMarket {
  const sets: LabSet[] = [];
  const cards: LabCard[] = [];
  for (let left = printings; left > 0; ) {
    const set = setAt(seed, sets.length);
    sets.push(set);
    for (let number = 1; number <= set.cardCount && left > 0; number++) {
      const card = cardAt(seed, set, { number, index: cards.length, setIndex: sets.length - 1 });
      cards.push(card);
      left -= card.variants.length;
    }
  }
  return { seed, sets, cards, sealed: sets.map((set, index) => sealedOf(seed, set, index)) };
}

/** Every third set is an old one. The first sets are small, so that a small market has several. */
function setAt(seed: number, index: number): LabSet {
  const isVintage = index % 3 === 1;
  const share = isVintage ? 0.2 * drawAt(seed, 11, index) : 0.5 + 0.5 * drawAt(seed, 11, index);
  const code = String(index + 1).padStart(2, '0');
  const at = (hashText(`${seed}|sets`) + index * 47) % (SET_STARTS.length * SET_ENDS.length);
  return {
    name: `Invented ${SET_STARTS[at % SET_STARTS.length]} ${SET_ENDS[Math.floor(at / SET_STARTS.length)]}`,
    abbreviation: `LAB${code}`,
    releasedOn: addDays(FIRST_RELEASE, Math.floor(share * LATEST_RELEASE_DAYS)),
    ids: { tcgplayer: 90_001 + index, cardmarket: 70_001 + index, tcgdex: `lab${code}`, pokemontcg: `lab${index + 1}` },
    cardCount: index < SMALL_SETS ? 12 : 100 + Math.floor(80 * drawAt(seed, 12, index)),
  };
}

function cardAt(seed: number, set: LabSet, at: { number: number; index: number; setIndex: number }): LabCard {
  const slots = at.setIndex % 3 === 1 ? VINTAGE_SLOTS : SLOTS;
  const slot = slots[(at.number - 1) % slots.length]!;
  return {
    index: at.index,
    set,
    name: nameAt(seed, at.index),
    number: at.number,
    rarity: slot.rarity,
    variants: slot.variants,
    ids: {
      tcgplayer: 9_000_001 + at.index,
      cardmarket: 7_000_001 + at.index,
      tcgdex: `${set.ids.tcgdex}-${String(at.number).padStart(3, '0')}`,
      pokemontcg: `${set.ids.pokemontcg}-${at.number}`,
    },
    baseCents: slot.fromCents * (slot.toCents / slot.fromCents) ** drawAt(seed, 21, at.index),
    priceFactor: 1,
  };
}

function sealedOf(seed: number, set: LabSet, index: number): LabSealed {
  return {
    index,
    set,
    name: `${set.name} Booster Box`,
    ids: { tcgplayer: 9_900_001 + index, cardmarket: 7_900_001 + index },
    baseCents: 9000 + 21_000 * drawAt(seed, 31, index),
  };
}

/** Walks the grid of names with a step that is coprime to its size, so neighbours never share a name. */
function nameAt(seed: number, index: number): string {
  const size = NAME_STARTS.length * NAME_ENDS.length;
  const at = (hashText(`${seed}|names`) + index * 59) % size;
  return NAME_STARTS[at % NAME_STARTS.length]! + NAME_ENDS[Math.floor(at / NAME_STARTS.length)]!;
}

/** `004/120`, as TCGplayer prints it. */
export function printedNumber(card: LabCard): string {
  return `${String(card.number).padStart(3, '0')}/${String(card.set.cardCount).padStart(3, '0')}`;
}
