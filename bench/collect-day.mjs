// How long one source takes to be collected for a day, how much memory the collecting process needs, and that the same day again writes nothing.
//   node bench/collect-day.mjs --printings 20000 [--source tcgcsv] [--cardmarket-rows 80000]
// Starts a laboratory in a process of its own, and an embedded Postgres in a folder that is removed again.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuiltOrExit } from '../scripts/build.mjs';

const { values } = parseArgs({ options: { printings: { type: 'string', default: '20000' }, source: { type: 'string', default: 'tcgcsv' }, 'cardmarket-rows': { type: 'string', default: '0' }, child: { type: 'boolean', default: false } } });
const self = fileURLToPath(import.meta.url);

if (values.child) await collect();
else {
  ensureBuiltOrExit();
  await measure();
}

/** The collecting process: prints what the stage reports, and how long it took. */
async function collect() {
  const { withSession } = await import('../dist/src/cli/session.js');
  const { CollectStage, LivePrices } = await import('../dist/src/ingestion/index.js');
  const { dayOf } = await import('../dist/src/shared/day.js');
  const { silentProgress } = await import('../dist/src/shared/progress.js');
  await withSession(async ({ app }) => {
    const [game] = await app.get(LivePrices).prepare();
    const startedAt = performance.now();
    const report = await app.get(CollectStage).run({ gameId: game.id, day: dayOf(new Date()), knownAt: new Date(), progress: silentProgress });
    console.log(JSON.stringify({ seconds: (performance.now() - startedAt) / 1000, ...report }));
  });
}

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'pokewatch-bench-'));
  const cli = fileURLToPath(new URL('../dist/src/cli.js', import.meta.url));
  const today = new Date().toISOString().slice(0, 10);
  const lab = spawn(process.execPath, [cli, 'lab', '--port', '0', '--printings', values.printings, '--day', today, '--cardmarket-rows', values['cardmarket-rows']], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const environment = { ...process.env, ...(await baseUrls(lab)), PRICE_SOURCES: values.source, DATA_DIR: join(folder, 'data'), DATABASE_URL: '' };
    const first = await runChild(environment);
    show('first time', first);
    const again = await runChild(environment);
    show('same day again', again);
    if (again.report.written !== 0) throw new Error(`The same day again wrote ${again.report.written} rows; expected none.`);
  } finally {
    lab.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

function baseUrls(lab) {
  return new Promise((resolve, reject) => {
    let text = '';
    lab.stdout.on('data', (chunk) => {
      text += chunk;
      const lines = text.split('\n').filter((line) => /^[A-Z_]+=http/.test(line));
      if (lines.length >= 5) resolve(Object.fromEntries(lines.map((line) => line.split('='))));
    });
    lab.on('close', () => reject(new Error('The laboratory did not start.')));
  });
}

function runChild(env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [self, '--child'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let peakKb = 0;
    const sample = setInterval(() => {
      try {
        peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0));
      } catch {
        // The process has ended, or this is not Linux.
      }
    }, 20);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      clearInterval(sample);
      const line = output.split('\n').find((text) => text.startsWith('{'));
      if (code !== 0 || line === undefined) reject(new Error(`The collecting process ended with ${code}.`));
      else resolve({ report: JSON.parse(line), peakKb });
    });
  });
}

function show(label, { report, peakKb }) {
  console.log(`${label}: ${report.seconds.toFixed(1)} s, peak memory ${(peakKb / 1024).toFixed(0)} MiB, ${report.written} rows written`);
  for (const note of report.notes) console.log(`  ${note}`);
}
