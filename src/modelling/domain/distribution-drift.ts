import { BadData } from '../../shared/errors.js';
import { blockPermutationTest, labellingsOf, type PermutationRule } from './day-permutation.js';
import type { BinnedDays, FrozenSample, FrozenVariable } from './frozen-bins.js';
import { jensenShannonDistance, kolmogorovSmirnov, meanShares, normedWasserstein, populationStabilityIndex, sharesOf } from './population-stability.js';

export type DriftMeasure = 'psi' | 'wasserstein' | 'jensenShannon' | 'ks';

export interface DistributionRule extends PermutationRule {
  /** The measure that decides. All four are reported. */
  readonly measure: DriftMeasure;
  /** A change smaller than this is not drift, however certain it is. */
  readonly leastEffect: Readonly<Record<DriftMeasure, number>>;
  /** A change whose p-value is not below or at this may be an ordinary week. */
  readonly significance: number;
  /** Days within this many days of each other are shuffled together: neighbouring days share most of what features look back on. */
  readonly blockDays: number;
  /** A day with fewer rows than this is left out. */
  readonly leastRowsPerDay: number;
  /** With fewer days than this in the current window nothing is said. */
  readonly leastCurrentDays: number;
  /** Shares below this count as this much in the population stability index. */
  readonly leastShare: number;
  /** A group of variables has drifted when this share of them has. Variables that are defined in neither window do not count. */
  readonly leastDriftingShare: number;
}

/**
 * The limits of the measures are the usual ones: 0.1 for PSI and the normed Wasserstein distance. The share of the variables is
 * chosen on real prices: in the median week of singles a twentieth to a tenth of the features drifts, in a market that turns 0.3 to
 * 0.6 of them.
 */
export const DEFAULT_DISTRIBUTION_RULE: DistributionRule = {
  measure: 'psi',
  leastEffect: { psi: 0.1, wasserstein: 0.1, jensenShannon: 0.1, ks: 0.1 },
  significance: 0.05,
  blockDays: 7,
  leastRowsPerDay: 30,
  leastCurrentDays: 3,
  leastShare: 0.001,
  leastDriftingShare: 0.3,
  mostPermutations: 1_000,
  seed: 20_240_208,
};

/** How one variable of the current window differs from the reference. Null cannot be computed. */
export interface VariableDrift extends Readonly<Record<DriftMeasure, number | null>> {
  readonly name: string;
  /** Of the measure that decides, by permutation of whole blocks of days. */
  readonly pValue: number | null;
  /** Large enough and significant. Null: not known. */
  readonly drifts: boolean | null;
}

/** A group of variables. `drifts` null is "not known", and `reason` says why. */
export interface GroupDrift {
  readonly drifts: boolean | null;
  readonly reason: string | null;
  /** Of the variables that could be judged. */
  readonly driftingShare: number | null;
  readonly referenceBlocks: number;
  readonly currentBlocks: number;
  /** Day numbers that were compared, ascending. */
  readonly currentDays: readonly number[];
  readonly variables: readonly VariableDrift[];
}

/** A group that nothing can be said of. Never "no drift". */
export function unknownDrift(reason: string): GroupDrift {
  return { drifts: null, reason, driftingShare: null, referenceBlocks: 0, currentBlocks: 0, currentDays: [], variables: [] };
}

/**
 * Compares the current window with the reference, variable by variable. A variable drifts where the change is large
 * (`leastEffect`) and significant under permutation of whole blocks of days; the group where enough of its variables do.
 * Too few days, rows or blocks are "not known" with a reason, never "no drift".
 *
 * @throws BadData where the counts do not belong to the reference.
 */
export function judgeDistributions(reference: FrozenSample, current: BinnedDays, rule: DistributionRule): GroupDrift {
  if (current.counts.length !== reference.variables.length) {
    throw new BadData(`the reference has ${reference.variables.length} variables and the current window ${current.counts.length}`);
  }
  const before = blocksOf(reference, rule);
  const now = blocksOf(current, rule);
  const seen = { referenceBlocks: before.length, currentBlocks: now.length, currentDays: now.flat().map((at) => current.days[at] as number).toSorted((a, b) => a - b) };
  const reason = tooLittle(seen, rule);
  if (reason !== undefined) return { ...unknownDrift(reason), ...seen };
  const variables = reference.variables.flatMap((variable, i) => {
    const shares = { reference: blockShares(reference, i, before), current: blockShares(current, i, now) };
    return isNeverDefined(shares) ? [] : [judgeVariable(variable, shares, rule)];
  });
  const known = variables.filter((one) => one.drifts !== null);
  if (known.length < variables.length / 2 || known.length === 0) {
    return { ...unknownDrift(`only ${known.length} of ${variables.length} variables can be compared`), ...seen, variables };
  }
  const driftingShare = known.filter((one) => one.drifts).length / known.length;
  return { drifts: driftingShare >= rule.leastDriftingShare, reason: null, driftingShare, ...seen, variables };
}

