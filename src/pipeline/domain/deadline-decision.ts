import type { Day } from '../../shared/day.js';

/** A run as the watch sees it. */
export interface WatchedRun {
  readonly runId: string;
  readonly pipeline: string;
  /** Slug of the game. */
  readonly game: string;
  readonly day: Day;
  readonly state: 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly error: string | null;
  readonly startedAt: Date;
}

/** The latest attempt of a step of a run. */
export interface WatchedStep {
  readonly runId: string;
  readonly pipeline: string;
  readonly game: string;
  readonly day: Day;
  readonly step: string;
  readonly state: string;
  readonly startedAt: Date;
  readonly maxRuntimeMs: number;
}

/** What has to be fresh by now: the market day of the last deadline that has passed. */
export interface DueFreshness {
  readonly pipeline: string;
  readonly game: string;
  readonly day: Day;
  /** The deadline. */
  readonly by: Date;
}

export interface WatchFacts {
  readonly now: Date;
  /** Runs of late, all runs of days with an open alert, and the last success of every game. */
  readonly runs: readonly WatchedRun[];
  /** Latest attempts of the steps of unfinished runs, and of steps with an open alert. */
  readonly steps: readonly WatchedStep[];
  readonly due: readonly DueFreshness[];
  /** The last day that succeeded, by `pipeline:game`. */
  readonly lastSucceeded: ReadonlyMap<string, Day>;
  /** Keys of the watch's own alerts that are open. */
  readonly openKeys: readonly string[];
}

export interface Breach {
  readonly key: string;
  readonly severity: 'warning' | 'critical';
  readonly title: string;
  readonly text: string;
  readonly subject: Readonly<Record<string, string | number | null>>;
}

export interface WatchDecision {
  readonly raise: readonly Breach[];
  readonly recover: readonly { readonly key: string; readonly text: string }[];
}

export const WATCH_PREFIXES = ['failed:', 'fresh:', 'runtime:'] as const;

interface DayOfGame {
  readonly pipeline: string;
  readonly game: string;
  readonly day: Day;
}

export const failedKey = (of: DayOfGame): string => `failed:${of.pipeline}:${of.game}:${of.day}`;
export const freshKey = (of: DayOfGame): string => `fresh:${of.pipeline}:${of.game}:${of.day}`;
export const runtimeKey = (of: DayOfGame & { readonly step: string }): string => `runtime:${of.pipeline}:${of.game}:${of.day}:${of.step}`;

/** The parts of a key of the watch, or undefined where the key is none. Slugs hold no colon. */
export function parseWatchKey(key: string): (DayOfGame & { readonly kind: 'failed' | 'fresh' | 'runtime'; readonly step: string | undefined }) | undefined {
  const match = /^(failed|fresh|runtime):([^:]+):([^:]+):(\d{4}-\d{2}-\d{2})(?::(.+))?$/.exec(key);
  if (!match) return undefined;
  const [, kind, pipeline, game, day, step] = match as unknown as [string, 'failed' | 'fresh' | 'runtime', string, string, Day, string | undefined];
  return { kind, pipeline, game, day, step };
}

/**
 * What is wrong and not told yet, and what was told and came good.
 *
 * - failed: the last run of a day failed, and no run of that or a later day that began after it succeeded; good when one did
 * - fresh: the deadline has passed and the day, or a later one, has not succeeded; good when it has
 * - runtime: a step runs longer than it may; good when its latest attempt ended well, or as above
 *
 * A breach of a key that is open already is not in `raise`, and nothing is in both.
 */
export function decideDeadlines(facts: WatchFacts): WatchDecision {
  const breaches = [...failedBreaches(facts), ...freshBreaches(facts), ...runtimeBreaches(facts)];
  const open = new Set(facts.openKeys);
  const wrong = new Set(breaches.map((breach) => breach.key));
  return {
    raise: breaches.filter((breach) => !open.has(breach.key)),
    recover: facts.openKeys.filter((key) => !wrong.has(key)).flatMap((key) => recoveryOf(key, facts)),
  };
}

