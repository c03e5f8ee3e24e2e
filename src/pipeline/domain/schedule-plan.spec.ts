import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideFires, type MissedPolicy, ON_TIME_MS } from './schedule-plan.js';
import { healthOf, type ScheduleCondition } from './schedule-health.js';

const MINUTE = 60_000;
const none = () => 0;
const missed = [10, 20, 30, 40].map((minute) => minute * MINUTE);
const decide = (policy: MissedPolicy, maxCatchUp = 10, nowMs = 60 * MINUTE) => decideFires({ plannedMs: [...missed, 60 * MINUTE], nowMs, jitterMsOf: none }, { policy, maxCatchUp });
const run = (policy: MissedPolicy, maxCatchUp?: number) => decide(policy, maxCatchUp).filter((fire) => fire.isRun).map((fire) => [fire.plannedMs / MINUTE, fire.trigger]);

describe('fires that were missed', () => {
  it('are left out under skip', () => expect(run('skip')).toEqual([[60, 'tick']]));
  it('are answered for by the last one under once', () => expect(run('once')).toEqual([[40, 'catch_up'], [60, 'tick']]));
  it('are all made up for, oldest first, under catch_up', () => expect(run('catch_up')).toEqual([[10, 'catch_up'], [20, 'catch_up'], [30, 'catch_up'], [40, 'catch_up'], [60, 'tick']]));
  it('are the latest two where max_catch_up is 2', () => expect(run('catch_up', 2)).toEqual([[30, 'catch_up'], [40, 'catch_up'], [60, 'tick']]));
  it('are none where max_catch_up is 0', () => expect(run('catch_up', 0)).toEqual([[60, 'tick']]));
  it('are each decided on', () => expect(decide('skip').map((fire) => fire.plannedMs)).toEqual([...missed, 60 * MINUTE]));

  it('are missed from two minutes after their time on', () => {
    const at = (nowMs: number) => decideFires({ plannedMs: [0], nowMs, jitterMsOf: none }, { policy: 'skip', maxCatchUp: 0 })[0]?.isRun;
    expect([at(0), at(ON_TIME_MS), at(ON_TIME_MS + 1)]).toEqual([true, true, false]);
  });
});

describe('jitter', () => {
  it('holds a fire back, and those after it with it', () => {
    const due = { plannedMs: [0, MINUTE], jitterMsOf: (ms: number) => (ms === 0 ? 90_000 : 0) };
    const rule = { policy: 'skip', maxCatchUp: 0 } as const;
    expect(decideFires({ ...due, nowMs: 89_999 }, rule)).toEqual([]);
    expect(decideFires({ ...due, nowMs: 90_000 }, rule).map((fire) => fire.plannedMs)).toEqual([0, MINUTE]);
  });

  it('always leaves everything decided up to some instant', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 20 }), fc.integer({ min: 0, max: 30 * MINUTE }), (delays, nowMs) => {
        const plannedMs = delays.map((_, i) => i * MINUTE);
        const decided = decideFires({ plannedMs, nowMs, jitterMsOf: (ms) => (delays[ms / MINUTE] ?? 0) * 100 }, { policy: 'catch_up', maxCatchUp: 5 });
        expect(decided.map((fire) => fire.plannedMs)).toEqual(plannedMs.slice(0, decided.length));
        expect(decided.filter((fire) => fire.trigger === 'catch_up').length).toBeLessThanOrEqual(5);
      }),
    );
  });
});

describe('the health of a schedule', () => {
  const fine: ScheduleCondition = { isPaused: false, isSwitchedOn: true, lastDueMs: 0, lastDecidedMs: 0, lastEnd: { state: 'done', error: null }, nowMs: 60 * MINUTE };

  it('is ok after a fire that went well, and before the first', () => {
    expect(healthOf(fine)).toEqual({ state: 'ok', reason: null });
    expect(healthOf({ ...fine, lastDueMs: undefined, lastDecidedMs: undefined, lastEnd: undefined }).state).toBe('ok');
  });

  it('is late where nobody fired, and says whether that is wanted', () => {
    expect(healthOf({ ...fine, lastDueMs: MINUTE })).toMatchObject({ state: 'late', reason: expect.stringContaining('no worker runs') });
    expect(healthOf({ ...fine, lastDueMs: MINUTE, isSwitchedOn: false }).reason).toContain('PIPELINE_SCHEDULE_ENABLED=false');
    expect(healthOf({ ...fine, lastDueMs: MINUTE, nowMs: MINUTE + ON_TIME_MS }).state).toBe('ok');
  });

  it('is failing with the error of the last fire', () => {
    expect(healthOf({ ...fine, lastEnd: { state: 'failed', error: 'the disk is full' } })).toEqual({ state: 'failing', reason: 'the disk is full' });
  });

  it('is paused whatever else is true', () => {
    expect(healthOf({ ...fine, isPaused: true, lastDueMs: MINUTE, lastEnd: { state: 'failed', error: 'x' } }).state).toBe('paused');
  });
});
