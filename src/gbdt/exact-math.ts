// exp and ln out of additions, multiplications and divisions alone. The language leaves Math.exp and Math.log to the engine, so
// their last bit may differ between versions; these give the same bits everywhere. Error below 4 units in the last place.

const LN2_HIGH = 6.93147180369123816490e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const MIN_EXPONENT = -1074;
const POWERS_OF_TWO = powersOfTwo();

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(1024 - MIN_EXPONENT);
  powers[-MIN_EXPONENT] = 1;
  for (let k = 1; k < 1024; k++) powers[k - MIN_EXPONENT] = powers[k - 1 - MIN_EXPONENT]! * 2;
  for (let k = -1; k >= MIN_EXPONENT; k--) powers[k - MIN_EXPONENT] = powers[k + 1 - MIN_EXPONENT]! / 2;
  return powers;
}

/** 2^k for a whole k in -1074..1023. */
export function powerOfTwo(k: number): number {
  return POWERS_OF_TWO[k - MIN_EXPONENT]!;
}

/** The greatest whole k with 2^k <= x, for a finite x > 0. */
export function exponentOf(x: number): number {
  let low = MIN_EXPONENT;
  let high = 1023;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (powerOfTwo(middle) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** e^x: range reduction by ln 2 and a Taylor series of degree 13. */
export function exp(x: number): number {
  if (x > 709) return Infinity;
  if (x < -708) return 0;
  const k = Math.floor(x / LN2_HIGH + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let term = 13; term >= 1; term--) sum = 1 + (r * sum) / term;
  return sum * powerOfTwo(k);
}

/** ln x for a finite x > 0: m * 2^k with m near 1, and the series of 2 artanh((m - 1) / (m + 1)). */
export function ln(x: number): number {
  let k = exponentOf(x);
  let m = k < -1022 ? (x * powerOfTwo(1000)) / powerOfTwo(k + 1000) : x / powerOfTwo(k);
  if (m > 1.4142135623730951) {
    m /= 2;
    k += 1;
  }
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = 0;
  for (let odd = 23; odd >= 1; odd -= 2) sum = sum * square + 1 / odd;
  return k * LN2_HIGH + (k * LN2_LOW + 2 * s * sum);
}

/** 1 / (1 + e^-x). */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/** ln(1 + e^x) without overflow. */
export function softplus(x: number): number {
  return x > 0 ? x + ln(1 + exp(-x)) : ln(1 + exp(x));
}