function failedBreaches(facts: WatchFacts): Breach[] {
  return lastRuns(facts.runs)
    .filter((run) => run.state === 'failed' && successAfter(facts, run) === undefined)
    .map((run) => ({
      key: failedKey(run),
      severity: 'critical',
      title: `The ${run.pipeline} run of ${run.game} for ${run.day} failed`,
      text: `${run.runId} failed: ${run.error ?? 'no reason given'}`,
      subject: { pipeline: run.pipeline, game: run.game, day: run.day, run_id: run.runId },
    }));
}

function freshBreaches(facts: WatchFacts): Breach[] {
  return facts.due
    .filter((due) => due.by <= facts.now && !hasSucceeded(facts, due))
    .map((due) => {
      const last = facts.lastSucceeded.get(`${due.pipeline}:${due.game}`) ?? null;
      return {
        key: freshKey(due),
        severity: 'critical',
        title: `${due.game} is not fresh: ${due.day} was due by ${due.by.toISOString()}`,
        text: `No ${due.pipeline} run of ${due.game} has succeeded for ${due.day}; the last day that did is ${last ?? '(none)'}.`,
        subject: { pipeline: due.pipeline, game: due.game, day: due.day, due_by: due.by.toISOString(), last_succeeded: last },
      };
    });
}

function runtimeBreaches(facts: WatchFacts): Breach[] {
  return facts.steps
    .filter((step) => step.state === 'running' && facts.now.getTime() - step.startedAt.getTime() > step.maxRuntimeMs)
    .map((step) => ({
      key: runtimeKey(step),
      severity: 'warning',
      title: `The step ${step.step} of ${step.game} for ${step.day} runs longer than ${Math.round(step.maxRuntimeMs / 1_000)} s`,
      text: `${step.runId} began ${step.step} at ${step.startedAt.toISOString()} and has not ended it.`,
      subject: { pipeline: step.pipeline, game: step.game, day: step.day, step: step.step, run_id: step.runId, max_runtime_ms: step.maxRuntimeMs },
    }));
}

function recoveryOf(key: string, facts: WatchFacts): { key: string; text: string }[] {
  const of = parseWatchKey(key);
  if (of === undefined) return [];
  const run = lastRuns(facts.runs).find((each) => each.pipeline === of.pipeline && each.game === of.game && each.day === of.day);
  if (of.kind === 'runtime') {
    const step = facts.steps.find((each) => runtimeKey(each) === key);
    if (step?.state === 'succeeded' || step?.state === 'cached' || step?.state === 'skipped') return [{ key, text: `${step.runId} has ended ${step.step}.` }];
  }
  if (of.kind === 'fresh') return hasSucceeded(facts, of) ? [{ key, text: `${of.day} or a later day of ${of.game} has succeeded.` }] : [];
  // While a day is being run again nothing is decided.
  if (run === undefined || run.state === 'running') return [];
  const success = run.state === 'succeeded' ? run : successAfter(facts, run);
  return success === undefined ? [] : [{ key, text: `${success.runId} succeeded.` }];
}

/** A run of the same day or a later one that began after this one and succeeded: what was missed is made up for, or no longer matters. */
function successAfter(facts: WatchFacts, run: WatchedRun): WatchedRun | undefined {
  const { pipeline, game, day, startedAt } = run;
  return facts.runs.find((each) => each.state === 'succeeded' && each.pipeline === pipeline && each.game === game && each.day >= day && each.startedAt > startedAt);
}

/** Whether this day, or a later one, has succeeded. */
function hasSucceeded(facts: WatchFacts, of: DayOfGame): boolean {
  const last = facts.lastSucceeded.get(`${of.pipeline}:${of.game}`);
  return last !== undefined && last >= of.day;
}

/** The latest run of each pipeline, game and day. */
function lastRuns(runs: readonly WatchedRun[]): WatchedRun[] {
  const last = new Map<string, WatchedRun>();
  for (const run of runs) {
    const known = last.get(failedKey(run));
    if (known === undefined || known.startedAt <= run.startedAt) last.set(failedKey(run), run);
  }
  return [...last.values()];
}
