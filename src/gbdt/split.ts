import { FOUND, SCALARS, TOTALS, type Job, type JobShape } from './job.js';

interface Sums {
  first: number;
  second: number;
  count: number;
}

/** A node whose splits are compared, and what a split must keep to. First and second derivatives in their quantised units. */
interface Candidate {
  readonly total: Readonly<Sums>;
  readonly lambda: number;
  readonly minRows: number;
  readonly minHessian: number;
  readonly firstFactor: number;
  readonly secondFactor: number;
  readonly low: number;
  readonly high: number;
  readonly isBounded: boolean;
  readonly parentScore: number;
}

interface Best {
  gain: number;
  feature: number;
  bin: number;
  missingLeft: number;
  first: number;
  second: number;
  count: number;
}

/** The best split of a child over the active features of a block, into `found`; a gain of -1 where there is none. */
export function findSplit(job: Job, blockIndex: number, child: { readonly index: number; readonly slot: number }): void {
  const { active, featureCount, found, scalars, activeBlocks, childCapacity } = job;
  const candidate = candidateOf(job, child.index);
  const floor = Math.max(scalars[SCALARS.MIN_GAIN]!, 1e-12 * Math.abs(candidate.parentScore), 1e-300);
  const best: Best = { gain: floor, feature: -1, bin: 0, missingLeft: 0, first: 0, second: 0, count: 0 };
  const firstFeature = activeBlocks[blockIndex]! * 4;
  for (let feature = firstFeature; feature < Math.min(firstFeature + 4, featureCount); feature++) {
    if (active[feature] === 1) scanFeature(job, { candidate, feature, slot: child.slot }, best);
  }
  const at = (blockIndex * childCapacity + child.index) * FOUND.SIZE;
  found[at + FOUND.GAIN] = best.feature < 0 ? -1 : best.gain;
  found[at + FOUND.FEATURE] = best.feature;
  found[at + FOUND.BIN] = best.bin;
  found[at + FOUND.MISSING_LEFT] = best.missingLeft;
  found[at + FOUND.FIRST] = best.first;
  found[at + FOUND.SECOND] = best.second;
  found[at + FOUND.COUNT] = best.count;
}

/** The constraint a split must keep. None where all values go to one side and only the missing ones to the other. */
export function directionOf({ monotone, valueBins }: JobShape, { feature, bin }: { feature: number; bin: number }): number {
  return monotone === null || bin === valueBins[feature]! - 1 ? 0 : monotone[feature]!;
}

/** The value of a node before the learning rate: the Newton step, within its bounds. Derivatives in units of the loss. */
export function nodeValue(first: number, second: number, { lambda, low, high }: { lambda: number; low: number; high: number }): number {
  const weight = second + lambda;
  return weight > 0 ? Math.min(Math.max(-first / weight, low), high) : Math.min(Math.max(0, low), high);
}

function candidateOf({ totals, scalars, monotone }: Job, child: number): Candidate {
  const at = child * TOTALS.SIZE;
  const total = { first: totals[at + TOTALS.FIRST]!, second: totals[at + TOTALS.SECOND]!, count: totals[at + TOTALS.COUNT]! };
  const lambda = scalars[SCALARS.LAMBDA]!;
  const low = totals[at + TOTALS.LOW]!;
  const high = totals[at + TOTALS.HIGH]!;
  const firstFactor = 1 / scalars[SCALARS.FIRST_SCALE]!;
  const secondFactor = 1 / scalars[SCALARS.SECOND_SCALE]!;
  const first = total.first * firstFactor;
  const second = total.second * secondFactor;
  const value = nodeValue(first, second, { lambda, low, high });
  return {
    total, lambda, low, high, firstFactor, secondFactor,
    minRows: scalars[SCALARS.MIN_ROWS]!, minHessian: scalars[SCALARS.MIN_HESSIAN]!,
    isBounded: monotone !== null, parentScore: fallOfLoss(first, second + lambda, value),
  };
}

