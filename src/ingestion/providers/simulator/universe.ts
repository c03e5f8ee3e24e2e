import { addDays, type Day } from '../../../shared/day.js';
import { hashText, normal, seededRandom } from '../../../shared/random.js';
import type { SimulatedCategory, SimulatedPrinting, SimulatedSet, SimulatedVariant } from './market-model.js';

/** Code, and release relative to the first day. Three old sets, five of recent years, three that come out as we watch. */
const SETS: readonly (readonly [code: string, name: string, releasedAfterDays: number])[] = [
  ['harbor', 'Simulated Harbor', -6900],
  ['orchard', 'Simulated Orchard', -6100],
  ['glacier', 'Simulated Glacier', -4800],
  ['lantern', 'Simulated Lantern', -1460],
  ['canyon', 'Simulated Canyon', -1010],
  ['monsoon', 'Simulated Monsoon', -640],
  ['clockwork', 'Simulated Clockwork', -330],
  ['meadow', 'Simulated Meadow', -120],
  ['tempest', 'Simulated Tempest', 130],
  ['aurora', 'Simulated Aurora', 360],
  ['citadel', 'Simulated Citadel', 560],
];
/** Sets older than this on the first day are out of print: dearer and thinner. */
const VINTAGE_AFTER_DAYS = 4000;

interface Slot {
  readonly rarity: string;
  readonly variants: readonly SimulatedVariant[];
  /** Typical range of prices, US cents. */
  readonly fromCents: number;
  readonly toCents: number;
}

/** The cards of a set, over and over; about half of the printings cost more than $5. */
const SLOTS: readonly Slot[] = [
  { rarity: 'Alternate Art Rare', variants: ['Holofoil'], fromCents: 9000, toCents: 40_000 },
  { rarity: 'Ultra Rare', variants: ['Holofoil'], fromCents: 600, toCents: 2500 },
  { rarity: 'Holo Rare', variants: ['Holofoil', 'Reverse Holofoil'], fromCents: 250, toCents: 1000 },
  { rarity: 'Common', variants: ['Normal', 'Reverse Holofoil'], fromCents: 10, toCents: 40 },
  { rarity: 'Promo', variants: ['Holofoil'], fromCents: 250, toCents: 1500 },
  { rarity: 'Secret Rare', variants: ['Holofoil'], fromCents: 2000, toCents: 9000 },
  { rarity: 'Illustration Rare', variants: ['Holofoil'], fromCents: 900, toCents: 6000 },
  { rarity: 'Rare', variants: ['Holofoil', 'Reverse Holofoil'], fromCents: 100, toCents: 500 },
  { rarity: 'Ultra Rare', variants: ['Holofoil'], fromCents: 600, toCents: 2500 },
  { rarity: 'Illustration Rare', variants: ['Holofoil'], fromCents: 900, toCents: 6000 },
  { rarity: 'Uncommon', variants: ['Normal', 'Reverse Holofoil'], fromCents: 20, toCents: 100 },
  { rarity: 'Ultra Rare', variants: ['Holofoil'], fromCents: 600, toCents: 2500 },
];

const NAME_STARTS = 'Ember Mist Thorn Quartz Willow Copper Storm Velvet Hollow Saffron Frost Marble Cinder Reed Indigo Salt Amber Dusk Flint Clover Brine Opal Rust Plume'.split(' ');
const NAME_ENDS = 'fox newt heron badger moth otter lynx toad finch marten carp viper hare ibex crane wasp mole stoat gecko pike'.split(' ');

/** One printing with what the simulation knows of it and no catalogue says. */
export interface SimulatedListing {
  readonly printing: SimulatedPrinting;
  /** Siblings share it. */
  readonly cardKey: string;
  readonly setIndex: number;
  /** Release day relative to the first day. */
  readonly releasedAtIndex: number;
  readonly baseCents: number;
  readonly isVintage: boolean;
}

/** The invented sets, by release. */
export function simulatedSets(firstDay: Day): SimulatedSet[] {
  return SETS.map(([code, name, after]) => ({ code, name, releasedOn: addDays(firstDay, after) }));
}

/**
 * The first `count` printings, dealt to the sets in turn, so a larger market begins with the smaller one.
 * Every name is invented: no price here can be taken for the price of a real card.
 */
export function simulatedUniverse(seed: number, count: number, firstDay: Day): SimulatedListing[] {
  const sets = simulatedSets(firstDay);
  const perSet = Math.ceil(count / sets.length);
  const dealt = sets.map((set, setIndex) => listingsOfSet({ seed, set, setIndex, count: perSet }));
  return Array.from({ length: count }, (_, i) => dealt[i % sets.length]![Math.floor(i / sets.length)]!);
}

function listingsOfSet(of: { seed: number; set: SimulatedSet; setIndex: number; count: number }): SimulatedListing[] {
  const { seed, set, setIndex } = of;
  const releasedAtIndex = SETS[setIndex]![2];
  const isVintage = releasedAtIndex < -VINTAGE_AFTER_DAYS;
  const listings: SimulatedListing[] = [];
  for (let cardIndex = 0; listings.length < of.count; cardIndex++) {
    const slot = SLOTS[cardIndex % SLOTS.length]!;
    const number = String(cardIndex + 1).padStart(3, '0');
    const cardKey = `sim-${set.code}-${number}`;
    const random = seededRandom(hashText(`${seed}|${cardKey}`));
    const cardCents = slot.fromCents * (slot.toCents / slot.fromCents) ** random() * (isVintage ? 1.8 : 1);
    const name = `Sim ${nameOf(seed, setIndex * 997 + cardIndex)}`;
    slot.variants.forEach((variant, i) => {
      const variantCents = i === 0 ? cardCents : cardCents * Math.exp(0.25 + 0.3 * normal(random));
      const category = categoryOf(slot, cardIndex, isVintage, i);
      const printing: SimulatedPrinting = {
        seriesId: `${cardKey}|${variant}`, name, setCode: set.code, setName: set.name, setReleasedOn: set.releasedOn,
        number, rarity: slot.rarity, variant, productType: 'Cards', category,
      };
      listings.push({ printing, cardKey, setIndex, releasedAtIndex, baseCents: variantCents, isVintage });
    });
  }
  return listings.slice(0, of.count);
}

/** Walks the grid of names with a step that is coprime to its size, so neighbours never share a name. */
function nameOf(seed: number, index: number): string {
  const at = (hashText(`${seed}|names`) + index * 211) % (NAME_STARTS.length * NAME_ENDS.length);
  return NAME_STARTS[at % NAME_STARTS.length]! + NAME_ENDS[Math.floor(at / NAME_STARTS.length)]!;
}

function categoryOf(slot: Slot, cardIndex: number, isVintage: boolean, variantIndex: number): SimulatedCategory | null {
  if (slot.rarity === 'Alternate Art Rare') return isVintage ? 'grail' : 'chase';
  if (cardIndex === 1 && !isVintage) return 'meta';
  if (cardIndex === 4 || (cardIndex === 3 && isVintage && variantIndex === 0)) return 'personal';
  return null;
}
