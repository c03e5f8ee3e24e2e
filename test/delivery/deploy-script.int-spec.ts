import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOnPath } from '../support/on-path.js';

const IMAGE = `ghcr.io/pokewatch/pokewatch@sha256:${'a'.repeat(64)}`;
const DEPLOY = ['deploy', '--overlay', 'production', '--image', IMAGE, '--yes'];

describe.skipIf(!isOnPath('kubectl'))('scripts/deploy_k8s.sh', () => {
  let folder: string;
  let log: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
    log = join(folder, 'log');
    await writeFile(log, '');
    await symlink(join(process.cwd(), 'test/delivery/fake-kubectl.mjs'), join(folder, 'kubectl'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const run = (args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number; said: string }> =>
    new Promise((resolve) => {
      const real = execFileSync('which', ['kubectl'], { encoding: 'utf8' }).trim();
      const environment = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, REAL_KUBECTL: real, FAKE_LOG: log, FAKE_RUNNING: IMAGE, ...env };
      const child = execFile('bash', ['scripts/deploy_k8s.sh', ...args], { env: environment }, (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr }));
      child.stdin?.end();
    });
  const calls = async (): Promise<string[]> => (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
  const changes = async (): Promise<string[]> => (await calls()).filter((call) => /apply|delete|undo/.test(call));

  it('shows what will change, migrates, waits, rolls out, and verifies what runs', async () => {
    expect(await run(DEPLOY)).toMatchObject({ code: 0, said: expect.stringContaining('The release runs and answers.') });
    const seen = (await calls()).map((call) => call.replace(/\/tmp\S+/, 'FILE'));
    expect(seen.map((call) => call.replace(/ -- node.*/s, ''))).toEqual([
      'get namespace pokewatch',
      'diff -f FILE',
      'get namespace pokewatch',
      '-n pokewatch get secret pokewatch',
      '-n pokewatch delete job -l pokewatch.io/step=migrate --ignore-not-found --wait',
      `apply Namespace,ServiceAccount,ConfigMap,Job,NetworkPolicy ${IMAGE}`,
      '-n pokewatch wait --for=condition=complete --timeout=600s job -l pokewatch.io/step=migrate',
      expect.stringMatching(new RegExp(`^apply Namespace,.*Deployment,StatefulSet.* ${IMAGE}$`)),
      '-n pokewatch rollout status deployment/api --timeout=600s',
      '-n pokewatch rollout status statefulset/worker --timeout=600s',
      '-n pokewatch get deployment api -o jsonpath={.spec.template.spec.containers[0].image}',
      '-n pokewatch exec deploy/api',
    ]);
    expect(execFileSync('git', ['status', '--porcelain', 'k8s'], { encoding: 'utf8' })).not.toMatch(/release/);
  }, 60_000);

  it('rolls nothing out where a migration fails', async () => {
    expect(await run(DEPLOY, { FAKE_FAILS: 'wait --for' })).toMatchObject({ code: 1, said: expect.stringContaining('Nothing was rolled out; what serves goes on.') });
    expect((await changes()).join('\n')).not.toMatch(/Deployment|undo/);
  }, 60_000);

  it.each([
    ['does not come up', { FAKE_FAILS: 'rollout status deployment/api --timeout=600s$' }],
    ['does not answer', { FAKE_FAILS: 'exec deploy/api' }],
    ['is another image than was asked for', { FAKE_RUNNING: `ghcr.io/pokewatch/pokewatch@sha256:${'b'.repeat(64)}` }],
  ])('goes back to the release before where what it rolled out %s', async (_, env) => {
    const { code, said } = await run(DEPLOY, env);
    expect([code, said]).toEqual([1, expect.stringContaining('FAILED: the release does not come up.')]);
    expect(await changes()).toEqual(expect.arrayContaining(['-n pokewatch rollout undo deployment/api', '-n pokewatch rollout undo statefulset/worker']));
  }, 60_000);

  it('goes back when it is told to', async () => {
    expect(await run(['rollback', '--overlay', 'staging', '--image', IMAGE, '--yes'])).toMatchObject({ code: 0, said: expect.stringContaining('The release before runs and answers.') });
    expect(await changes()).toEqual(['-n pokewatch-staging rollout undo deployment/api', '-n pokewatch-staging rollout undo statefulset/worker']);
  }, 60_000);

  it.each<[string[], Record<string, string>, RegExp]>([
    [['deploy', '--overlay', 'production', '--yes'], {}, /names no image: say --image/],
    [['deploy', '--overlay', 'production', '--image', `x@sha256:${'0'.repeat(64)}`, '--yes'], {}, /names no image/],
    [['deploy', '--overlay', 'production', '--image', 'pokewatch:latest', '--yes'], {}, /"pokewatch:latest" cannot be used; expected a reference by digest/],
    [['deploy', '--overlay', 'moon', '--image', IMAGE, '--yes'], {}, /"moon" cannot be used; expected one of dev production staging/],
    [['deploy', '--overlay', 'production', '--image', IMAGE], {}, /Say --yes: there is nobody to ask/],
    [DEPLOY, { FAKE_FAILS: 'get secret' }, /has no secret pokewatch: nothing was rolled out/],
    [['deploy', '--overlay', 'dev', '--timeout', 'soon'], {}, /"soon" cannot be used; expected a number of seconds/],
    [['launch'], {}, /Usage/],
  ])('refuses %j', async (args, env, why) => {
    const { code, said } = await run(args, env);
    expect([code, said]).toEqual([2, expect.stringMatching(why)]);
    expect(await changes()).toEqual([]);
  }, 60_000);

  it('changes nothing to show what would change', async () => {
    expect(await run(['diff', '--overlay', 'production', '--image', IMAGE])).toMatchObject({ code: 0 });
    expect(await changes()).toEqual([]);
  }, 60_000);
});
