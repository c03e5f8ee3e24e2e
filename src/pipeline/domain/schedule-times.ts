import { hashText, seededRandom } from '../../shared/random.js';

/**
 * When a cron expression matches, in one time zone. All instants are milliseconds since 1970-01-01 UTC. A wall time is what clocks
 * on the wall of that zone show, written as if it were UTC.
 */
export interface CronTimes {
  /** The first wall time after `wallMs` that matches; undefined where none comes within years (such as 30 February). */
  nextWallMs(wallMs: number): number | undefined;
  /** Wall time minus UTC at an instant. */
  offsetMsAt(instantMs: number): number;
  /** Whether every hour matches: such a rhythm goes by elapsed time, not by the numbers on the clock. */
  readonly isEveryHour: boolean;
}

export interface FireWindow {
  /** Excluded. */
  readonly afterMs: number;
  /** Included. */
  readonly untilMs: number;
  /** At most so many, the latest of the window. */
  readonly count: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The first fire time after an instant; undefined where there is none.
 *
 * Where clocks are put forward, a time that the day does not have fires once, at the instant of the change. Where they are put
 * back, a time that the day has twice fires the first time only. A rhythm of every hour fires in each hour that passes. (The
 * rules of Vixie cron.) The answer depends on nothing but the expression, the zone and `afterMs`.
 */
export function nextFireMs(times: CronTimes, afterMs: number): number | undefined {
  return times.isEveryHour ? nextElapsed(times, afterMs) : nextOnTheClock(times, afterMs);
}

/** The next `count` fire times after an instant, ascending. */
export function nextFiresMs(times: CronTimes, afterMs: number, count: number): number[] {
  const found: number[] = [];
  for (let at = nextFireMs(times, afterMs); at !== undefined && found.length < count; at = nextFireMs(times, at)) found.push(at);
  return found;
}

/** The latest fire times of a window, ascending. What it costs grows with `count`, not with the length of the window. */
export function lastFiresMs(times: CronTimes, window: FireWindow): number[] {
  let found: number[] = [];
  let endMs = window.untilMs;
  for (let widthMs = HOUR_MS; endMs > window.afterMs && found.length < window.count; widthMs *= 2) {
    const beginMs = Math.max(window.afterMs, endMs - widthMs);
    found = [...firesBetween(times, beginMs, endMs), ...found];
    endMs = beginMs;
  }
  return found.slice(-window.count);
}

/** How long after its planned time a fire begins, in milliseconds: the same for everybody who asks, 0 up to `jitterSeconds`. */
export function jitterMs(scheduleId: number, plannedMs: number, jitterSeconds: number): number {
  return Math.floor(seededRandom(hashText(`${scheduleId}:${plannedMs}`))() * (jitterSeconds + 1)) * 1_000;
}

function firesBetween(times: CronTimes, afterMs: number, untilMs: number): number[] {
  const found: number[] = [];
  for (let at = nextFireMs(times, afterMs); at !== undefined && at <= untilMs; at = nextFireMs(times, at)) found.push(at);
  return found;
}

function nextOnTheClock(times: CronTimes, afterMs: number): number | undefined {
  let wallMs = times.nextWallMs(afterMs + times.offsetMsAt(afterMs));
  while (wallMs !== undefined) {
    const instantMs = firstInstantOf(times, wallMs);
    if (instantMs > afterMs) return instantMs;
    wallMs = times.nextWallMs(wallMs);
  }
  return undefined;
}

/** The first instant at which the clock shows `wallMs`, or jumps over it. */
function firstInstantOf(times: CronTimes, wallMs: number): number {
  const before = times.offsetMsAt(wallMs - DAY_MS);
  const after = times.offsetMsAt(wallMs + DAY_MS);
  const candidates = [wallMs - before, wallMs - after].filter((instantMs) => instantMs + times.offsetMsAt(instantMs) === wallMs);
  return candidates.length > 0 ? Math.min(...candidates) : changeBetween(times, wallMs - after, wallMs - before);
}

function nextElapsed(times: CronTimes, afterMs: number): number | undefined {
  const offsetMs = times.offsetMsAt(afterMs);
  const wallMs = times.nextWallMs(afterMs + offsetMs);
  if (wallMs === undefined) return undefined;
  const instantMs = wallMs - offsetMs;
  if (times.offsetMsAt(instantMs) === offsetMs) return instantMs;
  const changeMs = changeBetween(times, afterMs, instantMs);
  const changedMs = times.offsetMsAt(changeMs);
  const changedWallMs = times.nextWallMs(changeMs + changedMs - 1_000);
  return changedWallMs === undefined ? undefined : changedWallMs - changedMs;
}

/** The first instant in (beginMs, endMs] with another offset than at `beginMs`. Offsets change at whole seconds. */
function changeBetween(times: CronTimes, beginMs: number, endMs: number): number {
  const offsetMs = times.offsetMsAt(beginMs);
  let low = Math.floor(beginMs / 1_000);
  let high = Math.ceil(endMs / 1_000);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (times.offsetMsAt(middle * 1_000) === offsetMs) low = middle;
    else high = middle;
  }
  return high * 1_000;
}
