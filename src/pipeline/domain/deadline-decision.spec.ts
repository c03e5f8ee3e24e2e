import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Day } from '../../shared/day.js';
import { decideDeadlines, parseWatchKey, type WatchedRun, type WatchedStep, type WatchFacts } from './deadline-decision.js';

const now = new Date('2026-03-02T00:00:00Z');
const day = '2026-03-01' as Day;
const of = { pipeline: 'daily', game: 'pokemon', day } as const;
const run = (more: Partial<WatchedRun> = {}): WatchedRun => ({ ...of, runId: 'daily:pokemon:2026-03-01:1', state: 'failed', error: 'a price is missing', startedAt: new Date('2026-03-01T21:30:00Z'), ...more });
const step = (more: Partial<WatchedStep> = {}): WatchedStep => ({ ...of, runId: 'daily:pokemon:2026-03-01:1', step: 'train', state: 'running', startedAt: new Date('2026-03-01T23:00:00Z'), maxRuntimeMs: 1_800_000, ...more });
const facts = (more: Partial<WatchFacts> = {}): WatchFacts => ({ now, runs: [], steps: [], due: [], lastSucceeded: new Map(), openKeys: [], ...more });
const raised = (more: Partial<WatchFacts>) => decideDeadlines(facts(more)).raise.map((breach) => breach.key);
const recovered = (more: Partial<WatchFacts>) => decideDeadlines(facts(more)).recover.map((each) => each.key);
const due = { ...of, by: new Date('2026-03-01T23:30:00Z') };

describe('a failed run', () => {
  const key = 'failed:daily:pokemon:2026-03-01';
  it('is told once, with its reason', () => {
    expect(decideDeadlines(facts({ runs: [run()] })).raise).toMatchObject([{ key, text: expect.stringContaining('a price is missing') }]);
    expect(raised({ runs: [run()], openKeys: [key] })).toEqual([]);
  });

  it('is over when a later run of the day, or of a later day, succeeds; not while that one runs, nor by an earlier one', () => {
    const second = run({ runId: 'daily:pokemon:2026-03-01:2', startedAt: new Date('2026-03-01T22:00:00Z') });
    expect(recovered({ runs: [run(), { ...second, state: 'succeeded' }], openKeys: [key] })).toEqual([key]);
    expect(recovered({ runs: [run(), { ...second, state: 'running' }], openKeys: [key] })).toEqual([]);
    expect(recovered({ runs: [run(), { ...second, day: '2026-03-02' as Day, state: 'succeeded' }], openKeys: [key] })).toEqual([key]);
    expect(recovered({ runs: [run(), { ...second, game: 'lorcana', state: 'succeeded' }], openKeys: [key] })).toEqual([]);
    const earlier = { ...second, state: 'succeeded' as const, startedAt: new Date('2026-03-01T20:00:00Z') };
    expect(raised({ runs: [earlier, run()] })).toEqual([key]);
    expect(recovered({ runs: [earlier, run()], openKeys: [key] })).toEqual([]);
  });
});

describe('a market day that is due', () => {
  const key = 'fresh:daily:pokemon:2026-03-01';
  const yesterday = new Map([['daily:pokemon', '2026-02-28' as Day]]);
  it('is told from its deadline on, not a moment before, and names the last day that succeeded', () => {
    expect(decideDeadlines(facts({ due: [due], lastSucceeded: yesterday })).raise).toMatchObject([{ key, subject: { last_succeeded: '2026-02-28' } }]);
    expect(raised({ due: [due], now: due.by })).toEqual([key]);
    expect(raised({ due: [due], now: new Date(due.by.getTime() - 1) })).toEqual([]);
  });

  it('is told although no run ever began, and is fine once the day has succeeded', () => {
    expect(raised({ due: [due], runs: [] })).toEqual([key]);
    expect(raised({ due: [due], lastSucceeded: new Map([['daily:pokemon', day]]) })).toEqual([]);
  });

  it('comes good when it, or a later day, succeeds; not because the next deadline is about another day', () => {
    const tomorrow = { ...due, day: '2026-03-02' as Day };
    expect(recovered({ due: [tomorrow], lastSucceeded: yesterday, openKeys: [key] })).toEqual([]);
    expect(recovered({ due: [tomorrow], lastSucceeded: new Map([['daily:pokemon', '2026-03-02' as Day]]), openKeys: [key] })).toEqual([key]);
  });
});

