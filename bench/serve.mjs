// How fast predictions are answered, what another model under load does to them, whether a card more makes a difference, and how long who types waits; against bare node:http in one run.
//   node bench/serve.mjs [--parts speed,pods,typing,breaking] [--cards 300,30000] [--seconds 4] [--rounds 3] [--connections 32]
//   node bench/serve.mjs --cards 300,300000 --parts speed      (is it as fast with a thousand times the cards?)
// Needs wrk (apt-get install wrk). Everything runs on an embedded Postgres in a folder that is removed again.
import { parseArgs } from 'node:util';
import { ensureBuiltOrExit } from '../scripts/build.mjs';
import { measureBreaking } from './serving/breaking.mjs';
import { addCards, withDatabase } from './serving/market.mjs';
import { measurePods } from './serving/pods.mjs';
import { measureSpeed } from './serving/speed.mjs';
import { measureTyping } from './serving/typing.mjs';

const text = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({ options: { parts: text('speed,pods,typing'), cards: text('300,30000'), seconds: text('4'), rounds: text('3'), connections: text('32') } });
const options = { seconds: Number(values.seconds), rounds: Number(values.rounds), connections: Number(values.connections) };
const parts = values.parts.split(',');

ensureBuiltOrExit();
await withDatabase(async (database) => {
  let known = 0;
  let smallest;
  for (const cards of values.cards.split(',').map(Number)) {
    await addCards(database.url, known, cards);
    if (parts.includes('speed')) {
      const measured = await measureSpeed(database, cards, options);
      if (smallest === undefined) smallest = { cards, ...measured };
      else {
        const bytesPerCard = ((measured.memoryMib - smallest.memoryMib) * 1_048_576) / (cards - smallest.cards);
        console.log(`  against ${smallest.cards} cards: p50 x ${(measured.p50Ms / smallest.p50Ms).toFixed(2)}, p99 x ${(measured.p99Ms / smallest.p99Ms).toFixed(2)}, ${(bytesPerCard / 1024).toFixed(1)} KiB of memory for each card more`);
      }
    }
    known = cards;
  }
  if (parts.includes('typing')) await measureTyping(database, known);
  if (parts.includes('breaking')) await measureBreaking(database, options);
  if (parts.includes('pods')) await measurePods(database, known, options);
});
