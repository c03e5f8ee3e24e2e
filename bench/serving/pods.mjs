// Two pods on one database: how much more they answer than one, and what happens to requests under full load while another model begins to serve.
import { cardIdOf, promote } from './market.mjs';
import { ADMIN_KEY, startPod, stop, wrk } from './processes.mjs';
import { lineOf, medianOf } from './speed.mjs';

const LOOK_EVERY_MS = 20;
/** How long the load goes on after the promotion was begun; writing it takes its time, too. */
const AFTERWARDS_SECONDS = 10;

export async function measurePods(database, cards, options) {
  const pods = [await startPod(database), await startPod(database)];
  try {
    await measureScale(database, pods, options);
    await measurePromotion(database, pods, { cards, ...options });
  } finally {
    for (const pod of pods) await stop(pod);
  }
}

async function measureScale({ folder }, pods, { seconds, rounds, connections }) {
  const path = `/v1/cards/${encodeURIComponent(cardIdOf(1))}/prediction`;
  const one = [];
  const two = [];
  for (let round = 0; round < rounds; round++) {
    one.push(await wrk(folder, pods[0].url + path, { seconds, connections }));
    const both = await Promise.all(pods.map((pod) => wrk(folder, pod.url + path, { seconds, connections: connections / 2 })));
    two.push({ ...both[0], perSecond: both[0].perSecond + both[1].perSecond, failed: both[0].failed + both[1].failed });
  }
  console.log(`\none process  ${lineOf(one)}\ntwo          ${lineOf(two)}\nratio        ${(medianOf(two, 'perSecond') / medianOf(one, 'perSecond')).toFixed(2)}`);
}

/** Both pods are under load, and asked for the same 100 cards all the time; in the middle another model begins to serve. */
async function measurePromotion({ url, folder }, pods, { cards, seconds, connections }) {
  const path = `/v1/cards/${encodeURIComponent(cardIdOf(1))}/prediction`;
  const before = 100_000;
  const after = 200_000;
  const load = Promise.all(pods.map((pod) => wrk(folder, pod.url + path, { seconds: seconds + AFTERWARDS_SECONDS, connections: connections / 2 })));
  const looks = Promise.all(pods.map((pod) => look(pod, { cards, until: performance.now() + (seconds + AFTERWARDS_SECONDS) * 1_000 })));
  await new Promise((done) => setTimeout(done, seconds * 1_000));
  await promote(url, after);
  const promotedAt = performance.now();
  const [runs, seen] = [await load, (await looks).flat()];
  const isNew = ({ values }) => values.includes(after);
  const mixed = seen.filter(({ values }) => values.length !== 1 || ![before, after].includes(values[0]));
  const delays = pods.map((pod) => (seen.find((each) => each.pod === pod && isNew(each))?.at ?? Infinity) - promotedAt);
  const backwards = pods.flatMap((pod) => seen.filter((each) => each.pod === pod)).filter((each, i, all) => i > 0 && each.pod === all[i - 1].pod && !isNew(each) && isNew(all[i - 1]));
  console.log(`\na promotion under load of ${runs.map((run) => run.perSecond.toFixed(0)).join(' + ')} requests/s: ${runs.reduce((sum, run) => sum + run.failed, 0)} failed requests, ${mixed.length} mixed and ${backwards.length} older answers in ${seen.length} batches of 100,`);
  console.log(`  pods on the new version ${delays.map((ms) => `${ms.toFixed(0)} ms`).join(' and ')} after it was committed`);
}

async function look(pod, { cards, until }) {
  const body = JSON.stringify({ items: Array.from({ length: 100 }, (_, i) => ({ card_id: cardIdOf(1 + (i % cards)) })) });
  const seen = [];
  while (performance.now() < until) {
    const answer = await fetch(`${pod.url}/v1/predictions/batch`, { method: 'POST', headers: { 'x-api-key': ADMIN_KEY, 'content-type': 'application/json' }, body });
    const { items } = await answer.json();
    seen.push({ pod, at: performance.now(), values: [...new Set(items.map((item) => item.prediction.fair_value.amount_minor))] });
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
  return seen;
}
