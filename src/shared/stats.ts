/** Mean of the numbers; NaN for none. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

/** Sample standard deviation (n - 1); NaN for fewer than two. */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return NaN;
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += ((values[i] as number) - centre) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

/** The q-quantile (0..1) by linear interpolation (Hyndman and Fan type 7); NaN for none. */
export function quantile(values: ArrayLike<number>, q: number): number {
  return quantileOfSorted(Float64Array.from(values).toSorted(), q);
}

/** As {@link quantile}, of numbers already in ascending order. */
export function quantileOfSorted(ascending: ArrayLike<number>, q: number): number {
  if (ascending.length === 0) return NaN;
  const position = (ascending.length - 1) * q;
  const below = Math.floor(position);
  const lower = ascending[below] as number;
  const upper = ascending[Math.min(below + 1, ascending.length - 1)] as number;
  return lower + (upper - lower) * (position - below);
}

/** The middle value; NaN for none. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}
