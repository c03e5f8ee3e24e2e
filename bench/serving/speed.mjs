// One prediction, by GET and by POST, and a batch of 100, with key, limits, metrics, validation and request log on, against bare node:http servers that
// send the same bytes; the runs take turns.
import { cardIdOf } from './market.mjs';
import { ADMIN_KEY, memoryOf, startBare, startPod, stop, wrk } from './processes.mjs';

export async function measureSpeed(database, cards, { seconds, rounds, connections }) {
  const pod = await startPod(database);
  const headers = { 'x-api-key': ADMIN_KEY, 'content-type': 'application/json' };
  const path = `/v1/cards/${encodeURIComponent(cardIdOf(Math.ceil(cards / 2)))}/prediction`;
  const one = JSON.stringify({ card_id: cardIdOf(1) });
  const many = JSON.stringify({ items: Array.from({ length: 100 }, (_, i) => ({ card_id: cardIdOf(1 + (i % cards)) })) });
  const bytesOf = async (answer) => Buffer.from(await (await answer).arrayBuffer());
  const bytes = await bytesOf(fetch(pod.url + path, { headers }));
  const bareGet = await startBare(bytes);
  const barePost = await startBare(await bytesOf(fetch(`${pod.url}/v1/predictions`, { method: 'POST', headers, body: one })));
  const runs = { get: [], bareGet: [], post: [], barePost: [], batch: [] };
  const run = async (name, url, body) => runs[name].push(await wrk(database.folder, url, { body, seconds, connections }));
  try {
    for (let round = 0; round < rounds; round++) {
      await run('bareGet', bareGet.url + path);
      await run('get', pod.url + path);
      await run('barePost', `${barePost.url}/v1/predictions`, one);
      await run('post', `${pod.url}/v1/predictions`, one);
      await run('batch', `${pod.url}/v1/predictions/batch`, many);
    }
    return report({ cards, pod, bytes: bytes.length, runs });
  } finally {
    for (const each of [pod, bareGet, barePost]) await stop(each);
  }
}

export const medianOf = (runs, of) => runs.map((run) => run[of]).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)];

export const lineOf = (runs) =>
  `${medianOf(runs, 'perSecond').toFixed(0)}/s, p50 ${medianOf(runs, 'p50Ms').toFixed(2)} ms, p99 ${medianOf(runs, 'p99Ms').toFixed(2)} ms, p99.9 ${medianOf(runs, 'p999Ms').toFixed(2)} ms, ${runs.reduce((sum, run) => sum + run.failed, 0)} failed`;

function report({ cards, pod, bytes, runs }) {
  const rate = (name) => medianOf(runs[name], 'perSecond');
  console.log(`\n${cards} cards: ready after ${pod.readySeconds.toFixed(1)} s, ${memoryOf(pod)} MiB resident, an answer of ${bytes} bytes`);
  console.log(`  GET one    ${lineOf(runs.get)}\n  bare       ${lineOf(runs.bareGet)}\n  ratio      ${(rate('get') / rate('bareGet')).toFixed(2)}`);
  console.log(`  POST one   ${lineOf(runs.post)}\n  bare       ${lineOf(runs.barePost)}\n  ratio      ${(rate('post') / rate('barePost')).toFixed(2)}`);
  console.log(`  batch of 100: ${(100 * rate('batch')).toFixed(0)} items/s, ${((100 * rate('batch')) / rate('post')).toFixed(1)} times the rate of single ones, ${lineOf(runs.batch)}`);
  return { memoryMib: memoryOf(pod), p50Ms: medianOf(runs.get, 'p50Ms'), p99Ms: medianOf(runs.get, 'p99Ms') };
}
