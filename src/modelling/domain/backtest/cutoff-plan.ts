import { toDay } from '../../../shared/day.js';
import { BadData } from '../../../shared/errors.js';
import { cutoffDays } from '../training-history.js';

export interface CutoffRequest {
  /** First and last observed day of the data; day numbers as all days here. */
  readonly firstDay: number;
  readonly lastDay: number;
  /** The first cutoff; undefined: as many before the last as `defaultCutoffs`, or the first with enough behind it. */
  readonly fromDay?: number | undefined;
  /** No cutoff lies after it; undefined: the last day of the data minus the horizon. */
  readonly toDay?: number | undefined;
  readonly horizonDays: number;
  readonly stepDays: number;
  /** So many cutoffs with matured targets should lie behind a cutoff for a model to learn from. */
  readonly minimumTrainingCutoffs: number;
  /** Predicted before the first cutoff, but neither written nor judged: intervals and probabilities are learned from them. */
  readonly warmupCutoffs: number;
  readonly defaultCutoffs: number;
}

export interface CutoffPlan {
  readonly warmupDays: readonly number[];
  /** All days that are predicted and written, ascending. */
  readonly cutoffDays: readonly number[];
  /** Those of them whose horizon has passed in the data: what the report judges. */
  readonly judgedDays: readonly number[];
  /** How many of the cutoffs have less to learn from than asked for. */
  readonly poorCutoffs: number;
  /** How many days of the range lie after the last observed one and are no cutoffs. */
  readonly droppedCutoffs: number;
}

/**
 * The cutoffs of a backtest: from the first one in steps, up to the last.
 * @throws BadData where the range is empty or holds no data.
 */
export function planCutoffs(request: CutoffRequest): CutoffPlan {
  const { firstDay, lastDay, horizonDays, stepDays } = request;
  const to = request.toDay ?? lastDay - horizonDays;
  const from = request.fromDay ?? defaultFrom(request, to);
  requireRange(request, from, to);
  const asked = steps(from, to, stepDays);
  const days = asked.filter((day) => day <= lastDay);
  const before = cutoffDays(firstDay, from - stepDays, stepDays);
  const hasEnough = enoughBehind([...before, ...days], request);
  return {
    warmupDays: request.warmupCutoffs > 0 ? before.filter(hasEnough).slice(-request.warmupCutoffs) : [],
    cutoffDays: days,
    judgedDays: days.filter((day) => day + horizonDays <= lastDay),
    poorCutoffs: days.filter((day) => !hasEnough(day)).length,
    droppedCutoffs: asked.length - days.length,
  };
}

function defaultFrom(request: CutoffRequest, to: number): number {
  const grid = cutoffDays(request.firstDay, to, request.stepDays);
  const enough = grid.filter(enoughBehind(grid, request));
  const first = enough.slice(-request.defaultCutoffs)[0];
  if (first !== undefined) return first;
  const needed = (request.minimumTrainingCutoffs - 1) * request.stepDays + 2 * request.horizonDays;
  throw new BadData(
    `The data reach from ${toDay(request.firstDay)} to ${toDay(request.lastDay)}, too short to learn from and judge ${request.horizonDays} days ahead; expected at least ${needed} days, or --from for the first cutoff all the same.`,
  );
}

function requireRange({ firstDay, lastDay }: CutoffRequest, from: number, to: number): void {
  if (to < from) throw new BadData(`--to ${toDay(to)} is before --from ${toDay(from)}; expected the same day or later.`);
  if (from > lastDay || to < firstDay || from < firstDay) {
    throw new BadData(`There are no data for cutoffs from ${toDay(from)} to ${toDay(to)}; expected days within ${toDay(firstDay)} to ${toDay(lastDay)}, where there are prices.`);
  }
}

function enoughBehind(grid: readonly number[], { minimumTrainingCutoffs, stepDays, horizonDays }: CutoffRequest): (day: number) => boolean {
  const enough = (minimumTrainingCutoffs - 1) * stepDays + horizonDays;
  return (day) => day - (grid[0] ?? Infinity) >= enough;
}

function steps(from: number, to: number, stepDays: number): number[] {
  return Array.from({ length: Math.floor((to - from) / stepDays) + 1 }, (_, i) => from + i * stepDays);
}
