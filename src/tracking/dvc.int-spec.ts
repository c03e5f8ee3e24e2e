import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aTraining, type SeededTraining } from '../../test/builders/training.builder.js';
import { pull } from '../../test/support/dvc-pull.js';
import { DvcServer } from '../../test/support/dvc-server.js';
import { startTracking, type TestTracking } from '../../test/support/tracking-app.js';

const SNAPSHOT = Buffer.from('columns of a training');
const BASIC = `Basic ${Buffer.from('me:secret').toString('base64')}`;

describe('what DVC is given', () => {
  let tracking: TestTracking;
  let training: SeededTraining;
  let gameId: number;
  let server: DvcServer | undefined;
  let folder: string;
  let repo: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pokewatch-dvc-'));
    repo = join(folder, 'repo');
  });
  afterEach(async () => {
    await tracking?.stop();
    await server?.stop();
    server = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(settings: Record<string, string>): Promise<void> {
    tracking = await startTracking({ DVC_REPO_DIR: repo, ...settings });
    [{ id: gameId }] = (await tracking.dataSource.query(`INSERT INTO game (slug, name, is_simulated) VALUES ('pokemon', 'Pokémon', false) RETURNING id`)) as [{ id: number }];
    training = await aTraining(tracking.dataSource, {
      gameId,
      day: '2025-06-30',
      candidates: [{ name: 'theta', parameters: { note: 'Pokémon' } }],
      snapshot: { dataDir: tracking.dataDir, bytes: SNAPSHOT },
    });
    await tracking.publish(gameId);
  }
  async function startHttp(options: { method?: 'POST' | 'PUT'; settings?: Record<string, string>; authorization?: string } = {}): Promise<DvcServer> {
    const one = new DvcServer(options.authorization ?? BASIC, options.method);
    server = one;
    const url = await one.start();
    await start({ DVC_REMOTE_URL: url, ...(options.settings ?? { DVC_REMOTE_USER: 'me', DVC_REMOTE_PASSWORD: 'secret' }) });
    return one;
  }
  const stored = (from: DvcServer) => (path: string) => from.objects.get(path) ?? Buffer.from(`${path} is missing`);
  const text = (path: string) => readFileSync(join(repo, path), 'utf8');

  async function expectRestored(read: (path: string) => Buffer): Promise<void> {
    const restored = await pull(repo, read);
    expect([...restored.keys()].toSorted()).toEqual([
      'models/pokemon/theta/v1/data.json', 'models/pokemon/theta/v1/metrics.json', 'models/pokemon/theta/v1/model.json', `snapshots/${training.snapshotHash}.parquet`,
    ]);
    expect(restored.get(`snapshots/${training.snapshotHash}.parquet`)).toEqual(SNAPSHOT);
    expect(JSON.parse(restored.get('models/pokemon/theta/v1/model.json')?.toString() ?? '')).toMatchObject({ name: 'theta', parameters: { note: 'Pokémon' } });
  }

  it('comes back from a folder, with nothing but the written files to go by', async () => {
    const remote = join(folder, 'remote');
    await start({ DVC_REMOTE_URL: remote });
    expect(await tracking.sendDue()).toEqual({ sent: 2, postponed: 0, failed: 0, dropped: 0 });
    await expectRestored((path) => readFileSync(join(remote, path)));
    expect(text('.dvc/config')).toBe(`[core]\n    remote = pokewatch\n['remote "pokewatch"']\n    url = ${remote}\n`);
    expect(text('.gitignore')).toBe('/snapshots/*.parquet\n/models/*/*/v*/\n');
    expect(text('.dvc/.gitignore')).toContain('/config.local\n');
    expect(tracking.clients.requests).toBe(0);
  });

  it('takes file:/// for a folder, too', async () => {
    const remote = join(folder, 'remote é');
    await start({ DVC_REMOTE_URL: pathToFileURL(remote).href });
    await tracking.sendDue();
    await expectRestored((path) => readFileSync(join(remote, path)));
    expect(text('.dvc/config')).toContain(`    url = ${remote}\n`);
  });

  it('is not uploaded, and not written, a second time', async () => {
    const remote = join(folder, 'remote');
    await start({ DVC_REMOTE_URL: remote });
    await tracking.sendDue();
    const md5 = createHash('md5').update(SNAPSHOT).digest('hex');
    const paths = [join(remote, `files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`), join(repo, `snapshots/${training.snapshotHash}.parquet.dvc`)];
    const before = await Promise.all(paths.map((path) => stat(path)));
    await tracking.dataSource.query(`UPDATE tracking_event SET state = 'failed'`);
    await tracking.status.replay();
    expect(await tracking.sendDue()).toMatchObject({ sent: 2 });
    const after = await Promise.all(paths.map((path) => stat(path)));
    expect(after.map(({ ino }) => ino)).toEqual(before.map(({ ino }) => ino));
  });

  it('comes back from a server that takes POST, the directory uploaded after what is in it', async () => {
    const remote = await startHttp();
    expect(await tracking.sendDue()).toMatchObject({ sent: 2 });
    await expectRestored(stored(remote));
    expect(remote.uploads).toHaveLength(5);
    expect(remote.uploads.findIndex((path) => path.endsWith('.dir'))).toBe(4);
    expect(text('.dvc/config')).toContain('    auth = basic\n');
    expect(text('.dvc/config')).not.toContain('secret');
  });

  it('comes back from a server that takes PUT, and a header of its own', async () => {
    const settings = { DVC_REMOTE_METHOD: 'PUT', DVC_REMOTE_PASSWORD: 'token 123' };
    const remote = await startHttp({ method: 'PUT', authorization: 'token 123', settings });
    expect(await tracking.sendDue()).toMatchObject({ sent: 2 });
    await expectRestored(stored(remote));
    expect(text('.dvc/config')).toContain('    method = PUT\n    auth = custom\n    custom_auth_header = Authorization\n');
  });

  it('waits while the server is down, and has no .dvc file before', async () => {
    const remote = await startHttp();
    remote.mode = 'broken';
    expect(await tracking.sendDue()).toEqual({ sent: 0, postponed: 2, failed: 0, dropped: 0 });
    await expect(stat(repo)).rejects.toThrow('ENOENT');
    remote.mode = 'up';
    tracking.passSeconds(60);
    expect(await tracking.sendDue()).toMatchObject({ sent: 2 });
    await expectRestored(stored(remote));
  });

  it('is not believed to be there where other bytes come back', async () => {
    const remote = await startHttp();
    remote.mode = 'keeps-other-bytes';
    expect(await tracking.sendDue()).toMatchObject({ sent: 0, postponed: 2 });
    expect((await tracking.status.list({ limit: 1 }))[0]?.lastError).toContain('does not give back what was written');
    expect(remote.uploads.filter((path) => path.endsWith('.dir'))).toEqual([]);
    remote.mode = 'up';
    tracking.passSeconds(60);
    await tracking.sendDue();
    await expectRestored(stored(remote));
  });

  it('is put aside with the answer where the server refuses', async () => {
    await startHttp({ settings: { DVC_REMOTE_USER: 'me', DVC_REMOTE_PASSWORD: 'wrong' } });
    expect(await tracking.sendDue()).toMatchObject({ sent: 0, failed: 2 });
    expect((await tracking.status.list({ limit: 1 }))[0]?.lastError).toContain('403: no access');
  });

  it('is left to the machine that has the file, and given up where none has', async () => {
    await start({ DVC_REMOTE_URL: join(folder, 'remote') });
    await rm(join(tracking.dataDir, 'snapshots'), { recursive: true });
    expect(await tracking.sendDue()).toEqual({ sent: 1, postponed: 1, failed: 0, dropped: 0 });
    let dropped = 0;
    for (let round = 0; round < 25; round++) {
      tracking.passSeconds(1_800);
      dropped += (await tracking.sendDue()).dropped;
    }
    expect(dropped).toBe(1);
    expect(await tracking.status.list({ state: 'dropped', limit: 5 })).toMatchObject([{ attempts: 20, lastError: `snapshots/${training.snapshotHash}.parquet is not there any more` }]);
  });
});
