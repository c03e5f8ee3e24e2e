// Runs all tests (arguments go to vitest) and ends with one line: `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { requireNode } from './node-version.mjs';

requireNode('20.19');
const folder = mkdtempSync(join(tmpdir(), 'pokewatch-report-'));
const reportFile = join(folder, 'report.json');
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const args = [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...process.argv.slice(2)];

const child = spawn(process.execPath, args, { stdio: 'inherit' });
// Ctrl-C reaches vitest by itself, which then stops what it has started: wait for that.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
const exitCode = await new Promise((done) => child.on('exit', (code) => done(code ?? 1)).on('error', () => done(1)));
const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined;
rmSync(folder, { recursive: true, force: true });

process.exitCode = summarise(report);

function summarise(run) {
  if (run === undefined) {
    console.log('The tests did not run to their end.\n0 passed, 1 failed, 0 skipped');
    return exitCode || 1;
  }
  for (const line of skippedGroups(run)) console.log(line);
  const skipped = run.numPendingTests + run.numTodoTests;
  const brokenFiles = run.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'));
  for (const file of brokenFiles) console.log(`${relative(process.cwd(), file.name)} could not be run`);
  if (run.numTotalTests === 0) console.log('No tests ran.');
  console.log(`${run.numPassedTests} passed, ${run.numFailedTests + brokenFiles.length} failed, ${skipped} skipped`);
  return exitCode || (run.numPassedTests === 0 ? 1 : 0);
}

/** One line for each group with skipped tests: `skipped: <file> > <group> (N)`. */
function skippedGroups(run) {
  const counts = new Map();
  for (const file of run.testResults) {
    for (const test of file.assertionResults.filter(({ status }) => ['skipped', 'pending', 'todo', 'disabled'].includes(status))) {
      const group = [relative(process.cwd(), file.name), ...test.ancestorTitles].join(' > ');
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
  }
  return [...counts].map(([group, count]) => `skipped: ${group} (${count})`);
}
