/** Mulberry32 (Tommy Ettinger, public domain): uniform numbers in [0, 1), the same sequence for a seed everywhere. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `count` of the `items`, in their order, each subset equally likely (selection sampling, Knuth volume 2, algorithm S). */
export function sampleInOrder(items: Int32Array, count: number, random: () => number): Int32Array {
  const chosen = new Int32Array(count);
  let taken = 0;
  for (let i = 0; i < items.length && taken < count; i++) {
    if ((items.length - i) * random() < count - taken) chosen[taken++] = items[i]!;
  }
  return chosen;
}
