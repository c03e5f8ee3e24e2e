/**
 * From what a model's residuals say a probability is to how often it came true: `calibrated[k]` belongs to `raw[k]`; both
 * ascend. JSON; part of a calibration.
 */
export interface ProbabilityMap {
  readonly raw: readonly number[];
  readonly calibrated: readonly number[];
  /** Rows it was fitted on. */
  readonly count: number;
}

interface Block {
  readonly raw: number;
  readonly rate: number;
  readonly weight: number;
}

/** Keeps the order of the raw probabilities where the map is flat: too small to be seen, enough to rank by. */
const ORDER_KEPT = 1e-6;

/**
 * Isotonic regression of outcomes on raw probabilities, over bins of at least `leastBinRows` rows: with fewer, a streak of luck
 * would become a promise. Undefined with less than two bins. Source: pool adjacent violators, Ayer et al. (1955); for
 * probabilities Zadrozny & Elkan (2002), Transforming classifier scores into accurate multiclass probability estimates.
 */
export function fitProbabilityMap(raw: Float64Array, cameTrue: Uint8Array, leastBinRows: number): ProbabilityMap | undefined {
  const order = Uint32Array.from(raw.keys()).filter((row) => !Number.isNaN(raw[row])).toSorted((a, b) => (raw[a] as number) - (raw[b] as number));
  const bins = binsOf(order, raw, cameTrue, leastBinRows);
  if (bins.length < 2) return undefined;
  const blocks = poolViolators(bins);
  return { raw: blocks.map((block) => block.raw), calibrated: blocks.map((block) => block.rate), count: order.length };
}

/**
 * The calibrated probability of a raw one: linear between the blocks, flat beyond them, and never certain. NaN stays NaN;
 * without a map nothing has been shown, and the answer is NaN as well.
 */
export function calibratedProbability(map: ProbabilityMap | null, raw: number): number {
  if (map === null || Number.isNaN(raw)) return NaN;
  const least = 1 / (map.count + 1);
  const value = interpolate(map, raw) + (raw - 0.5) * ORDER_KEPT;
  return Math.min(1 - least, Math.max(least, value));
}

function interpolate({ raw, calibrated }: ProbabilityMap, at: number): number {
  const above = raw.findIndex((edge) => edge > at);
  if (above === 0) return calibrated[0] as number;
  if (above < 0) return calibrated.at(-1) as number;
  const low = raw[above - 1] as number;
  const high = raw[above] as number;
  const from = calibrated[above - 1] as number;
  return from + ((calibrated[above] as number) - from) * ((at - low) / (high - low));
}

/** Bins of adjacent rows; equal raw values are never split, and a last bin that is too small joins the one before. */
function binsOf(order: Uint32Array, raw: Float64Array, cameTrue: Uint8Array, leastRows: number): Block[] {
  const bins: Block[] = [];
  let start = 0;
  for (let end = 1; end <= order.length; end++) {
    const isTied = end < order.length && raw[order[end] as number] === raw[order[end - 1] as number];
    const isLastPossible = order.length - end < leastRows && end < order.length;
    if (isTied || isLastPossible || end - start < leastRows) continue;
    let rawSum = 0;
    let hits = 0;
    for (const row of order.subarray(start, end)) {
      rawSum += raw[row] as number;
      hits += cameTrue[row] as number;
    }
    bins.push({ raw: rawSum / (end - start), rate: hits / (end - start), weight: end - start });
    start = end;
  }
  return bins;
}

function poolViolators(bins: readonly Block[]): Block[] {
  const blocks: Block[] = [];
  for (const bin of bins) {
    let merged = bin;
    for (let last = blocks.at(-1); last !== undefined && last.rate >= merged.rate; last = blocks.at(-1)) {
      blocks.pop();
      merged = merge(last, merged);
    }
    blocks.push(merged);
  }
  return blocks;
}

function merge(a: Block, b: Block): Block {
  const weight = a.weight + b.weight;
  return { raw: (a.raw * a.weight + b.raw * b.weight) / weight, rate: (a.rate * a.weight + b.rate * b.weight) / weight, weight };
}
