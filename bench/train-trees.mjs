// How long boosted trees take to train and to score, on seeded invented data, by one thread and by two.
//   node bench/train-trees.mjs [--rows 500000] [--trees 300] [--objective squared|huber|quantile|logistic]
// 40 features, depth 6, 64 bins. Needs no database.
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ensureBuiltOrExit } from '../scripts/build.mjs';

const FEATURES = 40;
const { values: given } = parseArgs({ options: { rows: { type: 'string', default: '500000' }, trees: { type: 'string', default: '300' }, objective: { type: 'string', default: 'squared' }, help: { type: 'boolean' } } });
if (given.help) {
  console.log('node bench/train-trees.mjs [--rows 500000] [--trees 300] [--objective squared|huber|quantile|logistic]');
  console.log(`Trains on ${FEATURES} features (depth 6, 64 bins) with one thread and with two, and scores the same rows. Prints seconds, ratios, peak memory.`);
  process.exit(0);
}
const rows = Number(given.rows);
const trees = Number(given.trees);

ensureBuiltOrExit();
const { binColumns, trainBooster } = await import('../dist/src/gbdt/index.js');
const { startThreadTeam } = await import('../dist/src/gbdt/threads/index.js');
const { seededRandom } = await import('../dist/src/shared/random.js');

const objective = { kind: given.objective, ...(given.objective === 'huber' && { delta: 0.5 }), ...(given.objective === 'quantile' && { alpha: 0.8 }) };
const { columns, target } = inventRows(rows);
const [dataset, binSeconds] = timed(() => binColumns(columns, { maxBins: 64 }));
console.log(`${rows} rows x ${FEATURES} features, ${trees} trees of depth 6, 64 bins, ${objective.kind}; Node ${process.version}`);
console.log(`binning ${binSeconds.toFixed(2)} s`);

const seconds = {};
const texts = new Set();
let booster;
for (const threads of [1, 2]) {
  const team = startThreadTeam(threads);
  const cpuBefore = process.cpuUsage();
  [booster, seconds[threads]] = timed(() => trainBooster(dataset, target, { objective, rounds: trees, maxDepth: 6 }, { team }));
  const cpu = process.cpuUsage(cpuBefore);
  team.close();
  texts.add(booster.serialise());
  console.log(`training with ${threads} thread(s) ${seconds[threads].toFixed(2)} s (processor time ${((cpu.user + cpu.system) / 1e6).toFixed(2)} s), ${(seconds[threads] / ((rows * trees) / 1e6)).toFixed(4)} s per million row-trees`);
}
console.log(`one thread / two threads ${(seconds[1] / seconds[2]).toFixed(2)}`);
console.log(`models ${texts.size === 1 ? 'the same to the byte' : 'DIFFER'}, ${Buffer.byteLength(booster.serialise())} bytes, sha256 ${createHash('sha256').update(booster.serialise()).digest('hex').slice(0, 16)}`);

booster.predict(slice(0, Math.min(rows, 20_000)));
const [predicted, scoreSeconds] = timed(() => booster.predict(columns));
const [, binnedSeconds] = timed(() => booster.predictBinned(dataset));
console.log(`scoring by one thread: ${Math.round(rows / scoreSeconds)} rows/s from columns of numbers, ${Math.round(rows / binnedSeconds)} rows/s from bins`);
const explained = Math.min(rows, 2_000);
const [, explainSeconds] = timed(() => booster.explain(slice(0, explained)));
console.log(`contributions: ${Math.round(explained / explainSeconds)} rows/s`);
const mean = target.reduce((sum, value) => sum + value, 0) / rows;
const rest = predicted.reduce((sum, value, k) => sum + (value - target[k]) ** 2, 0) / target.reduce((sum, value) => sum + (value - mean) ** 2, 0);
console.log(`explained variance ${(1 - rest).toFixed(4)}, peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
process.exitCode = texts.size === 1 ? 0 : 1;

function inventRows(count) {
  const random = seededRandom(7);
  const drawn = Array.from({ length: FEATURES }, () => Float32Array.from({ length: count }, () => random()));
  const signal = (k) => 3 * drawn[0][k] + 2 * Math.abs(drawn[1][k] - 0.5) + 2 * drawn[2][k] * drawn[3][k] + 0.2 * (random() - 0.5);
  const wanted = Float64Array.from({ length: count }, (_, k) => (given.objective === 'logistic' ? Number(signal(k) > 2.5) : signal(k)));
  return { columns: Object.fromEntries(drawn.map((column, k) => [`f${k}`, column])), target: wanted };
}

function slice(from, to) {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.subarray(from, to)]));
}

function timed(work) {
  const startedAt = performance.now();
  const result = work();
  return [result, (performance.now() - startedAt) / 1000];
}
