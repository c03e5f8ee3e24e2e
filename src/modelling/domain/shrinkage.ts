/** A model's move is shrunk only where that would have been better by at least this, in the sum of two relative errors. */
const LEAST_GAIN = 0.01;
const SHARES = Array.from({ length: 11 }, (_, k) => k / 10);
/** An error of typing must not decide how much a model is believed. */
const MOST_LOG_MOVE = 0.7;

/** The columns of matured estimates that shrinkage is learned from. */
export interface ShrinkageSample {
  readonly fairValueCents: ArrayLike<number>;
  readonly actualCents: ArrayLike<number>;
  readonly marketCents: ArrayLike<number>;
}

/**
 * How much of a model's move from the last price should be believed: the share s in 0, 0.1, ... 1 with the least relative mean
 * absolute plus relative root mean squared error of `ln market + s * (ln fair - ln market)`, against the last price; 1 unless another share was clearly
 * better. A model that knows nothing of a market ends at the last price.
 */
export function shrinkageOf(sample: ShrinkageSample, rows: Int32Array): number {
  const losses = SHARES.map((share) => lossOf(sample, rows, share));
  const full = losses.at(-1) as number;
  const least = Math.min(...losses);
  if (Number.isNaN(least) || !(full - least >= LEAST_GAIN)) return 1;
  return SHARES[losses.indexOf(least)] as number;
}

/** The fair value with `share` of its log distance to the market price. */
export function shrunk(fairValueCents: number, marketCents: number, share: number): number {
  return share === 1 ? fairValueCents : marketCents * Math.exp(share * Math.log(fairValueCents / marketCents));
}

function lossOf(sample: ShrinkageSample, rows: Int32Array, share: number): number {
  let [absolute, squared, naiveAbsolute, naiveSquared] = [0, 0, 0, 0];
  for (const row of rows) {
    const market = sample.marketCents[row] as number;
    const move = Math.max(-MOST_LOG_MOVE, Math.min(MOST_LOG_MOVE, Math.log((sample.actualCents[row] as number) / market)));
    const error = move - share * Math.log((sample.fairValueCents[row] as number) / market);
    absolute += Math.abs(error);
    squared += error * error;
    naiveAbsolute += Math.abs(move);
    naiveSquared += move * move;
  }
  return absolute / naiveAbsolute + Math.sqrt(squared / naiveSquared);
}
