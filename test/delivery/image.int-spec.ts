import { execFile, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';
import { isOnPath } from '../support/on-path.js';

const BASE = 'node:24-bookworm-slim';
const IMAGE = 'localhost/pokewatch:test';
const succeeds = (program: string, ...args: string[]): boolean => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** How an image is built and run here: by Docker, or by Buildah and Podman that have the base image. Undefined: not at all, and the tests are skipped. */
const engine = ((): 'docker' | 'podman' | undefined => {
  if (isOnPath('docker') && succeeds('docker', 'info')) return 'docker';
  return isOnPath('buildah') && isOnPath('podman') && succeeds('buildah', 'inspect', '--type', 'image', BASE) ? 'podman' : undefined;
})();

const run = (program: string, args: string[], env: Record<string, string> = {}): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    execFile(program, args, { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, output: stdout + stderr }),
    );
  });

describe.skipIf(engine === undefined)('the image', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase('template0');
    const built =
      engine === 'docker'
        ? await run('docker', ['build', '-t', IMAGE, '.'])
        : await run('buildah', ['bud', '--layers', '--format', 'docker', '--isolation', 'chroot', '--network', 'host', '--pull=never', '-t', IMAGE, '.']);
    expect(built.code, built.output.slice(-2_000)).toBe(0);
  }, 600_000);
  afterAll(() => database?.drop());

  it('runs as it is meant to: read-only, without a capability, as an ordinary user, and ends when it is asked to', async () => {
    // Where Podman runs inside a container, its own runtime asks for more than it may have.
    const flags = engine === 'podman' ? ['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=1000:1000'] : [];
    const env = { ENGINE: isOnPath('runc') && engine === 'podman' ? 'podman --runtime runc' : (engine as string), ENGINE_FLAGS: flags.join(' '), DATABASE_URL: database.url, PORT: String(await freePort()) };
    const smoke = await run('bash', ['scripts/image_smoke.sh', IMAGE], env);
    expect(smoke.output).toContain(`${IMAGE} passed`);
    expect(smoke.code).toBe(0);
  }, 180_000);
});
