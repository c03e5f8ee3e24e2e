// A server to fuzz: embedded Postgres and a small simulated market in a folder of its own, then ROLE=api on it, so that nothing that is asked for is run.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuiltOrExit } from '../build.mjs';

const KEY = `pw_fuzzadmi_${'f'.repeat(43)}`;
const PROJECT_DIR = fileURLToPath(new URL('../..', import.meta.url));

export async function startServer() {
  ensureBuiltOrExit();
  const folder = mkdtempSync(join(tmpdir(), 'pokewatch-fuzz-'));
  chmodSync(folder, 0o755);
  const settings = {
    DATA_DIR: join(folder, 'data'), DATABASE_URL: '', PORT: '0', HOST: '127.0.0.1', ADMIN_API_KEY: KEY, SIMULATION_PRINTINGS: '50', SIMULATION_DAYS: '150',
    RATE_LIMIT_PER_MINUTE: '1000000', DRAIN_DELAY_SECONDS: '0', LOG_LEVEL: 'error',
  };
  try {
    const seeded = await start({ ...settings, ROLE: 'all' });
    await stop(seeded.child);
    const { child, url } = await start({ ...settings, ROLE: 'api' });
    return {
      url,
      key: KEY,
      stop: async () => {
        await stop(child);
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function start(settings) {
  const child = spawn(process.execPath, ['dist/src/main.js'], { cwd: PROJECT_DIR, env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((done, fail) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said += chunk;
        const url = /is ready: (http\S+)/.exec(said)?.[1];
        if (url !== undefined) done({ child, url });
        // What the server says of its own faults belongs to what is found.
        else if (/ERROR/.test(String(chunk))) process.stderr.write(chunk);
      });
    }
    child.once('exit', (code) => fail(new Error(`the server ended with ${code}: ${said}`)));
  });
}

function stop(child) {
  child.kill('SIGTERM');
  return new Promise((done) => child.once('exit', done));
}
