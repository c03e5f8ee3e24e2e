import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../../src/ingestion/index.js';
import { ModelReader, type ModelVersionSummary } from '../../src/modelling/index.js';
import { Pipeline, type RunOutcome } from '../../src/pipeline/index.js';
import { addDays, type Day } from '../../src/shared/day.js';
import { silentProgress } from '../../src/shared/progress.js';
import { pull } from '../support/dvc-pull.js';
import { MlflowServer } from '../support/mlflow-server.js';
import { type RunningApp, startApp } from '../support/running-app.js';
import { startTracking, type TestTracking } from '../support/tracking-app.js';

const DAY = '2025-06-30' as Day;

describe('a real training', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pokewatch-tracking-'));
  const server = new MlflowServer('Bearer token');
  let running: RunningApp;
  let tracking: TestTracking;
  let outcome: RunOutcome | undefined;
  let versions: ModelVersionSummary[];

  beforeAll(async () => {
    const settings = { MLFLOW_TRACKING_URI: await server.start(), MLFLOW_TRACKING_TOKEN: 'token', DVC_REMOTE_URL: join(folder, 'remote'), DVC_REPO_DIR: join(folder, 'repo') };
    // Nobody answers while the day runs.
    server.mode = 'never-answers';
    running = await startApp({ FORECAST_HORIZON_DAYS: '14', ...settings });
    await running.app.get(SimulatedMarketStage).seed({ seed: 5, printings: 60, firstDay: addDays(DAY, -300), lastDay: DAY, progress: silentProgress });
    const game = (await running.app.get(CatalogueReader).gameBySlug('simulated')) as Game;
    for await (const one of running.app.get(Pipeline).runEach([DAY], { game, trigger: 'cli' })) outcome = one;
    versions = await running.app.get(ModelReader).versions({ gameId: game.id, limit: 100 });
    tracking = await startTracking({ ...settings, DATA_DIR: running.config.database.dataDir }, { url: running.config.database.url ?? '' });
  }, 180_000);
  afterAll(async () => {
    await tracking?.stop();
    await running?.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is written into the spool by the run, which asks the server nothing', () => {
    expect(server.requests).toBe(0);
    expect(versions.length).toBeGreaterThan(3);
    const published = outcome?.reports['publish'];
    // Training, candidates, versions; snapshot and models for DVC; at least one move of an alias.
    expect(published?.written).toBeGreaterThanOrEqual(1 + 3 * versions.length + 1 + 1);
  });

  it('arrives whole within the limits of MLflow once it answers', async () => {
    server.mode = 'up';
    // The run has written with the clock of this machine; everything it wrote is due by then.
    tracking.passSeconds(50 * 365 * 86_400);
    expect(await tracking.sendDue()).toEqual({ sent: outcome?.reports['publish']?.written, postponed: 0, failed: 0, dropped: 0 });
    expect(server.problems).toEqual([]);
    expect(server.store.versions).toHaveLength(versions.length);
    const champion = server.store.models.get('pokewatch-simulated')?.aliases.get('champion');
    expect(server.store.versions.map(({ version }) => version)).toContain(champion);
    const naive = server.store.runs.find((run) => run.tags.get('pokewatch.model') === 'naive');
    expect(naive?.metrics.find(({ key }) => key === 'relativeLogError/value')?.value).toBe(1);
  });

  it('comes back through DVC with the snapshot and what every version has learned', async () => {
    const restored = await pull(join(folder, 'repo'), (path) => readFileSync(join(folder, 'remote', path)));
    expect([...restored.keys()].filter((path) => path.endsWith('/model.json'))).toHaveLength(versions.length);
    const snapshot = restored.get(`snapshots/${versions[0]?.snapshotHash}.parquet`);
    expect(snapshot?.subarray(0, 4).toString()).toBe('PAR1');
  });
});
