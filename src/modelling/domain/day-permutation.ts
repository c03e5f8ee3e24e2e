import { BadData } from '../../shared/errors.js';
import { type Random, seededRandom } from '../../shared/random.js';
import { meanShares } from './population-stability.js';

export interface PermutationRule {
  /** With at most this many labellings all of them are tried, and the p-value is exact; otherwise as many are drawn. */
  readonly mostPermutations: number;
  readonly seed: number;
}

export interface PermutationTest {
  readonly statistic: number;
  /** Share of the labellings whose statistic is at least that of the real one, which is among them: never 0. */
  readonly pValue: number;
  readonly labellings: number;
  readonly isExact: boolean;
}

type Statistic = (expected: ArrayLike<number>, actual: ArrayLike<number>) => number;

/** A labelling that does as well as the real one may differ from it in the last bit. */
const ROUNDING = 1e-12;

/**
 * Have the blocks of the current window another distribution than those of the reference window? The labels "reference" and
 * "current" are shuffled over whole blocks of days, for the cards of one day move together: a day is one observation, however
 * many cards it has. A block is a distribution (shares by bin), and all blocks count alike.
 * Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses, chapter 3; for the draws Phipson & Smyth (2010),
 * Permutation p-values should never be zero, Statistical Applications in Genetics and Molecular Biology 9(1).
 *
 * @throws BadData where a window has no block.
 */
export function blockPermutationTest(
  blocks: { reference: readonly ArrayLike<number>[]; current: readonly ArrayLike<number>[] },
  statistic: Statistic,
  rule: PermutationRule,
): PermutationTest {
  const { reference, current } = blocks;
  if (reference.length === 0 || current.length === 0) {
    throw new BadData(`a permutation test needs a block in both windows; got ${reference.length} of the reference and ${current.length} of the current one`);
  }
  const all = [...reference, ...current];
  const under = (chosen: ReadonlySet<number>): number =>
    statistic(meanShares(all.filter((_, i) => !chosen.has(i))), meanShares(all.filter((_, i) => chosen.has(i))));
  const observed = under(new Set(current.map((_, i) => reference.length + i)));
  const total = labellingsOf(reference.length, current.length);
  const isExact = total <= rule.mostPermutations;
  let atLeast = 0;
  let tried = 0;
  const choices = isExact ? combinations(all.length, current.length) : drawn(all.length, current.length, rule);
  for (const chosen of choices) {
    tried++;
    if (!(under(chosen) < observed - ROUNDING)) atLeast++;
  }
  // Among the drawn labellings the real one may be missing: it is added to both sides.
  const pValue = isExact ? atLeast / tried : (atLeast + 1) / (tried + 1);
  return { statistic: observed, pValue: Number.isNaN(observed) ? NaN : pValue, labellings: tried, isExact };
}

/** In how many ways the blocks can be labelled. The least p-value there can be is one over this. */
export function labellingsOf(reference: number, current: number): number {
  let total = 1;
  for (let k = 1; k <= Math.min(reference, current); k++) total = (total * (reference + current - k + 1)) / k;
  return Math.round(total);
}

function* combinations(items: number, size: number, from = 0): Generator<Set<number>> {
  if (size === 0) {
    yield new Set();
    return;
  }
  for (let first = from; first <= items - size; first++) {
    for (const rest of combinations(items, size - 1, first + 1)) yield new Set([first, ...rest]);
  }
}

function* drawn(items: number, size: number, rule: PermutationRule): Generator<Set<number>> {
  const random = seededRandom(rule.seed);
  for (let k = 0; k < rule.mostPermutations; k++) yield draw(items, size, random);
}

/** Floyd's sample without replacement. */
function draw(items: number, size: number, random: Random): Set<number> {
  const chosen = new Set<number>();
  for (let last = items - size; last < items; last++) {
    const pick = Math.floor(random() * (last + 1));
    chosen.add(chosen.has(pick) ? last : pick);
  }
  return chosen;
}
