// Ten minutes at 70 % of the peak rate while a worker collects and trains on the same database: does memory grow, and how much slower are the slowest answers?
//   node bench/soak.mjs [--minutes 10] [--idle-seconds 60] [--connections 32]
// Needs wrk (apt-get install wrk). The market is simulated; everything runs on an embedded Postgres in a folder that is removed again.
import { parseArgs } from 'node:util';
import { ensureBuiltOrExit } from '../scripts/build.mjs';
import { withDatabase } from './serving/market.mjs';
import { ADMIN_KEY, memoryOf, startPod, stop, wrk } from './serving/processes.mjs';
import { lineOf, medianOf } from './serving/speed.mjs';

const text = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({ options: { minutes: text('10'), 'idle-seconds': text('60'), connections: text('32') } });
const SLICE_SECONDS = 15;
const PEAK_SECONDS = 5;
const LOAD_RATIO = 0.7;
const PAUSE_MS = 2;
/** So few that a run with training ends in some minutes on what the load leaves of the machine. */
const PRINTINGS = '60';
const SAMPLE_EVERY_MS = 1_000;
const HEADERS = { 'x-api-key': ADMIN_KEY, 'content-type': 'application/json' };

ensureBuiltOrExit();
await withDatabase(async (database) => {
  console.log('Filling the database with a simulated market…');
  const worker = await startPod(database, { ROLE: 'worker', SIMULATED_MARKET: 'auto', SIMULATION_PRINTINGS: PRINTINGS });
  const pod = await startPod(database);
  try {
    await soak(database, pod, worker);
  } finally {
    for (const each of [pod, worker]) await stop(each);
  }
});

async function soak({ folder }, pod, worker) {
  const get = async (path) => (await fetch(pod.url + path, { headers: HEADERS })).json();
  const game = (await get('/v1/games')).items[0].slug;
  const { card_id: cardId } = (await get(`/v1/signals?limit=1`)).items[0];
  const url = `${pod.url}/v1/cards/${encodeURIComponent(cardId)}/prediction`;
  // The first seconds of a process are slower than the rest of its life.
  await wrk(folder, url, { seconds: PEAK_SECONDS, connections: Number(values.connections) });
  const peak = await wrk(folder, url, { seconds: PEAK_SECONDS, connections: Number(values.connections) });
  const guess = Math.round((peak.perSecond * LOAD_RATIO * PAUSE_MS) / 1_000);
  const probe = await wrk(folder, url, { seconds: PEAK_SECONDS, connections: guess, pauseMs: PAUSE_MS });
  const connections = Math.round((guess * peak.perSecond * LOAD_RATIO) / probe.perSecond);
  const load = async (seconds) => slices(folder, url, { seconds, connections });
  console.log(`peak ${peak.perSecond.toFixed(0)}/s; from here on ${connections} connections that pause ${PAUSE_MS} ms`);
  const idle = await load(Number(values['idle-seconds']));
  console.log(`pod alone        ${lineOf(idle)}`);
  const heap = sampleHeap(pod);
  const work = keepWorking(pod, game);
  const busy = await load(Number(values.minutes) * 60);
  const { samples } = await heap.stop();
  const { runs, failed, last } = await work.stop();
  console.log(`beside a worker  ${lineOf(busy)}; ${runs} runs with training were over, ${failed} of them failed; the last ${last}`);
  console.log(`ratio            rate ${(medianOf(busy, 'perSecond') / peak.perSecond).toFixed(2)} of the peak, p99 x ${(medianOf(busy, 'p99Ms') / medianOf(idle, 'p99Ms')).toFixed(2)}`);
  console.log(`heap             ${slopeOf(samples).toFixed(2)} MiB a minute over ${samples.length} samples (the least of every ten, after the first fifth); pod ${memoryOf(pod)} MiB resident, worker ${memoryOf(worker)} MiB`);
}

async function slices(folder, url, { seconds, connections }) {
  const runs = [];
  for (let past = 0; past < seconds; past += SLICE_SECONDS) runs.push(await wrk(folder, url, { seconds: SLICE_SECONDS, connections, pauseMs: PAUSE_MS }));
  return runs;
}

/** Runs the last day again and again, each time with training. */
function keepWorking(pod, game) {
  let isOver = false;
  const done = (async () => {
    const count = { runs: 0, failed: 0, last: 'did not begin' };
    while (!isOver) {
      const { run_id: runId } = await (await fetch(`${pod.url}/v1/admin/retrain`, { method: 'POST', headers: HEADERS, body: JSON.stringify({ game }) })).json();
      const run = await endOf(pod, runId, () => isOver);
      count.last = `${run.state}, ${run.stages.filter(({ state }) => ['succeeded', 'cached', 'skipped', 'reused'].includes(state)).length} stages done`;
      if (isUnderWay(run)) break;
      count.runs++;
      if (run.state !== 'succeeded') count.failed++;
    }
    return count;
  })();
  return {
    stop: () => {
      isOver = true;
      return done;
    },
  };
}

function isUnderWay({ state }) {
  return state === 'running';
}

async function endOf(pod, runId, isOver) {
  for (;;) {
    const run = await (await fetch(`${pod.url}/v1/runs/${encodeURIComponent(runId)}`, { headers: HEADERS })).json();
    if (!isUnderWay(run) || isOver()) return run;
    await new Promise((done) => setTimeout(done, SAMPLE_EVERY_MS));
  }
}

function sampleHeap(pod) {
  const samples = [];
  const began = performance.now();
  const timer = setInterval(async () => {
    const metrics = await (await fetch(`${pod.url}/metrics`)).text();
    samples.push({ minutes: (performance.now() - began) / 60_000, mib: Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(metrics)[1]) / 1_048_576 });
  }, SAMPLE_EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      return { samples };
    },
  };
}

/** Least squares through the lowest of every ten samples: what is left after garbage was collected. */
function slopeOf(samples) {
  const settled = samples.slice(Math.floor(samples.length / 5));
  const lows = [];
  for (let i = 0; i + 10 <= settled.length; i += 10) lows.push(settled.slice(i, i + 10).reduce((low, each) => (each.mib < low.mib ? each : low)));
  const mean = (of) => lows.reduce((sum, each) => sum + each[of], 0) / lows.length;
  const [minutes, mib] = [mean('minutes'), mean('mib')];
  return lows.reduce((sum, each) => sum + (each.minutes - minutes) * (each.mib - mib), 0) / lows.reduce((sum, each) => sum + (each.minutes - minutes) ** 2, 0);
}
