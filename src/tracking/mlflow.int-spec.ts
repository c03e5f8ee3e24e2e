import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aTraining, type SeededTraining } from '../../test/builders/training.builder.js';
import { MlflowServer } from '../../test/support/mlflow-server.js';
import { startTracking, type TestTracking } from '../../test/support/tracking-app.js';

const BASIC = `Basic ${Buffer.from('me:secret').toString('base64')}`;
const REPORT = { overall: { mae: 1.25, bias: null }, rankCorrelation: 0.5, periods: { loss: [1, 2] } };

describe('what MLflow is told', () => {
  let server: MlflowServer;
  let tracking: TestTracking;
  let gameId: number;
  let training: SeededTraining;
  /** Requests no server would have taken make any of these tests fail. */
  let expectedProblems: string[];

  beforeEach(async () => {
    expectedProblems = [];
    server = new MlflowServer(BASIC);
    const uri = await server.start();
    tracking = await startTracking({ MLFLOW_TRACKING_URI: `${uri}/`, MLFLOW_TRACKING_USERNAME: 'me', MLFLOW_TRACKING_PASSWORD: 'secret' });
    [{ id: gameId }] = (await tracking.dataSource.query(`INSERT INTO game (slug, name, is_simulated) VALUES ('pokemon', 'Pokémon', false) RETURNING id`)) as [{ id: number }];
    training = await aTraining(tracking.dataSource, {
      gameId,
      day: '2025-06-30',
      candidates: [
        { name: 'naive', parameters: {}, report: REPORT },
        { name: 'theta', parameters: { alpha: 0.3, curve: Array.from({ length: 200 }, (_, i) => i) }, report: REPORT },
        { name: 'hedonic', problem: 'too few rows' },
      ],
      snapshot: { dataDir: tracking.dataDir, bytes: Buffer.from('columns') },
    });
    await move('champion', 'theta', 1);
  });
  afterEach(async () => {
    const { problems } = server;
    await tracking?.stop();
    await server.stop();
    expect(problems).toEqual(expectedProblems);
  });

  const move = (alias: string, name: string, sequence: number, over: { isEnd?: boolean; effectiveFrom?: string } = {}) =>
    tracking.dataSource.query(
      `INSERT INTO promotion (game_id, alias, sequence, model_version_id, effective_from, is_end, actor, reason, recorded_at)
       VALUES ($1, $2, $3::int, $4, $5, $6, 'test', 'test', '2025-06-30T22:00:00Z'::timestamptz + $3::int * interval '1 minute')`,
      [gameId, alias, sequence, training.versionIds[name], over.effectiveFrom ?? '2025-06-30', over.isEnd ?? false],
    );
  const states = async () => (await tracking.status.list({ limit: 100 })).toSorted((a, b) => a.id - b.id).map(({ key, state }) => `${key} ${state}`);
  const aliases = () => Object.fromEntries(server.store.models.get('pokewatch-pokemon')?.aliases ?? []);
  const keys = () => [
    `training_run:${training.trainingRunId}`,
    ...['naive', 'theta', 'hedonic'].map((name) => `candidate:${training.trainingRunId}:${name}`),
    ...['naive', 'theta'].map((name) => `model_version:${training.versionIds[name]}`),
    `alias_move:${gameId}:champion:1`,
  ];
  const everythingSent = () => keys().map((key) => `${key} sent`);

  it('is a training with a run per candidate, versions with their files, and aliases', async () => {
    expect(await tracking.publish(gameId)).toEqual({ written: 7, counts: { events: 7, known: 0 } });
    expect(await tracking.sendDue()).toEqual({ sent: 7, postponed: 0, failed: 0, dropped: 0 });
    const { store } = server;
    expect(store.experiments.map(({ name, lifecycle_stage: stage }) => [name, stage])).toEqual([['pokewatch', 'active']]);
    expect(store.runs.map(({ run_name: name, status }) => [name, status])).toEqual([
      ['pokemon 2025-06-30', 'FINISHED'],
      ['pokemon 2025-06-30 naive', 'FINISHED'],
      ['pokemon 2025-06-30 theta', 'FINISHED'],
      ['pokemon 2025-06-30 hedonic', 'FAILED'],
    ]);
    const [parent, , theta, hedonic] = store.runs;
    expect(Object.fromEntries(parent?.params ?? [])).toEqual({
      game: 'pokemon', day: '2025-06-30', horizon_days: '28', input_digest: 'digest 2025-06-30', snapshot: training.snapshotHash, candidates: 'naive, theta, hedonic',
    });
    expect(parent?.metrics.map(({ key, value }) => [key, value])).toEqual(expect.arrayContaining([['cutoffs', 26], ['rows', 1_000]]));
    expect(theta?.tags.get('mlflow.parentRunId')).toBe(parent?.run_id);
    expect(theta?.tags.get('pokewatch.metrics_not_known')).toBe('overall/bias');
    expect(theta?.metrics.map(({ key, value, timestamp }) => [key, value, timestamp])).toEqual(
      expect.arrayContaining([['overall/mae', 1.25, Date.parse('2025-06-30T21:40:00Z')], ['rankCorrelation', 0.5, Date.parse('2025-06-30T21:40:00Z')]]),
    );
    expect(theta?.metrics).toHaveLength(2);
    expect(theta?.params.get('parameters/alpha')).toBe('0.3');
    expect(theta?.params.get('parameters/curve')).toMatch(/^list of 200, \d+ characters as JSON, sha256 [0-9a-f]{16}$/);
    expect(hedonic?.tags.get('pokewatch.problem')).toBe('too few rows');
    expect(theta?.inputs.map(({ dataset }) => dataset)).toEqual([expect.objectContaining({ name: 'pokemon training snapshot', digest: training.snapshotHash?.slice(0, 36) })]);
    expect(store.versions.map(({ name, version, status, source, run_id: run }) => [name, version, status, source, run])).toEqual([
      ['pokewatch-pokemon', '1', 'READY', 'mlflow-artifacts:/1/run-2/artifacts/model', 'run-2'],
      ['pokewatch-pokemon', '2', 'READY', 'mlflow-artifacts:/1/run-3/artifacts/model', 'run-3'],
    ]);
    expect([...store.artifacts.keys()].filter((path) => path.startsWith('1/run-3/'))).toEqual(['MLmodel', 'data.json', 'metrics.json', 'model.json'].map((file) => `1/run-3/artifacts/model/${file}`));
    expect(store.artifacts.get('1/run-3/artifacts/model/MLmodel')?.toString()).toContain('run_id: run-3\n');
    expect(JSON.parse(store.artifacts.get('1/run-3/artifacts/model/model.json')?.toString() ?? '')).toMatchObject({ name: 'theta', version: 1, parameters: { alpha: 0.3 } });
    expect(JSON.parse(store.artifacts.get('1/run-3/artifacts/model/data.json')?.toString() ?? '')).toMatchObject({ snapshotSha256: training.snapshotHash, rows: { rowCount: 1_000 } });
    expect(aliases()).toEqual({ champion: '2' });
    expect(await states()).toEqual(everythingSent());
  });

  it('is written once: the next run of the day finds nothing new, and sends nothing', async () => {
    await tracking.publish(gameId);
    await tracking.sendDue();
    const { requests } = server;
    expect(await tracking.publish(gameId)).toEqual({ written: 0, counts: { events: 0, known: 7 } });
    await tracking.sendDue();
    expect(server.requests).toBe(requests);
  });

  it('costs a run no request at all, however long the server takes', async () => {
    server.mode = 'never-answers';
    expect(await tracking.publish(gameId)).toMatchObject({ written: 7 });
    expect([tracking.clients.requests, server.requests]).toEqual([0, 0]);
  });

  it('waits while the server is down, asks for no more than the first of a game, and then arrives once and in order', async () => {
    server.mode = 'broken';
    await tracking.publish(gameId);
    expect(await tracking.sendDue()).toEqual({ sent: 0, postponed: 1, failed: 0, dropped: 0 });
    expect(server.requests).toBe(1);
    server.mode = 'never-answers';
    tracking.passSeconds(20);
    expect(await tracking.sendDue()).toMatchObject({ sent: 0, failed: 0 });
    expect(await states()).toEqual(keys().map((key) => `${key} pending`));
    server.mode = 'up';
    tracking.passSeconds(3_600);
    expect(await tracking.sendDue()).toEqual({ sent: 7, postponed: 0, failed: 0, dropped: 0 });
    expect(server.bodiesOf<{ tags: { key: string; value: string }[] }>('POST runs/create').map(({ tags }) => tags.find(({ key }) => key === 'pokewatch.run_key')?.value)).toEqual(keys().slice(0, 4));
    expect(server.bodiesOf('POST model-versions/create')).toHaveLength(2);
    expect(aliases()).toEqual({ champion: '2' });
  });

  it('is made once also where the answer to a create was lost', async () => {
    server.mode = 'loses-creates';
    await tracking.publish(gameId);
    for (let round = 0; round < 12; round++) {
      await tracking.sendDue();
      tracking.passSeconds(1_800);
    }
    expect(await states()).toEqual(everythingSent());
    expect(server.store.experiments).toHaveLength(1);
    expect(server.store.runs).toHaveLength(4);
    expect(server.store.versions).toHaveLength(2);
    expect(server.bodiesOf('POST runs/create')).toHaveLength(4);
    expect(server.bodiesOf('POST model-versions/create')).toHaveLength(2);
  });

  it('is put aside with the answer where the credentials are wrong, and sent when a person asks for it', async () => {
    server.mode = 'unauthorized';
    await tracking.publish(gameId);
    expect(await tracking.sendDue()).toEqual({ sent: 0, postponed: 0, failed: 7, dropped: 0 });
    // What rests on a refused event does not ask the server again.
    expect(server.requests).toBe(1);
    const [first] = await tracking.status.list({ state: 'failed', limit: 100 }).then((events) => events.toReversed());
    expect(first).toMatchObject({ key: keys()[0], state: 'failed', attempts: 1 });
    expect(first?.lastError).toContain('401');
    expect(first?.lastError).toContain('wrong token');
    expect(first?.lastError).not.toContain('secret');
    tracking.passSeconds(100_000);
    expect(await tracking.sendDue()).toMatchObject({ sent: 0, failed: 0 });
    server.mode = 'up';
    expect(await tracking.status.replay()).toBe(7);
    expect(await tracking.sendDue()).toMatchObject({ sent: 7 });
    expect(await states()).toEqual(everythingSent());
  });

  it('comes back no earlier than a busy server wants', async () => {
    server.mode = 'busy';
    await tracking.publish(gameId);
    await tracking.sendDue();
    server.mode = 'up';
    tracking.passSeconds(119);
    expect(await tracking.sendDue()).toMatchObject({ sent: 0 });
    tracking.passSeconds(2);
    expect(await tracking.sendDue()).toMatchObject({ sent: 7 });
  });

  it('arrives once also where three send at the same time', async () => {
    await tracking.publish(gameId);
    let sent = 0;
    for (let round = 0; round < 20 && sent < 7; round++) {
      const summaries = await Promise.all([tracking.sendDue(), tracking.sendDue(), tracking.sendDue()]);
      sent += summaries.reduce((sum, summary) => sum + summary.sent, 0);
      tracking.passSeconds(60);
    }
    expect(sent).toBe(7);
    expect(server.store.runs).toHaveLength(4);
    expect(server.store.versions).toHaveLength(2);
    expect(await states()).toEqual(everythingSent());
  });

  it('is taken over from a sender that died, after half an hour', async () => {
    await tracking.publish(gameId);
    await tracking.dataSource.query(`UPDATE tracking_event SET attempts = 1, next_attempt_at = '2025-07-01T12:30:00Z' WHERE kind = 'training_run'`);
    expect(await tracking.sendDue()).toMatchObject({ sent: 0 });
    tracking.passSeconds(31 * 60);
    expect(await tracking.sendDue()).toMatchObject({ sent: 7 });
  });

  it('goes into an experiment that was deleted, which is brought back', async () => {
    server.store.experiments.push({ experiment_id: '1', name: 'pokewatch', lifecycle_stage: 'deleted' });
    await tracking.publish(gameId);
    await tracking.sendDue();
    expect(server.store.experiments).toEqual([{ experiment_id: '1', name: 'pokewatch', lifecycle_stage: 'active' }]);
    expect(server.store.runs).toHaveLength(4);
  });

  it('waits for a version that needs longer to be registered, without making another', async () => {
    server.store.looksUntilReady = 7;
    await tracking.publish(gameId);
    expect(await tracking.sendDue()).toMatchObject({ sent: 4, failed: 0 });
    for (let round = 0; round < 4; round++) {
      tracking.passSeconds(1_800);
      await tracking.sendDue();
    }
    expect(await states()).toEqual(everythingSent());
    expect(server.bodiesOf('POST model-versions/create')).toHaveLength(2);
  });

  it('has a note instead of files where the server does not keep them itself', async () => {
    server.store.artifactRoot = 's3://bucket/';
    await tracking.publish(gameId);
    expect(await tracking.sendDue()).toMatchObject({ sent: 7 });
    expect(server.store.artifacts.size).toBe(0);
    expect(server.store.runs[2]?.tags.get('pokewatch.artifacts_not_uploaded')).toContain('s3://bucket/');
  });

  it('follows the aliases: moves, ends, several shadows, and a move of tomorrow only tomorrow', async () => {
    await move('challenger', 'naive', 1);
    await tracking.publish(gameId);
    await tracking.sendDue();
    expect(aliases()).toEqual({ champion: '2', challenger: '1' });
    server.store.models.get('pokewatch-pokemon')?.aliases.set('production', '1');
    await move('challenger', 'naive', 2, { isEnd: true });
    await move('champion', 'naive', 2, { effectiveFrom: '2025-07-02' });
    await move('shadow', 'theta', 1, { effectiveFrom: '2025-07-02' });
    expect(await tracking.publish(gameId)).toMatchObject({ written: 3 });
    await tracking.sendDue();
    expect(aliases()).toEqual({ champion: '2', production: '1' });
    tracking.passSeconds(86_400);
    await tracking.sendDue();
    expect(aliases()).toEqual({ champion: '1', shadow: '2', production: '1' });
  });

  it('says what the server found wrong', async () => {
    const original = server.store.handle.bind(server.store);
    server.store.handle = (endpoint, body) => (endpoint === 'POST runs/update' ? { status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE', message: 'no such status' } } : original(endpoint, body));
    await tracking.publish(gameId);
    await tracking.sendDue();
    const events = await tracking.status.list({ state: 'failed', limit: 100 });
    expect(events.find(({ kind }) => kind === 'training_run')?.lastError).toContain('no such status');
    expect(events.find(({ kind }) => kind === 'candidate')?.lastError).toContain(`needs "${keys()[0]}", which is failed`);
  });
});

describe('without settings', () => {
  it('nothing is written and nothing is sent', async () => {
    const tracking = await startTracking({});
    try {
      expect(await tracking.publish(1)).toEqual({ written: 0, counts: {}, skipped: 'neither MLFLOW_TRACKING_URI nor DVC_REMOTE_URL is set' });
      expect(await tracking.sendDue()).toEqual({ sent: 0, postponed: 0, failed: 0, dropped: 0 });
      expect(await tracking.status.list({ limit: 10 })).toEqual([]);
    } finally {
      await tracking.stop();
    }
  });
});
