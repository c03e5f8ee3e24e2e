import type { Member } from './group-moves.js';
import { priceAsOf } from './series-view.js';
import { quantileOfSorted } from '../../shared/stats.js';

/** Printings cheaper than this (minor units) are no part of a group: their prices jump by the cent. */
export const LEAST_GROUP_CENTS = 200;

/** ln of the width of a price band: each is 2.2 times the one before. */
const BAND_WIDTH = 0.8;

/** What makes printings alike. Null where a printing has no such group. */
export const GROUP_KEYS = {
  game: () => 'all',
  set: ({ facts }: Member) => `${facts.setId}`,
  rarity: ({ facts }: Member) => facts.rarity ?? '?',
  variant: ({ facts }: Member) => facts.variant,
  character: ({ facts }: Member) => facts.character,
  band: ({ view }: Member) => `${Math.floor(Math.log(priceAsOf(view, 0)) / BAND_WIDTH)}`,
  peers: ({ facts }: Member) => `${facts.setId}|${facts.rarity ?? '?'}|${facts.variant}`,
} as const satisfies Record<string, (member: Member) => string | null>;

export type GroupKey = keyof typeof GROUP_KEYS;

/** Which members make which group: `groupOf[i]` is -1 where member i has none. */
export interface Grouping {
  readonly groupOf: Int32Array;
  readonly count: number;
  /** Whether a member counts in the figures of its group; cheaper ones only receive them. */
  readonly counts: Uint8Array;
}

export function groupingOf(members: readonly Member[], key: GroupKey): Grouping {
  const numbers = new Map<string, number>();
  const keyOf: (member: Member) => string | null = GROUP_KEYS[key];
  const groupOf = Int32Array.from(members, (member) => {
    const name = keyOf(member);
    if (name === null) return -1;
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, numbers.size);
    return numbers.size - 1;
  });
  return { groupOf, count: numbers.size, counts: Uint8Array.from(members, ({ view }) => Number(priceAsOf(view, 0) >= LEAST_GROUP_CENTS)) };
}

/** Median of each group, told to each member; NaN where fewer than `least` members have a value. */
export function groupMedians({ groupOf, count, counts }: Grouping, values: Float64Array, least: number): Float64Array {
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (counts[i] === 1 && !Number.isNaN(value)) lists[groupOf[i] as number]?.push(value);
  }
  const medians = lists.map((list) => (list.length >= least ? quantileOfSorted(Float64Array.from(list).toSorted(), 0.5) : NaN));
  return Float64Array.from(groupOf, (group) => medians[group] ?? NaN);
}

/**
 * Mean of each group, shrunk towards the mean of all: (sum + weight * overall) / (count + weight). A member without a group gets the overall
 * mean; NaN where nobody has a value.
 */
export function shrunkMeans({ groupOf, count, counts }: Grouping, values: Float64Array, weight: number): Float64Array {
  const sums = new Float64Array(count + 1);
  const sizes = new Float64Array(count + 1);
  let total = 0;
  let seen = 0;
  values.forEach((value, i) => {
    if (counts[i] !== 1 || Number.isNaN(value)) return;
    const group = groupOf[i] as number;
    total += value;
    seen++;
    if (group < 0) return;
    sums[group] = (sums[group] as number) + value;
    sizes[group] = (sizes[group] as number) + 1;
  });
  const overall = total / seen;
  return Float64Array.from(groupOf, (group) => (group < 0 ? overall : ((sums[group] as number) + weight * overall) / ((sizes[group] as number) + weight)));
}

/** Rank among the members that count, 0 for the least and 1 for the greatest; equal values share their mean rank. NaN stays NaN. */
export function rankShares({ counts }: Grouping, values: Float64Array): Float64Array {
  const order = Int32Array.from(values.keys()).filter((i) => counts[i] === 1 && !Number.isNaN(values[i])).toSorted((a, b) => (values[a] as number) - (values[b] as number));
  const shares = new Float64Array(values.length).fill(NaN);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++;
    const share = order.length > 1 ? (from + to - 1) / 2 / (order.length - 1) : 0.5;
    for (let k = from; k < to; k++) shares[order[k] as number] = share;
    from = to;
  }
  return shares;
}

/** Median over the other members of the same card that count; NaN where there is no other with a value. */
export function siblingMedians(members: readonly Member[], { counts }: Grouping, values: Float64Array): Float64Array {
  const cards = new Map<number, number[]>();
  members.forEach(({ facts }, i) => {
    if (counts[i] !== 1) return;
    const card = cards.get(facts.cardRef);
    if (card) card.push(i);
    else cards.set(facts.cardRef, [i]);
  });
  return Float64Array.from(members, ({ facts }, i) => {
    const others = (cards.get(facts.cardRef) ?? []).filter((other) => other !== i && !Number.isNaN(values[other]));
    return others.length === 0 ? NaN : quantileOfSorted(Float64Array.from(others, (other) => values[other] as number).toSorted(), 0.5);
  });
}
