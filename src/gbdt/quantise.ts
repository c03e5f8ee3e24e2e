import { exponentOf, powerOfTwo } from './exact-math.js';
import { CHUNK_ROWS, SCALARS, type Job, type JobShape } from './job.js';
import { gradient } from './objective.js';
import { sigmoid } from './exact-math.js';

// Derivatives become whole numbers: times a power of two, rounded. Their sums are exact in a double whatever the order, as long as
// they stay below 2^53. The scale follows the sum of absolute values, not their maximum, so an outlier costs no resolution.
//
// Without second derivatives one number per row carries both: `first + COUNT_UNIT`. A sum of them holds the sum of first
// derivatives (below half a unit in size) and, in whole units, the number of rows. With second derivatives, `first` is by itself
// and `second + COUNT_UNIT` carries the count.

const BITS = 52;
/** Adding and taking away 1.5 * 2^52 rounds to a whole number, half to even. */
const ROUNDER = 1.5 * 2 ** 52;

/** Task: derivatives of one chunk of the sampled rows, and the sums of their absolute values. */
export function differentiate(job: Job, chunk: number): void {
  const { objective, target, weight, score, firstInOrder, secondInOrder, partial } = job;
  const rows = job.order[0];
  const end = Math.min((chunk + 1) * CHUNK_ROWS, job.scalars[SCALARS.SAMPLE_SIZE]!);
  let firstSum = 0;
  let secondSum = 0;
  for (let k = chunk * CHUNK_ROWS; k < end; k++) {
    const row = rows[k]!;
    const w = weight === null ? 1 : weight[row]!;
    const slope = w * gradient(objective, target[row]!, score[row]!);
    firstInOrder[k] = slope;
    firstSum += Math.abs(slope);
    if (secondInOrder !== null) {
      const curvature = objective.kind === 'logistic' ? w * logisticCurvature(score[row]!) : w;
      secondInOrder[k] = curvature;
      secondSum += curvature;
    }
  }
  partial[chunk * 2] = firstSum;
  partial[chunk * 2 + 1] = secondSum;
}

/** Chooses the scales once all chunks are differentiated. */
export function chooseScales({ partial, scalars, second }: JobShape, chunks: number): void {
  const size = scalars[SCALARS.SAMPLE_SIZE]!;
  let firstSum = 0;
  let secondSum = 0;
  for (let chunk = 0; chunk < chunks; chunk++) {
    firstSum += partial[chunk * 2]!;
    secondSum += partial[chunk * 2 + 1]!;
  }
  const countBits = exponentOf(size) + 1;
  const unit = powerOfTwo(BITS - countBits);
  scalars[SCALARS.COUNT_UNIT] = unit;
  scalars[SCALARS.FIRST_SCALE] = scaleFor(firstSum, (second === null ? unit / 2 : powerOfTwo(BITS - 1)) - size);
  scalars[SCALARS.SECOND_SCALE] = second === null ? 1 : scaleFor(secondSum, unit - size);
}

/** Task: rounds and packs the derivatives of one chunk; leaves their sums. */
export function quantise(job: Job, chunk: number): void {
  const { first, firstInOrder, second, secondInOrder, partial, scalars } = job;
  const rows = job.order[0];
  const unit = scalars[SCALARS.COUNT_UNIT]!;
  const firstScale = scalars[SCALARS.FIRST_SCALE]!;
  const secondScale = scalars[SCALARS.SECOND_SCALE]!;
  const firstUnit = second === null ? unit : 0;
  const end = Math.min((chunk + 1) * CHUNK_ROWS, scalars[SCALARS.SAMPLE_SIZE]!);
  let firstSum = 0;
  let secondSum = 0;
  for (let k = chunk * CHUNK_ROWS; k < end; k++) {
    const packed = firstInOrder[k]! * firstScale + ROUNDER - ROUNDER + firstUnit;
    firstInOrder[k] = first[rows[k]!] = packed;
    firstSum += packed;
  }
  if (second !== null && secondInOrder !== null) {
    for (let k = chunk * CHUNK_ROWS; k < end; k++) {
      const packed = secondInOrder[k]! * secondScale + ROUNDER - ROUNDER + unit;
      secondInOrder[k] = second[rows[k]!] = packed;
      secondSum += packed;
    }
  }
  partial[chunk * 2] = firstSum;
  partial[chunk * 2 + 1] = secondSum;
}

/** Sums of derivatives and rows, out of packed sums. */
export function unpackTotals({ partial, scalars, second }: JobShape, chunks: number): { first: number; second: number; count: number } {
  let firstSum = 0;
  let secondSum = 0;
  for (let chunk = 0; chunk < chunks; chunk++) {
    firstSum += partial[chunk * 2]!;
    secondSum += partial[chunk * 2 + 1]!;
  }
  const unit = scalars[SCALARS.COUNT_UNIT]!;
  const count = second === null ? Math.floor(firstSum / unit + 0.5) : Math.floor(secondSum / unit);
  if (second === null) return { first: firstSum - count * unit, second: count, count };
  return { first: firstSum, second: secondSum - count * unit, count };
}

function logisticCurvature(score: number): number {
  const p = sigmoid(score);
  return Math.max(p * (1 - p), 1e-16);
}

/** The greatest power of two that keeps `sum` times it within `bound`. */
function scaleFor(sum: number, bound: number): number {
  if (!(sum > 0)) return 1;
  return powerOfTwo(Math.min(Math.max(exponentOf(bound) - exponentOf(sum) - 1, -1000), 1000));
}