/** Compares the cuts of one feature, with the missing values on either side where there are any. */
function scanFeature(job: Job, scan: { candidate: Candidate; feature: number; slot: number }, best: Best): void {
  const { firstHistograms, secondHistograms, valueBins, histogramOffset, featureCount, scalars } = job;
  const { candidate, feature, slot } = scan;
  const { total, minRows } = candidate;
  const unit = scalars[SCALARS.COUNT_UNIT]!;
  const perUnit = 1 / unit;
  const bins = valueBins[feature]!;
  const base = slot * histogramOffset[featureCount]! + histogramOffset[feature]!;
  const missing = unpack(firstHistograms[base + bins]!, secondHistograms === null ? null : secondHistograms[base + bins]!, unit);
  const cuts = missing.count > 0 ? bins : bins - 1;
  let first = 0;
  let second = 0;
  let count = 0;
  for (let bin = 0; bin < cuts; bin++) {
    const packed = firstHistograms[base + bin]!;
    if (secondHistograms === null) {
      const rows = Math.floor(packed * perUnit + 0.5);
      first += packed - rows * unit;
      second += rows;
      count += rows;
    } else {
      const packedSecond = secondHistograms[base + bin]!;
      const rows = Math.floor(packedSecond * perUnit);
      first += packed;
      second += packedSecond - rows * unit;
      count += rows;
    }
    if (count + missing.count < minRows) continue;
    if (total.count - count < minRows) break;
    const direction = directionOf(job, { feature, bin });
    consider(candidate, { feature, bin, direction, missingLeft: missing.count === 0 && count * 2 >= total.count ? 1 : 0, first, second, count }, best);
    if (missing.count === 0 || bin === bins - 1) continue;
    consider(candidate, { feature, bin, direction, missingLeft: 1, first: first + missing.first, second: second + missing.second, count: count + missing.count }, best);
  }
}

function consider(candidate: Candidate, left: { feature: number; bin: number; direction: number; missingLeft: number; first: number; second: number; count: number }, best: Best): void {
  const { total, lambda, minRows, minHessian, firstFactor, secondFactor } = candidate;
  const rightCount = total.count - left.count;
  if (left.count < minRows || rightCount < minRows) return;
  const leftSecond = left.second * secondFactor;
  const rightSecond = (total.second - left.second) * secondFactor;
  if (leftSecond < minHessian || rightSecond < minHessian) return;
  const leftFirst = left.first * firstFactor;
  const rightFirst = (total.first - left.first) * firstFactor;
  const gain = candidate.isBounded
    ? boundedGain(candidate, left.direction, [leftFirst, leftSecond, rightFirst, rightSecond])
    : ((leftFirst * leftFirst) / (leftSecond + lambda) + (rightFirst * rightFirst) / (rightSecond + lambda)) / 2 - candidate.parentScore;
  if (!(gain > best.gain)) return;
  best.gain = gain;
  best.feature = left.feature;
  best.bin = left.bin;
  best.missingLeft = left.missingLeft;
  best.first = left.first;
  best.second = left.second;
  best.count = left.count;
}

function boundedGain(bounds: Candidate, direction: number, [leftFirst, leftSecond, rightFirst, rightSecond]: readonly [number, number, number, number]): number {
  const left = nodeValue(leftFirst, leftSecond, bounds);
  const right = nodeValue(rightFirst, rightSecond, bounds);
  if (direction * (right - left) < 0) return -1;
  return fallOfLoss(leftFirst, leftSecond + bounds.lambda, left) + fallOfLoss(rightFirst, rightSecond + bounds.lambda, right) - bounds.parentScore;
}

/** By how much a value lowers the second-order loss of a node. */
function fallOfLoss(first: number, weight: number, value: number): number {
  return -(first * value + (weight * value * value) / 2);
}

function unpack(packed: number, packedSecond: number | null, unit: number): Sums {
  const count = packedSecond === null ? Math.floor(packed / unit + 0.5) : Math.floor(packedSecond / unit);
  if (packedSecond === null) return { first: packed - count * unit, second: count, count };
  return { first: packed, second: packedSecond - count * unit, count };
}
