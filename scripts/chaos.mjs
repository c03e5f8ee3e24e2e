// Breaks things on purpose: three workers run the same days, one of them is killed -9 every few seconds and replaced, Postgres is restarted
// twice, a fifth of the source's calls fails, and so does a fifth of the messages about it. Then proves by rows that every day was done, and none
// twice, and that nobody was told twice. Exits with 1 where that does not hold.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { requireNode } from './node-version.mjs';

const USAGE = `Usage: npm run chaos -- [--days 30] [--minutes 5] [--kill-every 5] [--seed 1] [--printings 200]

Three worker processes run the last --days days of an invented market of --printings printings in a database of its own; a fifth of the calls to
its source fails. For --minutes, or until all days are done, every --kill-every seconds a random worker is killed -9 and replaced; at a third and
two thirds of the days Postgres is restarted and the server that watches deadlines is killed. The same --seed picks the same victims. Then the workers may finish, and
the rows are checked.

Examples:
  npm run chaos -- --days 6 --minutes 1 --printings 50    the short form
  npm run chaos -- --days 30 --minutes 5    a month`;

const WORKERS = 3;
const FINISH_WITHIN_MS = 15 * 60_000;
const TOLD_WITHIN_MS = 3 * 60_000;
const PROJECT_DIR = fileURLToPath(new URL('..', import.meta.url));

requireNode('20.19');
const options = readOptions();
const { ensureBuiltOrExit } = await import('./build.mjs');
ensureBuiltOrExit();
const { startEmbeddedPostgres } = await import('../dist/src/database/embedded-postgres.js');
const { addDays, dayOf } = await import('../dist/src/shared/day.js');
const { seededRandom } = await import('../dist/src/shared/random.js');
const { FAIL_RATIO, startReceiver, startSource } = await import('./chaos-surroundings.mjs');
const pg = (await import('pg')).default;

const LAST = addDays(dayOf(new Date()), -1);
const FROM = addDays(LAST, 1 - options.days);
const random = seededRandom(options.seed);
const tell = (text) => process.stderr.write(`${((Date.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${text}\n`);
const began = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'pokewatch-chaos-'));
chmodSync(folder, 0o755);
const flags = ['-p', String(await freePort()), '-c', 'fsync=off', '-c', 'max_connections=200'];
let postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), flags });
const source = await startSource({ seed: options.seed, printings: options.printings, firstDay: addDays(FROM, -1) });
const receiver = await startReceiver(random);
const env = {
  ...process.env, ...source.env, DATABASE_URL: postgres.url, DATA_DIR: folder, LOG_LEVEL: 'error', SIMULATED_MARKET: 'off', ROLE: 'worker',
  CARDS_FILE: 'none', PIPELINE_SCHEDULE_ENABLED: 'false', DEADLINE_FRESH_BY: '00:00',
  // The receiver of alerts is on this machine, which a webhook may not reach unless the operator says so.
  WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
};
const workers = new Set();
let server;
let [kills, restarts, crashes] = [0, 0, 0];
let isOver = false;

