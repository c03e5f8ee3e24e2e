/** One value of a day; days are UTC, `2026-06-30`. */
export interface Point {
  readonly day: string;
  readonly value: number;
}

/** A point of a line, and whether the line stops there: what comes next is too far away to be joined to it. */
export interface LinePoint extends Point {
  readonly endsRun: boolean;
}

const MS_PER_DAY = 86_400_000;
/** So much further than usual is a gap. */
const GAP_FACTOR = 1.5;

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY;

/**
 * The points of a series by day, each day once (the first one given stands), with its gaps: two points that lie further apart than one and a half times
 * what is usual for the series are not joined. A weekly series has no gaps only because it has one point a week.
 */
export function toLine(points: readonly Point[]): LinePoint[] {
  const byDay = new Map<string, number>();
  for (const { day, value } of points) if (!byDay.has(day)) byDay.set(day, value);
  const days = [...byDay.keys()].toSorted();
  const steps = days.slice(1).map((day, index) => dayNumber(day) - dayNumber(days[index] as string));
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 1;
  return days.map((day, index) => ({ day, value: byDay.get(day) as number, endsRun: (steps[index] ?? 0) > usual * GAP_FACTOR }));
}

/** How many gaps a line has: what is said to who cannot see them. */
export const gapCount = (line: readonly LinePoint[]): number => line.filter(({ endsRun }) => endsRun).length;
