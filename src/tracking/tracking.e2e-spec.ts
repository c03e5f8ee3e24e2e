import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aTraining, type SeededTraining } from '../../test/builders/training.builder.js';
import { type RunningApp, startApp } from '../../test/support/running-app.js';
import type { Day } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import { PublishStage } from './publish.stage.js';
import { TrackingWorker } from './tracking-worker.js';

const REMOTE = join(tmpdir(), `pokewatch-dvc-${process.pid}`);

describe('the state of tracking over HTTP', () => {
  let running: RunningApp;
  let training: SeededTraining;

  beforeAll(async () => {
    running = await startApp({ DVC_REMOTE_URL: REMOTE });
    const dataSource = running.app.get(DataSource);
    const [{ id: gameId }] = (await dataSource.query(`INSERT INTO game (slug, name, is_simulated) VALUES ('pokemon', 'Pokémon', false) RETURNING id`)) as [{ id: number }];
    training = await aTraining(dataSource, {
      gameId,
      day: '2025-06-30',
      candidates: [{ name: 'theta' }],
      snapshot: { dataDir: running.config.database.dataDir, bytes: Buffer.from('columns') },
    });
    await running.app.get(PublishStage).run({ gameId, day: '2025-06-30' as Day, knownAt: new Date(), progress: silentProgress });
  });
  afterAll(async () => {
    await running?.close();
    await rm(REMOTE, { recursive: true, force: true });
  });

  const call = (path: string, init: RequestInit = {}, key = running.adminKey) => fetch(`${running.url}${path}`, { ...init, headers: { 'x-api-key': key } });
  const status = async (query = '') => (await call(`/v1/admin/tracking${query}`)).json() as Promise<{ counts: { kind: string; state: string; events: number }[]; items: Record<string, unknown>[] }>;

  it('is for those who look after the service', async () => {
    expect((await call('/v1/admin/tracking', {}, running.readKey)).status).toBe(403);
    expect((await call('/v1/admin/tracking/replay', { method: 'POST' }, running.readKey)).status).toBe(403);
    expect((await call('/v1/admin/tracking?state=lost')).status).toBe(400);
  });

  it('says what waits, before anybody has sent it', async () => {
    expect(await status()).toMatchObject({
      mlflow: false,
      dvc: true,
      counts: [{ kind: 'dvc_model', state: 'pending', events: 1 }, { kind: 'dvc_snapshot', state: 'pending', events: 1 }],
      items: [{ key: `dvc_model:${training.versionIds['theta']}`, attempts: 0 }, { key: `dvc_snapshot:${training.snapshotHash}`, attempts: 0 }],
    });
  });

  it('shows what was refused, while the service stays ready, and sends it again when asked', async () => {
    const dataSource = running.app.get(DataSource);
    await dataSource.query(`UPDATE tracking_event SET state = 'failed', last_error = 'the answer' WHERE kind = 'dvc_model'`);
    expect((await status('?state=failed&limit=1')).items).toMatchObject([{ kind: 'dvc_model', state: 'failed', last_error: 'the answer', next_attempt_at: null }]);
    expect((await call('/readyz')).status).toBe(200);
    const answer = await call('/v1/admin/tracking/replay', { method: 'POST' });
    expect([answer.status, await answer.json()]).toEqual([202, { replayed: 1 }]);
  });

  it('is sent by the worker, and counted', async () => {
    running.app.get(TrackingWorker).start();
    await expect.poll(async () => (await status()).counts, { timeout: 30_000 }).toEqual([
      { kind: 'dvc_model', state: 'sent', events: 1 },
      { kind: 'dvc_snapshot', state: 'sent', events: 1 },
    ]);
    const metrics = await (await call('/metrics')).text();
    expect(metrics).toContain('pokewatch_tracking_events_total{kind="dvc_model",outcome="sent"} 1');
    expect(metrics).toContain('pokewatch_tracking_events_total{kind="dvc_snapshot",outcome="sent"} 1');
  });
});