describe('a step', () => {
  const key = 'runtime:daily:pokemon:2026-03-01:train';
  it('is told when it runs longer than it may', () => {
    expect(raised({ steps: [step()] })).toEqual([key]);
    expect(raised({ steps: [step({ maxRuntimeMs: 3_600_000 })] })).toEqual([]);
    expect(raised({ steps: [step({ state: 'failed' })] })).toEqual([]);
  });

  it('comes good when it ends well, not when its attempt fails or begins anew', () => {
    const runs = [run({ state: 'running' })];
    expect(recovered({ runs, steps: [step({ state: 'succeeded' })], openKeys: [key] })).toEqual([key]);
    expect(recovered({ runs, steps: [step({ state: 'failed' })], openKeys: [key] })).toEqual([]);
    expect(recovered({ runs, steps: [step({ startedAt: now })], openKeys: [key] })).toEqual([]);
    expect(recovered({ runs: [run({ state: 'succeeded' })], steps: [], openKeys: [key] })).toEqual([key]);
  });
});

describe('the decision', () => {
  const days = fc.constantFrom('2026-02-28', '2026-03-01', '2026-03-02').map((text) => text as Day);
  const games = fc.constantFrom('pokemon', 'lorcana');
  const instants = fc.integer({ min: 0, max: 4_000 }).map((minutes) => new Date(now.getTime() - minutes * 60_000));
  const runs = fc.array(
    fc.record({ pipeline: fc.constant('daily'), game: games, day: days, runId: fc.uuid(), state: fc.constantFrom('running', 'succeeded', 'failed', 'cancelled'), error: fc.constant(null), startedAt: instants }),
    { maxLength: 12 },
  );
  const steps = fc.array(
    fc.record({ pipeline: fc.constant('daily'), game: games, day: days, runId: fc.uuid(), step: fc.constantFrom('train', 'collect'), state: fc.constantFrom('running', 'succeeded', 'failed'), startedAt: instants, maxRuntimeMs: fc.constant(600_000) }),
    { maxLength: 4 },
  );
  const dues = fc.uniqueArray(fc.record({ pipeline: fc.constant('daily'), game: games, day: days, by: instants }), { maxLength: 3, selector: (each) => `${each.game}${each.day}` });
  const worlds = fc.record({ runs: runs as fc.Arbitrary<WatchedRun[]>, steps, due: dues }).map((world) => {
    const lastSucceeded = new Map<string, Day>();
    for (const each of world.runs.filter((one) => one.state === 'succeeded')) {
      const name = `daily:${each.game}`;
      if ((lastSucceeded.get(name) ?? '') < each.day) lastSucceeded.set(name, each.day);
    }
    return facts({ ...world, lastSucceeded });
  });

  it('told once is not told again, and what it tells it does not call over in the same world', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const first = decideDeadlines(world);
        const openKeys = [...new Set(first.raise.map((breach) => breach.key))];
        expect(decideDeadlines({ ...world, openKeys })).toEqual({ raise: [], recover: [] });
      }),
    );
  });

  it('comes to rest from any open alerts: after it was followed once there is nothing more to do', () => {
    const keys = fc.uniqueArray(fc.tuple(fc.constantFrom('failed', 'fresh'), games, days).map(([kind, game, each]) => `${kind}:daily:${game}:${each}`));
    fc.assert(
      fc.property(worlds, keys, (world, openKeys) => {
        const { raise, recover } = decideDeadlines({ ...world, openKeys });
        const over = new Set(recover.map((each) => each.key));
        expect(raise.filter((breach) => over.has(breach.key) || openKeys.includes(breach.key))).toEqual([]);
        const left = [...new Set([...openKeys.filter((key) => !over.has(key)), ...raise.map((breach) => breach.key)])];
        expect(decideDeadlines({ ...world, openKeys: left })).toEqual({ raise: [], recover: [] });
      }),
    );
  });

  it('leaves alerts of others alone', () => {
    expect(recovered({ openKeys: ['alert-channel:1', 'failed:nonsense'] })).toEqual([]);
    expect(parseWatchKey('runtime:daily:pokemon:2026-03-01:train')).toEqual({ kind: 'runtime', ...of, step: 'train' });
  });
});
