/** A stretch of numbers, drawn between two places. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  /** Where a number is drawn; numbers outside are drawn at the edge. */
  at(value: number): number;
}

export function linearScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [from, to] = domain;
  const span = to - from || 1;
  return {
    from,
    to,
    at: (value) => range[0] + ((Math.min(Math.max(value, Math.min(from, to)), Math.max(from, to)) - from) / span) * (range[1] - range[0]),
  };
}

/** Round numbers within a stretch, about `wanted` of them: `ticksOf(0, 1, 5)` is `[0, 0.2, 0.4, 0.6, 0.8, 1]`. */
export function ticksOf(from: number, to: number, wanted = 5): number[] {
  if (!(to > from)) return [from];
  const rough = (to - from) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** The least and greatest of the numbers with a little air, always holding those of `including`. */
export function domainOf(values: readonly number[], including: readonly number[], air = 0.05): [number, number] {
  const known = [...values, ...including].filter(Number.isFinite);
  if (known.length === 0) return [0, 1];
  const least = known.reduce((a, b) => Math.min(a, b));
  const most = known.reduce((a, b) => Math.max(a, b));
  const margin = (most - least || Math.abs(most) || 1) * air;
  return [least - margin, most + margin];
}