try {
  await seed();
  source.breakCalls();
  startServer();
  await until(async () => (await query(`SELECT 1 FROM alert WHERE key LIKE 'fresh:%'`)).length > 0, 60_000);
  tell(`The market is there, and it was noticed that its prices are old; ${WORKERS} workers run ${options.days} days.`);
  for (let i = 0; i < WORKERS; i++) startWorker();
  await breakThings();
  await until(async () => (await finishedDays()) === options.days && workers.size === 0, FINISH_WITHIN_MS);
  stopWorkers();
  // The server looks at deadlines every 30 seconds: it may still say that all is well again.
  await until(async () => (await query('SELECT 1 FROM alert WHERE recovered_at IS NULL')).length === 0 && (await query(`SELECT 1 FROM alert_delivery WHERE state = 'pending'`)).length === 0, TOLD_WITHIN_MS);
  process.exitCode = await judge();
} finally {
  isOver = true;
  stopWorkers();
  server?.kill('SIGKILL');
  receiver.close();
  await source.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

function stopWorkers() {
  for (const worker of workers) worker.kill('SIGKILL');
}

/** In a process of its own, so that this one executes nothing. The source is not broken yet. */
async function seed() {
  const child = spawn(process.execPath, ['scripts/chaos-seed.mjs', FROM, receiver.url], { cwd: PROJECT_DIR, env: { ...env, ...source.seedEnv }, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((done) => child.once('exit', done));
  if (code !== 0) throw new Error(`The database could not be filled (exit code ${code}).`);
}

/** A server that takes up what dead workers leave, watches deadlines and tells of breaches. Replaced where it ends. */
function startServer() {
  server = spawn(process.execPath, ['dist/src/main.js'], { cwd: PROJECT_DIR, env: { ...env, PORT: '0' }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  server.stderr.on('data', (chunk) => (said = (said + chunk).slice(-300)));
  server.once('exit', (code, signal) => {
    if (isOver) return;
    if (signal !== 'SIGKILL') tell(`The server ended by itself (${code ?? signal}): ${said.trim().split('\n').at(-1)}`);
    setTimeout(() => isOver || startServer(), 1_000);
  });
}

/** A worker ends when it has seen all days run; one that ends otherwise is replaced. */
function startWorker() {
  const args = ['dist/src/cli.js', 'run', '--game', 'pokemon', '--from', FROM, '--to', LAST, '--json'];
  const worker = spawn(process.execPath, args, { cwd: PROJECT_DIR, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  worker.stderr.on('data', (chunk) => (said = (said + chunk).slice(-300)));
  workers.add(worker);
  worker.once('exit', (code, signal) => {
    workers.delete(worker);
    if (code === 0 || isOver) return;
    if (signal !== 'SIGKILL') {
      crashes++;
      tell(`A worker ended by itself (${code ?? signal}): ${said.trim().split('\n').at(-1)}`);
    }
    setTimeout(() => isOver || startWorker(), signal === 'SIGKILL' ? 0 : 1_000);
  });
}

async function breakThings() {
  const end = Date.now() + options.minutes * 60_000;
  while (Date.now() < end && workers.size > 0) {
    await sleep(options.killEvery * 1_000);
    const done = await finishedDays();
    if (done === options.days) break;
    if (restarts < 2 && (done >= (options.days * (restarts + 1)) / 3 || Date.now() > end - (2 - restarts) * options.killEvery * 1_500)) await restartPostgres(done);
    const victim = [...workers][Math.floor(random() * workers.size)];
    if (victim?.kill('SIGKILL')) tell(`killed a worker (${++kills}); ${done} of ${options.days} days are done`);
  }
  while (restarts < 2) await restartPostgres(await finishedDays());
}

async function restartPostgres(done) {
  await postgres.stop();
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), flags });
  if (postgres.url !== env.DATABASE_URL) throw new Error('Postgres came back somewhere else.');
  server.kill('SIGKILL');
  tell(`restarted Postgres (${++restarts}); ${done} of ${options.days} days are done`);
}

async function query(sql) {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function finishedDays() {
  return (await query(`SELECT count(DISTINCT day)::int AS days FROM pipeline_run WHERE state = 'succeeded'`))[0].days;
}

/** Each check is a query that finds the rows that should not be there. */
async function judge() {
  const checks = {
    'days lost': `SELECT day::text FROM generate_series('${FROM}'::date, '${LAST}'::date, interval '1 day') day WHERE NOT EXISTS (SELECT 1 FROM pipeline_run r WHERE r.day = day::date AND r.state = 'succeeded')`,
    'days that succeeded twice': `SELECT day::text FROM pipeline_run WHERE state = 'succeeded' GROUP BY day HAVING count(*) > 1`,
    'runs that are not over': `SELECT id FROM pipeline_run WHERE state = 'running'`,
    'days without prices': `SELECT day::text FROM generate_series('${FROM}'::date, '${LAST}'::date, interval '1 day') day WHERE NOT EXISTS (SELECT 1 FROM observation o WHERE o.observed_on = day::date)`,
    'days without signals': `SELECT day::text FROM generate_series('${FROM}'::date, '${LAST}'::date, interval '1 day') day WHERE NOT EXISTS (SELECT 1 FROM signal s WHERE s.day = day::date)`,
    'prices stored twice': `SELECT printing_id, observed_on::text FROM observation GROUP BY 1, 2, source_id, market_cents HAVING count(*) > 1`,
    'days of the source that are not complete': `SELECT day::text FROM generate_series('${FROM}'::date, '${LAST}'::date, interval '1 day') day WHERE NOT EXISTS (SELECT 1 FROM source_collection c JOIN source s ON s.id = c.source_id WHERE s.slug = 'pokemonpricetracker' AND c.day = day::date AND c.state = 'complete')`,
    'signals stored twice': `SELECT printing_id, day::text FROM signal GROUP BY 1, 2 HAVING count(*) > 1`,
    'breaches with more than one alert': `SELECT key FROM alert GROUP BY key HAVING count(*) > 1`,
    'alerts that were not told, or not that it is over': `SELECT a.key, a.recovered_at FROM alert a WHERE (SELECT count(*) FROM alert_delivery d WHERE d.alert_id = a.id AND d.state = 'delivered') <> 2`,
    'stages that succeeded in one run more often than it was taken over': `SELECT run_id, stage FROM stage_run WHERE state IN ('succeeded', 'skipped') GROUP BY 1, 2 HAVING count(*) > ${kills + crashes + restarts + 1}`,
  };
  let isRight = true;
  for (const [name, sql] of Object.entries(checks)) {
    const rows = await query(sql);
    isRight &&= rows.length === 0;
    console.log(`${rows.length === 0 ? 'ok  ' : 'BAD '} ${name}: ${rows.length}${rows.length === 0 ? '' : ` (${JSON.stringify(rows.slice(0, 3))})`}`);
  }
  const told = receiver.messages();
  const { calls, failed: failedCalls } = source.calls();
  const heard = new Map();
  for (const { key, event } of told) heard.set(`${event} ${key}`, (heard.get(`${event} ${key}`) ?? 0) + 1);
  const twice = [...heard].filter(([, count]) => count > 1);
  isRight &&= twice.length === 0 && told.length > 0;
  console.log(`${twice.length === 0 && told.length > 0 ? 'ok  ' : 'BAD '} messages that arrived twice: ${twice.length}, of ${told.length} that arrived (${[...heard.keys()].sort().join(', ')})`);
  console.log(`${calls} calls to the source, ${failedCalls} failed (${FAIL_RATIO * 100} % were meant to)`);
  const failed = (await query(`SELECT count(*)::int AS runs FROM pipeline_run WHERE state = 'failed'`))[0].runs;
  const done = await finishedDays();
  console.log(`${done} of ${options.days} days done (${((100 * done) / options.days).toFixed(0)} %) with ${kills} kills, ${restarts} restarts of Postgres, ${crashes} workers that gave up, ${failed} runs that failed and were run again, in ${((Date.now() - began) / 1_000).toFixed(0)} s`);
  return isRight ? 0 : 1;
}

async function until(isSo, withinMs) {
  const deadline = Date.now() + withinMs;
  while (!(await isSo()) && Date.now() < deadline) await sleep(500);
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

function readOptions() {
  const number = (values, name, fallback) => {
    const value = Number(values[name] ?? fallback);
    if (!(value > 0) || (name !== 'minutes' && !Number.isInteger(value))) exit(`--${name} is "${values[name]}"; expected a number above 0.`);
    return value;
  };
  try {
    const text = { type: 'string' };
    const { values } = parseArgs({ options: { help: { type: 'boolean' }, days: text, minutes: text, 'kill-every': text, seed: text, printings: text } });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    return { days: number(values, 'days', 30), minutes: number(values, 'minutes', 5), killEvery: number(values, 'kill-every', 5), seed: number(values, 'seed', 1), printings: number(values, 'printings', 200) };
  } catch (error) {
    return exit(error.message);
  }
}

function exit(message) {
  process.stderr.write(`${message}\n\n${USAGE}\n`);
  process.exit(2);
}
