import { ON_TIME_MS } from './schedule-plan.js';

export interface ScheduleCondition {
  readonly isPaused: boolean;
  /** False where the installation fires nothing by itself. */
  readonly isSwitchedOn: boolean;
  /** The latest time it should have fired at, jitter included; undefined where there has been none since it was made. */
  readonly lastDueMs: number | undefined;
  /** The latest planned time that somebody has decided on. */
  readonly lastDecidedMs: number | undefined;
  /** The latest fire that ended. */
  readonly lastEnd: { readonly state: string; readonly error: string | null } | undefined;
  readonly nowMs: number;
}

export interface ScheduleHealth {
  readonly state: 'ok' | 'late' | 'failing' | 'paused';
  /** Why, where it is not ok. */
  readonly reason: string | null;
}

/** How a schedule does. What a person has done comes first, then what needs one. */
export function healthOf(condition: ScheduleCondition): ScheduleHealth {
  if (condition.isPaused) return { state: 'paused', reason: 'Somebody has paused it; it fires again once resumed.' };
  const { lastDueMs, lastDecidedMs, lastEnd, nowMs } = condition;
  if (lastDueMs !== undefined && lastDueMs + ON_TIME_MS < nowMs && (lastDecidedMs === undefined || lastDecidedMs < lastDueMs)) {
    const due = new Date(lastDueMs).toISOString();
    return { state: 'late', reason: condition.isSwitchedOn ? `Nobody has fired it at ${due}: no worker runs.` : `It was due at ${due}; PIPELINE_SCHEDULE_ENABLED=false switches schedules off.` };
  }
  if (lastEnd?.state === 'failed') return { state: 'failing', reason: lastEnd.error ?? 'The last fire failed.' };
  return { state: 'ok', reason: null };
}
