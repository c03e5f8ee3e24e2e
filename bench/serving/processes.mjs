// Servers and the load generator, as processes of their own.
import { execFile, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ADMIN_KEY = `pw_benchkey_${'b'.repeat(40)}`;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BARE = fileURLToPath(new URL('bare-server.mjs', import.meta.url));
const PER_MINUTE = '60000000';
const MS = 1e3;

/** A pod that answers the API. */
export async function startPod({ url, folder }, environment = {}) {
  const began = performance.now();
  const pod = await start(['dist/src/main.js'], {
    DATABASE_URL: url, DATA_DIR: folder, ROLE: 'api', PORT: '0', HOST: '127.0.0.1', ADMIN_API_KEY: ADMIN_KEY, RATE_LIMIT_PER_MINUTE: PER_MINUTE, SIMULATED_MARKET: 'off', LOG_LEVEL: 'warn', LOG_FORMAT: 'json', ...environment,
  });
  return { ...pod, readySeconds: (performance.now() - began) / MS };
}

/** A bare node:http server that sends the bytes it is given. */
export const startBare = (bytes) => start([BARE], {}, bytes);

export async function stop({ child }) {
  if (child.exitCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill();
  await ended;
}

/** One run of the load generator; `pauseMs` is how long each connection waits between two requests. */
export async function wrk(folder, url, { body, seconds, connections, pauseMs = 0 }) {
  const script = join(folder, `wrk-${Math.random()}.lua`);
  const post = body === undefined ? '' : `wrk.method = "POST"\nwrk.body = ${JSON.stringify(body)}\nwrk.headers["Content-Type"] = "application/json"\n`;
  const pause = pauseMs === 0 ? '' : `function delay() return ${pauseMs} end\n`;
  writeFileSync(script, `${post}${pause}wrk.headers["X-API-Key"] = "${ADMIN_KEY}"
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('\\nJSON {"perSecond": %f, "p50Ms": %f, "p95Ms": %f, "p99Ms": %f, "p999Ms": %f, "failed": %d}\\n', summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, latency:percentile(99.9) / 1e3, e.connect + e.read + e.write + e.status + e.timeout))
end`);
  const { stdout } = await promisify(execFile)('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, url]);
  return JSON.parse(/JSON (.*)/.exec(stdout)[1]);
}

/** Resident memory in MiB. */
export const memoryOf = ({ child }) => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024);

/** A process that prints its address; it is ready then. */
export function start(args, environment, input) {
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  return new Promise((done, fail) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said = `${said}${chunk}`.slice(-10_000);
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
        if (url !== undefined) done({ child, url });
      });
    }
    child.once('exit', (code) => fail(new Error(`${args[0]} ended with ${code}: ${said}`)));
  });
}
