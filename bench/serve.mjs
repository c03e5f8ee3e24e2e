// How fast one prediction is answered, with key, limit, metrics and validation on, against a bare node:http server that sends the same bytes, in one run.
//   node bench/serve.mjs [--cards 300,30000] [--seconds 4] [--rounds 3] [--connections 32]
// Needs wrk (apt-get install wrk). Starts an embedded Postgres in a folder that is removed again, and a server (ROLE=api) beside it.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuiltOrExit } from '../scripts/build.mjs';

const self = fileURLToPath(import.meta.url);
const text = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({ options: { cards: text('300,30000'), seconds: text('4'), rounds: text('3'), connections: text('32'), bare: { type: 'boolean', default: false } } });
const ADMIN_KEY = `pw_benchkey_${'b'.repeat(40)}`;
const DAY = '2026-01-15';

if (values.bare) await bare();
else {
  ensureBuiltOrExit();
  await measure();
}

/** The bare server: reads a body where there is one, and sends the bytes it was given on standard input. */
async function bare() {
  const { createServer } = await import('node:http');
  const bytes = readFileSync(0);
  const server = createServer((request, response) => {
    const send = () => response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length }).end(bytes);
    if (request.method !== 'POST') return send();
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString());
      send();
    });
    return undefined;
  });
  server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
}

async function measure() {
  const { startEmbeddedPostgres } = await import('../dist/src/database/embedded-postgres.js');
  const { migrate } = await import('../dist/src/cli/session.js');
  const folder = mkdtempSync(join(tmpdir(), 'pokewatch-bench-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  try {
    await migrate(postgres.url);
    let known = 0;
    for (const cards of values.cards.split(',').map(Number)) {
      await addCards(postgres.url, known, cards);
      known = cards;
      await measureWith(cards, postgres.url, folder);
    }
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A real game whose cards are evaluated on one day. */
async function addCards(url, from, to) {
  const pg = (await import('pg')).default;
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(`
      INSERT INTO game (slug, name, is_simulated) VALUES ('bench', 'Bench', false) ON CONFLICT DO NOTHING;
      INSERT INTO card_set (game_id, name) SELECT id, 'Bench' FROM game ON CONFLICT DO NOTHING;
      CREATE TABLE IF NOT EXISTS signal_bench PARTITION OF signal FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
      INSERT INTO card (set_id, name, number, product_type) SELECT s.id, 'Card', i::text, 'Cards' FROM card_set s, generate_series(${from + 1}, ${to}) i;
      INSERT INTO printing (game_id, card_ref, card_id, variant, condition, grade, language, distinction)
        SELECT s.game_id, c.id, 'bench-' || c.number || '|Holofoil', 'Holofoil', 'UNSPECIFIED', 'RAW', 'UNSPECIFIED', '' FROM card c JOIN card_set s ON s.id = c.set_id WHERE c.number::int > ${from};
      INSERT INTO signal (printing_id, day, policy_version, game_id, signal, market_cents, market_observed_on, currency, fair_value_cents, fair_value_kind, lower80_cents, upper80_cents, deviation_ratio,
          confidence, horizon_days, source, fetched_at, last_changed_on, recorded_at)
        SELECT id, '${DAY}', 'bench', game_id, 'HOLD', 1000 + id, '${DAY}', 'USD', 1100 + id, 'model', 900, 1300, -0.0909, 0.61, 28, 'bench', '${DAY}', '${DAY}', now() FROM printing
        WHERE NOT EXISTS (SELECT FROM signal s WHERE s.printing_id = printing.id);
      INSERT INTO signal_revision AS r SELECT id, '${DAY}', 1, 1 FROM game ON CONFLICT (game_id) DO UPDATE SET latest_revision = r.latest_revision + 1, revision = r.revision + 1;
      ANALYZE;`);
  } finally {
    await client.end();
  }
}

async function measureWith(cards, url, folder) {
  const began = performance.now();
  const server = await start(['dist/src/main.js'], {
    DATABASE_URL: url, DATA_DIR: folder, ROLE: 'api', PORT: '0', HOST: '127.0.0.1', ADMIN_API_KEY: ADMIN_KEY, RATE_LIMIT_PER_MINUTE: '60000000', SIMULATED_MARKET: 'off', LOG_LEVEL: 'error',
  });
  const readySeconds = (performance.now() - began) / 1000;
  try {
    const path = `/v1/cards/${encodeURIComponent(`bench-${Math.ceil(cards / 2)}|Holofoil`)}/prediction`;
    const headers = { 'x-api-key': ADMIN_KEY };
    const bytes = Buffer.from(await (await fetch(server.url + path, { headers })).arrayBuffer());
    const flat = await fetch(`${server.url}/predict_signal`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ card_id: 'bench-1|Holofoil' }) });
    const flatBytes = Buffer.from(await flat.arrayBuffer());
    const [bareGet, barePost] = [await start([self, '--bare'], {}, bytes), await start([self, '--bare'], {}, flatBytes)];
    const many = JSON.stringify({ cards: Array.from({ length: 100 }, (_, i) => ({ card_id: `bench-${1 + (i % cards)}|Holofoil` })) });
    const runs = { get: [], bareGet: [], post: [], barePost: [], batch: [] };
    const one = JSON.stringify({ card_id: 'bench-1|Holofoil' });
    for (let round = 0; round < Number(values.rounds); round++) {
      runs.bareGet.push(wrk(folder, bareGet.url + path));
      runs.get.push(wrk(folder, server.url + path));
      runs.barePost.push(wrk(folder, `${barePost.url}/predict_signal`, one));
      runs.post.push(wrk(folder, `${server.url}/predict_signal`, one));
      runs.batch.push(wrk(folder, `${server.url}/batch_predict`, many));
    }
    for (const each of [bareGet, barePost]) each.child.kill();
    report({ cards, readySeconds, bytes: bytes.length, memory: memoryOf(server.child.pid), runs });
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  } finally {
    server.child.kill();
    await new Promise((done) => server.child.once('exit', done));
  }
}

