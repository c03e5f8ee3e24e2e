// A person who types into the search: one request for each letter, one after the other, as the dashboard sends them.
import { ADMIN_KEY, startPod, stop } from './processes.mjs';

const SEARCHES = ['charizard 4', 'dark gyarados', 'pikachu', 'mewtwo star 12', 'blastoise base', 'nothing that is there', 'é', '29999'];
const ROUNDS = 3;

export async function measureTyping(database, cards) {
  const pod = await startPod(database);
  try {
    const typed = SEARCHES.flatMap((search) => Array.from(search, (_, i) => search.slice(0, i + 1)));
    const firstMs = await ask(pod, 'a');
    const tookMs = [];
    for (let round = 0; round < ROUNDS; round++) for (const search of typed) tookMs.push(await ask(pod, search));
    const sorted = tookMs.toSorted((a, b) => a - b);
    const at = (ratio) => sorted[Math.floor(ratio * (sorted.length - 1))].toFixed(1);
    console.log(`\ntyping into the search over ${cards} printings: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${at(1)} ms of ${sorted.length}; the first of a pod ${firstMs.toFixed(0)} ms`);
  } finally {
    await stop(pod);
  }
}

async function ask(pod, search) {
  const began = performance.now();
  const answer = await fetch(`${pod.url}/v1/cards/search?q=${encodeURIComponent(search)}`, { headers: { 'x-api-key': ADMIN_KEY } });
  await answer.json();
  if (!answer.ok) throw new Error(`A search for "${search}" was answered ${answer.status}.`);
  return performance.now() - began;
}
