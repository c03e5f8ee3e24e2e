import { MISSING_BIN } from './bin-finder.js';
import { WORK, type Job } from './job.js';

interface Pass {
  readonly bins: Int32Array;
  readonly order: Int32Array;
  readonly values: Float64Array;
  readonly from: number;
  readonly to: number;
}

/** Sums of the smaller child of a node over one block of features, into its slot; the bigger child's slot held the parent's and loses them. */
export function buildHistogram(job: Job, block: number, node: number): void {
  const { work, firstScratch, secondScratch, firstHistograms, secondHistograms, histogramOffset, featureCount } = job;
  const at = node * WORK.SIZE;
  const pass = { bins: job.views[block]!, order: job.order[work[at + WORK.HIST_BUFFER]!]!, from: work[at + WORK.HIST_START]!, to: work[at + WORK.HIST_END]! };
  const size = histogramOffset[featureCount]!;
  const small = work[at + WORK.SMALL_SLOT]! * size;
  const big = work[at + WORK.BIG_SLOT]!;
  const move = { job, block, small, big: big < 0 ? -1 : big * size };
  sumBlock(job, block, { ...pass, values: job.firstInOrder }, firstScratch);
  moveOut(move, firstScratch, firstHistograms);
  if (job.secondInOrder === null || secondHistograms === null) return;
  sumBlock(job, block, { ...pass, values: job.secondInOrder }, secondScratch);
  moveOut(move, secondScratch, secondHistograms);
}

function sumBlock({ active, featureCount }: Job, block: number, pass: Pass, into: Float64Array): void {
  const features = [0, 1, 2, 3].filter((k) => block * 4 + k < featureCount && active[block * 4 + k] === 1);
  if (features.length === 4) sumFour(pass, into);
  else for (const k of features) sumOne(pass, k, into);
}

/** Two rows a turn: a sixth faster than one. */
function sumFour({ bins, order, values, from, to }: Pass, into: Float64Array): void {
  let k = from;
  for (; k + 1 < to; k += 2) {
    const packed = bins[order[k]!]!;
    const value = values[k]!;
    const other = bins[order[k + 1]!]!;
    const otherValue = values[k + 1]!;
    into[packed & 255]! += value;
    into[((packed >>> 8) & 255) | 256]! += value;
    into[((packed >>> 16) & 255) | 512]! += value;
    into[(packed >>> 24) | 768]! += value;
    into[other & 255]! += otherValue;
    into[((other >>> 8) & 255) | 256]! += otherValue;
    into[((other >>> 16) & 255) | 512]! += otherValue;
    into[(other >>> 24) | 768]! += otherValue;
  }
  if (k === to) return;
  const packed = bins[order[k]!]!;
  for (let feature = 0; feature < 4; feature++) into[((packed >>> (feature * 8)) & 255) | (feature * 256)]! += values[k]!;
}

function sumOne({ bins, order, values, from, to }: Pass, feature: number, into: Float64Array): void {
  const shift = feature * 8;
  const base = feature * 256;
  for (let k = from; k < to; k++) {
    const bin = ((bins[order[k]!]! >>> shift) & 255) | base;
    into[bin] = into[bin]! + values[k]!;
  }
}

function moveOut({ job, block, small, big }: { job: Job; block: number; small: number; big: number }, scratch: Float64Array, histograms: Float64Array): void {
  for (let k = 0; k < 4; k++) {
    const feature = block * 4 + k;
    if (feature >= job.featureCount || job.active[feature] !== 1) continue;
    const bins = job.valueBins[feature]!;
    const offset = job.histogramOffset[feature]!;
    for (let bin = 0; bin <= bins; bin++) {
      const from = k * 256 + (bin === bins ? MISSING_BIN : bin);
      const sum = scratch[from]!;
      scratch[from] = 0;
      histograms[small + offset + bin] = sum;
      if (big >= 0) histograms[big + offset + bin] = histograms[big + offset + bin]! - sum;
    }
  }
}