function judgeVariable(
  variable: FrozenVariable,
  shares: { reference: Float64Array[]; current: Float64Array[] },
  rule: DistributionRule,
): VariableDrift {
  const distance = distancesOf(variable, rule);
  const [expected, actual] = [meanShares(shares.reference), meanShares(shares.current)];
  const all = Object.fromEntries(Object.entries(distance).map(([name, of]) => [name, finiteOrNull(of(expected, actual))])) as Record<DriftMeasure, number | null>;
  const { pValue } = blockPermutationTest(shares, distance[rule.measure], rule);
  const effect = all[rule.measure];
  const isKnown = effect !== null && !Number.isNaN(pValue);
  return {
    name: variable.name,
    ...all,
    pValue: finiteOrNull(pValue),
    drifts: isKnown ? effect >= rule.leastEffect[rule.measure] && pValue <= rule.significance : null,
  };
}

type Distance = (expected: ArrayLike<number>, actual: ArrayLike<number>) => number;

function distancesOf({ centres, scale }: FrozenVariable, { leastShare }: DistributionRule): Record<DriftMeasure, Distance> {
  return {
    psi: (expected, actual) => populationStabilityIndex(expected, actual, leastShare),
    // "Not defined" lies nowhere: what can be carried is the rest.
    wasserstein: (expected, actual) => normedWasserstein({ expected: definedShares(expected), actual: definedShares(actual) }, centres, scale),
    jensenShannon: jensenShannonDistance,
    ks: kolmogorovSmirnov,
  };
}

function definedShares(shares: ArrayLike<number>): Float64Array {
  return sharesOf(Array.from(shares).slice(0, -1));
}

/** A market without listings has listing features all the same: what is in neither window is not one of the variables. */
function isNeverDefined(shares: { reference: Float64Array[]; current: Float64Array[] }): boolean {
  return [...shares.reference, ...shares.current].every((bins) => bins[bins.length - 1] === 1);
}

/** Positions of the days of each block, the last block first; days with too few rows are left out. */
function blocksOf({ days, rows }: BinnedDays, rule: DistributionRule): number[][] {
  const last = days[days.length - 1] ?? 0;
  const blocks = new Map<number, number[]>();
  days.forEach((day, at) => {
    if ((rows[at] as number) < rule.leastRowsPerDay) return;
    const block = Math.floor((last - day) / rule.blockDays);
    blocks.set(block, [...(blocks.get(block) ?? []), at]);
  });
  return Array.from(blocks.values());
}

/** The distribution of each block: the mean of its days. */
function blockShares({ counts }: BinnedDays, variable: number, blocks: readonly number[][]): Float64Array[] {
  return blocks.map((block) => meanShares(block.map((at) => sharesOf(counts[variable]?.[at] ?? []))));
}

function tooLittle(seen: { referenceBlocks: number; currentBlocks: number; currentDays: readonly number[] }, rule: DistributionRule): string | undefined {
  const { referenceBlocks, currentBlocks, currentDays } = seen;
  if (currentDays.length < Math.max(1, rule.leastCurrentDays)) {
    return `the current window has ${currentDays.length} days with at least ${rule.leastRowsPerDay} rows; ${rule.leastCurrentDays} are needed`;
  }
  if (referenceBlocks === 0) return `the reference window has no day with at least ${rule.leastRowsPerDay} rows`;
  const leastPValue = 1 / labellingsOf(referenceBlocks, currentBlocks);
  if (leastPValue <= rule.significance) return undefined;
  return `${referenceBlocks} reference and ${currentBlocks} current blocks of ${rule.blockDays} days cannot show a p-value below ${leastPValue.toPrecision(2)}; ${rule.significance} is needed`;
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
