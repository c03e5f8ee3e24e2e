// Two pods under more and more connections that ask without pause: how much they answer, how long it takes, and from where on it takes longer than promised.
import { cpus } from 'node:os';
import { readFileSync } from 'node:fs';
import { cardIdOf } from './market.mjs';
import { startPod, stop, wrk } from './processes.mjs';

const STEPS = [16, 64, 256, 512, 1024, 2048, 4096];
const FLOOR_MS = 100;
const TICKS_PER_SECOND = 100;

export async function measureBreaking(database, { seconds }) {
  const pods = [await startPod(database, { HTTP_MAX_REQUESTS_UNDER_WAY: '0' }), await startPod(database, { HTTP_MAX_REQUESTS_UNDER_WAY: '0' })];
  const path = `/v1/cards/${encodeURIComponent(cardIdOf(1))}/prediction`;
  console.log(`\ntwo processes, ${cpus().length} cores shared with the load generator\nconnections  requests/s  p50 ms  p95 ms  p99 ms  failed  cores of the pods`);
  try {
    // What is compiled on the way is compiled before anything counts.
    await Promise.all(pods.map((pod) => wrk(database.folder, pod.url + path, { seconds, connections: 16 })));
    let breaksAt;
    for (const connections of STEPS) {
      const before = pods.map(cpuSeconds);
      const runs = await Promise.all(pods.map((pod) => wrk(database.folder, pod.url + path, { seconds, connections: connections / 2 })));
      const cores = pods.reduce((sum, pod, i) => sum + cpuSeconds(pod) - before[i], 0) / seconds;
      const most = (of) => Math.max(...runs.map((run) => run[of]));
      const row = [connections, sum(runs, 'perSecond').toFixed(0), most('p50Ms').toFixed(2), most('p95Ms').toFixed(2), most('p99Ms').toFixed(2), sum(runs, 'failed'), cores.toFixed(2)];
      console.log(row.map((text, i) => String(text).padStart([11, 10, 6, 6, 6, 6, 16][i])).join('  '));
      if (breaksAt === undefined && most('p95Ms') > FLOOR_MS) breaksAt = connections;
    }
    console.log(breaksAt === undefined ? `p95 stays under ${FLOOR_MS} ms` : `p95 is over ${FLOOR_MS} ms from ${breaksAt} connections on`);
  } finally {
    for (const pod of pods) await stop(pod);
  }
}

const sum = (runs, of) => runs.reduce((total, run) => total + run[of], 0);

/** Processor time of a pod until now, its threads included. */
function cpuSeconds({ child }) {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
