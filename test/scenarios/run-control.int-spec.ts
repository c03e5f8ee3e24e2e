import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../../src/ingestion/index.js';
import { Pipeline, RunReader } from '../../src/pipeline/index.js';
import { DailyStages, type PipelineStage, type StagePolicy } from '../../src/pipeline/stages.js';
import { addDays, type Day } from '../../src/shared/day.js';
import { RateLimited } from '../../src/shared/errors.js';
import { silentProgress } from '../../src/shared/progress.js';
import { type RunningApp, startApp } from '../support/running-app.js';

const DAY = '2026-03-31' as Day;

describe('control of a run', () => {
  let running: RunningApp;
  let game: Game;
  let blocker: pg.Client;

  beforeAll(async () => {
    running = await startApp();
    // Too little history to train on: the days are cheap.
    await running.app.get(SimulatedMarketStage).seed({ seed: 3, printings: 20, firstDay: addDays(DAY, -40), lastDay: DAY, progress: silentProgress });
    game = (await running.app.get(CatalogueReader).gameBySlug('simulated')) as Game;
    blocker = new pg.Client(running.config.database.url);
    await blocker.connect();
  }, 120_000);

  afterAll(async () => {
    await blocker?.end();
    await running?.close();
  });

  /** Nobody can read or write signals until `ROLLBACK`: the signal stage hangs. */
  const block = () => blocker.query('BEGIN; LOCK TABLE signal IN ACCESS EXCLUSIVE MODE');
  const unblock = () => blocker.query('ROLLBACK');
  afterEach(unblock);

  async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> & { stages: Record<string, unknown>[] } }> {
    const headers: Record<string, string> = { 'x-api-key': running.adminKey };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const answer = await fetch(running.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json()) as never };
  }

  const details = async (runId: string) => (await ask('GET', `/v1/runs/${runId}`)).body;

  async function until(runId: string, isSo: (run: Awaited<ReturnType<typeof details>>) => boolean): Promise<Awaited<ReturnType<typeof details>>> {
    for (;;) {
      const run = await details(runId);
      if (isSo(run)) return run;
      await sleep(50);
    }
  }

  /** False also while there is no such run yet. */
  const isAt = (stage: string) => (run: { stages?: Record<string, unknown>[] }) => (run.stages ?? []).some((each) => each['stage'] === stage && each['state'] === 'running');
  const statesOf = (run: { stages: Record<string, unknown>[] }) => Object.fromEntries(run.stages.map((each) => [each['stage'], each['state']]));

  /** Gives a stage another policy, and perhaps other work, while `work` runs. */
  async function withStage(name: string, policy: Partial<StagePolicy>, work: () => Promise<void>, run?: PipelineStage['run']): Promise<void> {
    const stage = running.app.get(DailyStages).all.find((each) => each.name === name) as PipelineStage;
    const before = { ...stage };
    Object.assign(stage, { policy: { ...stage.policy, ...policy } }, run === undefined ? {} : { run });
    try {
      await work();
    } finally {
      Object.assign(stage, before);
    }
  }

  it('cancels: the running stage ends, no further one begins, a waiting run gets its turn, and a retry goes on where it stopped', async () => {
    await block();
    const { body } = await ask('POST', '/v1/admin/pipeline/runs', { game: 'simulated', date: DAY });
    const runId = body['run_id'] as string;
    await until(runId, isAt('signal'));
    const early = await ask('POST', `/v1/admin/runs/${runId}/retry`, {});
    expect(early).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const next = (await ask('POST', '/v1/admin/pipeline/runs', { game: 'simulated', date: addDays(DAY, -1) })).body['run_id'] as string;
    await sleep(500);
    expect((await details(next)).stages).toEqual([]);

    const cancelled = await ask('POST', `/v1/admin/runs/${runId}/cancel`);
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    expect(statesOf(cancelled.body)['signal']).toBe('cancelled');
    expect((await ask('POST', `/v1/admin/runs/${runId}/cancel`)).status).toBe(200);

    await until(next, isAt('signal'));
    await unblock();
    await until(next, (run) => run['state'] === 'succeeded');
    const after = await details(runId);
    expect(after).toMatchObject({ state: 'cancelled', error: 'cancelled on request' });
    expect(statesOf(after)['score']).toBeUndefined();

    const retry = await ask('POST', `/v1/admin/runs/${runId}/retry`, {});
    expect(retry).toMatchObject({ status: 202, body: { run_id: `daily:simulated:${DAY}:2`, is_started: true } });
    const retried = await until(`daily:simulated:${DAY}:2`, (run) => run['state'] === 'succeeded');
    expect(retried).toMatchObject({ forked_from: runId, from_stage: 'signal' });
    expect(statesOf(retried)).toMatchObject({ collect: 'reused', estimate: 'reused', signal: 'succeeded' });
    const [old, fork] = await Promise.all([runId, retried['run_id'] as string].map((id) => running.app.get(RunReader).run(id)));
    expect(fork?.knownAt).toEqual(old?.knownAt);
    expect(fork?.inputDigest).toBe(old?.inputDigest);
  });

  it('forks a run that succeeded from the stage that is named, and from none otherwise', async () => {
    const runId = `daily:simulated:${DAY}:2`;
    expect(await ask('POST', `/v1/admin/runs/${runId}/retry`, {})).toMatchObject({ status: 422, body: { detail: expect.stringContaining('from_stage is missing') } });
    expect((await ask('POST', `/v1/admin/runs/${runId}/retry`, { from_stage: 'nonsense' })).status).toBe(422);
    expect((await ask('POST', `/v1/admin/runs/${runId}/retry`, { from_stage: 'estimate' })).body).toMatchObject({ run_id: `daily:simulated:${DAY}:3` });
    const fork = await until(`daily:simulated:${DAY}:3`, (run) => run['state'] === 'succeeded');
    // A fork of a fork takes over what that had taken over.
    expect(statesOf(fork)).toMatchObject({ features: 'reused', estimate: 'succeeded', drift: expect.stringMatching(/succeeded|skipped/) });
    expect((await running.app.get(Pipeline).run({ game, day: DAY, trigger: 'cli' })).hasRun).toBe(false);
  });

  it('refuses to cancel a run that is over, or one that does not exist', async () => {
    expect((await ask('POST', `/v1/admin/runs/daily:simulated:${DAY}:2/cancel`)).status).toBe(409);
    expect((await ask('POST', '/v1/admin/runs/daily:simulated:2020-01-01:1/cancel')).status).toBe(404);
    expect((await ask('POST', '/v1/admin/runs/daily:simulated:2020-01-01:1/retry', {})).status).toBe(404);
  });

  it('cancels a run that waits for its turn', async () => {
    await block();
    const first = running.app.get(Pipeline).run({ game, day: addDays(DAY, -6), trigger: 'cli' });
    await until(`daily:simulated:${addDays(DAY, -6)}:1`, isAt('signal'));
    const second = running.app.get(Pipeline).run({ game, day: addDays(DAY, -5), trigger: 'cli' });
    const outcome = expect(second).rejects.toThrow('was cancelled');
    await until(`daily:simulated:${addDays(DAY, -5)}:1`, (run) => run['state'] === 'running');
    await ask('POST', `/v1/admin/runs/daily:simulated:${addDays(DAY, -5)}:1/cancel`);
    await outcome;
    await unblock();
    await first;
    expect((await details(`daily:simulated:${addDays(DAY, -5)}:1`)).stages).toEqual([]);
  });

  it('gives up a stage whose time is over, after a pulse, and does not count what it does later', async () => {
    const runId = `daily:simulated:${addDays(DAY, -2)}:1`;
    await withStage('signal', { timeoutMs: 700, heartbeatMs: 50 }, async () => {
      await block();
      await expect(running.app.get(Pipeline).run({ game, day: addDays(DAY, -2), trigger: 'cli' })).rejects.toThrow('signal took longer than 0.7 s');
      await unblock();
    });
    await sleep(300);
    const run = await details(runId);
    expect(run['state']).toBe('failed');
    const stages = run.stages.filter((each) => each['stage'] === 'signal');
    expect(stages).toMatchObject([{ attempt: 1, state: 'failed', rows_written: null, timeout_ms: 700 }]);
    expect(Date.parse(stages[0]?.['heartbeat_at'] as string)).toBeGreaterThan(Date.parse(stages[0]?.['started_at'] as string));
  });

  it('waits as long as a source asks within the cap of the policy, and otherwise fails and says so', async () => {
    const day = addDays(DAY, -3);
    const asks = [1, 3_600];
    const limited: PipelineStage['run'] = () => Promise.reject(new RateLimited('The source is busy.', asks.shift() ?? 0));
    await withStage('score', { firstDelayMs: 0, maxDelayMs: 2_000 }, async () => {
      await expect(running.app.get(Pipeline).run({ game, day, trigger: 'cli' })).rejects.toThrow('It asks to wait 3600 s; this step waits 2 s at most.');
    }, limited);
    const attempts = (await running.app.get(RunReader).stagesOf(`daily:simulated:${day}:1`)).filter((stage) => stage.stage === 'score');
    expect(attempts.map((stage) => [stage.attempt, stage.state])).toEqual([[1, 'failed'], [2, 'failed']]);
    expect((attempts[1]?.startedAt.getTime() ?? 0) - (attempts[0]?.startedAt.getTime() ?? 0)).toBeGreaterThanOrEqual(999);
  });
});