function report({ cards, readySeconds, bytes, memory, runs }) {
  const median = (name, of) => runs[name].map((run) => run[of]).toSorted((a, b) => a - b)[Math.floor(runs[name].length / 2)];
  const rate = (name) => median(name, 'perSecond');
  const line = (name) => `${rate(name).toFixed(0)}/s, p50 ${median(name, 'p50Ms').toFixed(2)} ms, p99 ${median(name, 'p99Ms').toFixed(2)} ms, p99.9 ${median(name, 'p999Ms').toFixed(2)} ms, ${runs[name].reduce((sum, run) => sum + run.failed, 0)} failed`;
  console.log(`\n${cards} cards: ready after ${readySeconds.toFixed(1)} s, ${memory} MiB resident, an answer of ${bytes} bytes`);
  console.log(`  GET one    ${line('get')}\n  bare       ${line('bareGet')}\n  ratio      ${(rate('get') / rate('bareGet')).toFixed(2)}`);
  console.log(`  POST one   ${line('post')}\n  bare       ${line('barePost')}\n  ratio      ${(rate('post') / rate('barePost')).toFixed(2)}`);
  console.log(`  batch of 100: ${(100 * rate('batch')).toFixed(0)} items/s, ${((100 * rate('batch')) / rate('post')).toFixed(1)} times the rate of single ones, ${line('batch')}`);
}

/** One run of the load generator. */
function wrk(folder, url, body) {
  const script = join(folder, 'wrk.lua');
  const post = body === undefined ? '' : `wrk.method = "POST"\nwrk.body = ${JSON.stringify(body)}\nwrk.headers["Content-Type"] = "application/json"\n`;
  writeFileSync(script, `${post}wrk.headers["X-API-Key"] = "${ADMIN_KEY}"
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('\\nJSON {"perSecond": %f, "p50Ms": %f, "p99Ms": %f, "p999Ms": %f, "failed": %d}\\n', summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency:percentile(99.9) / 1e3, e.connect + e.read + e.write + e.status + e.timeout))
end`);
  const out = execFileSync('wrk', ['-t1', `-c${values.connections}`, `-d${values.seconds}s`, '-s', script, url], { encoding: 'utf8' });
  return JSON.parse(/JSON (.*)/.exec(out)[1]);
}

function memoryOf(pid) {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
}

/** A process that prints its address; it is ready then. */
function start(args, env, input) {
  const child = spawn(process.execPath, args, { cwd: fileURLToPath(new URL('..', import.meta.url)), env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  return new Promise((done, fail) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said += chunk;
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
        if (url !== undefined) done({ child, url });
      });
    }
    child.once('exit', (code) => fail(new Error(`${args[0]} ended with ${code}: ${said}`)));
  });
}
