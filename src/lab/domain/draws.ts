/**
 * A uniform number in [0, 1) that belongs to three whole numbers: the same three give the same number, in any order of asking.
 * The finaliser of MurmurHash3 (Austin Appleby, public domain).
 */
export function drawAt(seed: number, stream: number, index: number): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 0x7f4a7c15, 0xc2b2ae35) ^ Math.imul(index + 0x165667b1, 0x27d4eb2f);
  for (let round = 0; round < 2; round++) {
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return (h >>> 0) / 4_294_967_296;
}

/**
 * A curve through drawn points that lie `periodDays` apart, between -1 and 1. Its steepest day is 3 / periodDays.
 * Any day can be asked for by itself: nothing is summed up on the way.
 */
export function wave(seed: number, stream: number, day: number, periodDays: number): number {
  const knot = Math.floor(day / periodDays);
  const along = day / periodDays - knot;
  const from = 2 * drawAt(seed, stream, knot) - 1;
  const to = 2 * drawAt(seed, stream, knot + 1) - 1;
  return from + (to - from) * along * along * (3 - 2 * along);
}
