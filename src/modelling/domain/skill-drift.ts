import { blockBootstrap } from './significance.js';

/** What became of the estimates of one day, summed over its rows: a day is one observation. */
export interface MaturedDay {
  /** Day number the estimates were made for. */
  readonly day: number;
  readonly rows: number;
  /** Sum of |ln(actual / fair)|, and of |ln(actual / market)|, which is what the last price missed. */
  readonly logLoss: number;
  readonly naiveLogLoss: number;
  readonly intervals: number;
  /** Of the 80 % intervals, those that held the price. */
  readonly covered: number;
}

/** What the model's own out-of-sample report said. Null: it could not be computed. */
export interface SkillPromise {
  readonly relativeLogError: number | null;
  readonly coverage80: number | null;
}

export interface SkillRule {
  /** Days back from the last matured one that are looked at. */
  readonly windowDays: number;
  readonly leastDays: number;
  readonly leastRows: number;
  /** Errors, and coverages, this close to the promise are as promised, however certain the difference is. */
  readonly leastEffect: { readonly relativeLogError: number; readonly coverage80: number };
  readonly level: number;
  readonly replicates: number;
  readonly seed: number;
}

export const DEFAULT_SKILL_RULE: SkillRule = {
  windowDays: 91,
  leastDays: 8,
  leastRows: 500,
  leastEffect: { relativeLogError: 0.05, coverage80: 0.05 },
  level: 0.95,
  replicates: 1_000,
  seed: 20_240_208,
};

/** A rolling figure with its block-bootstrap interval beside what was promised. */
export interface RollingFigure {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly promised: number | null;
  /** The interval leaves the promise out, on the bad side for an error, on either for a coverage. Null: nothing was promised. */
  readonly drifts: boolean | null;
}

/** `null` is "not known", and `reason` says why. */
export interface SkillDrift {
  /** Skill is lost, or the error or the coverage is no longer what was promised. */
  readonly drifts: boolean | null;
  /** The whole interval of the relative error lies above 1: the last price does better. */
  readonly isLost: boolean | null;
  readonly reason: string | null;
  readonly days: number;
  readonly rows: number;
  /** Mean error of the days over that of the last price. */
  readonly relativeLogError: RollingFigure | null;
  readonly coverage80: RollingFigure | null;
}

/** Skill that nothing can be said of. Never "as promised". */
export function unknownSkill(reason: string, seen: { days: number; rows: number } = { days: 0, rows: 0 }): SkillDrift {
  return { drifts: null, isLost: null, reason, ...seen, relativeLogError: null, coverage80: null };
}

/** Where no skill was promised, none can be lost: the last price serves and says so. */
export function skillNotPromised(reason: string): SkillDrift {
  return { ...unknownSkill(reason), drifts: false, isLost: false };
}

/**
 * Compares the error of matured estimates with that of the last price and with what the model promised. Intervals draw blocks
 * of neighbouring days as long as the horizon, for their targets overlap.
 *
 * @param matured ascending by day
 */
export function judgeSkill(matured: readonly MaturedDay[], promise: SkillPromise, horizonDays: number, rule: SkillRule): SkillDrift {
  const last = matured[matured.length - 1]?.day ?? NaN;
  const days = matured.filter((day) => day.rows > 0 && day.day > last - rule.windowDays);
  const seen = { days: days.length, rows: days.reduce((sum, day) => sum + day.rows, 0) };
  if (seen.days < rule.leastDays || seen.rows < rule.leastRows) {
    return unknownSkill(`${seen.rows} matured estimates of ${seen.days} days; at least ${rule.leastRows} of ${rule.leastDays} days are needed`, seen);
  }
  const bootstrap = { ...rule, blockLength: blockLengthOf(days, horizonDays) };
  const interval = (parts: (day: MaturedDay) => [number, number]) => rollingRatio(days.map(parts), bootstrap);
  const error = interval((day) => [day.logLoss / day.rows, day.naiveLogLoss / day.rows]);
  if (!error) return unknownSkill(`${seen.days} matured days are fewer than two blocks of ${bootstrap.blockLength}, which an interval needs`, seen);
  const coverage = interval((day) => [day.covered, day.intervals]);
  const relativeLogError = withPromise(error, promise.relativeLogError, (promised) => {
    return error.lower > promised && error.value - promised >= rule.leastEffect.relativeLogError;
  });
  const coverage80 = coverage ? withPromise(coverage, promise.coverage80, (promised) => {
    return (coverage.lower > promised || coverage.upper < promised) && Math.abs(coverage.value - promised) >= rule.leastEffect.coverage80;
  }) : null;
  const isLost = error.lower > 1;
  const drifts = isLost || eitherOf(relativeLogError.drifts, coverage80?.drifts ?? null);
  return {
    drifts,
    isLost,
    reason: drifts === null ? 'the report of the model promises no error or no coverage that could be compared' : null,
    ...seen,
    relativeLogError,
    coverage80,
  };
}

/** True where one is; not known where one is not known; else false. */
export function eitherOf(...parts: readonly (boolean | null)[]): boolean | null {
  if (parts.includes(true)) return true;
  return parts.includes(null) ? null : false;
}

function withPromise(figure: Omit<RollingFigure, 'promised' | 'drifts'>, promised: number | null, drifts: (promised: number) => boolean): RollingFigure {
  return { ...figure, promised, drifts: promised === null ? null : drifts(promised) };
}

function rollingRatio(parts: readonly [number, number][], rule: Parameters<typeof blockBootstrap>[2]): Omit<RollingFigure, 'promised' | 'drifts'> | undefined {
  const ratioOver = (drawn: ArrayLike<number>): number => {
    let above = 0;
    let below = 0;
    for (let i = 0; i < drawn.length; i++) {
      const [a, b] = parts[drawn[i] as number] as [number, number];
      above += a;
      below += b;
    }
    return below > 0 ? above / below : NaN;
  };
  const value = ratioOver(parts.map((_, i) => i));
  const interval = blockBootstrap(parts.length, ratioOver, rule);
  return interval && !Number.isNaN(value) ? { value, ...interval } : undefined;
}

/** Days that lie within one horizon, at the usual distance of the days. */
function blockLengthOf(days: readonly MaturedDay[], horizonDays: number): number {
  const span = (days[days.length - 1]?.day ?? 0) - (days[0]?.day ?? 0);
  const stepDays = Math.max(1, span / Math.max(1, days.length - 1));
  return Math.max(1, Math.ceil(horizonDays / stepDays));
}
