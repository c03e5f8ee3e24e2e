// How long one day of the pipeline takes, stage by stage, and how much memory its process needs.
//   node bench/run-day.mjs --day 2025-12-26 --game pokemon
// Uses the database the environment names (DATA_DIR or DATABASE_URL). A day that was run before and has not changed shows nothing.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureBuiltOrExit } from '../scripts/build.mjs';

ensureBuiltOrExit();
const cli = fileURLToPath(new URL('../dist/src/cli.js', import.meta.url));
const startedAt = performance.now();
const child = spawn(process.execPath, [cli, 'run', '--json', ...process.argv.slice(2)], { stdio: ['ignore', 'pipe', 'inherit'] });

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
  for (const line of output.trim().split('\n').filter((text) => text.startsWith('{'))) {
    const { day, game, hasRun, written } = JSON.parse(line);
    console.log(`${day} ${game}: ${hasRun ? `${written} rows written` : 'nothing to do'}`);
  }
  console.log(`whole process ${((performance.now() - startedAt) / 1000).toFixed(1)} s, peak memory ${(peakKb / 1024).toFixed(0)} MiB`);
  process.exit(code ?? 1);
});
