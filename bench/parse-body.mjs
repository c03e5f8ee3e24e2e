// What the checks of a JSON body cost: the time of our parser as a ratio to that of JSON.parse, on the bodies clients send.
//   node bench/parse-body.mjs [--seconds 1]
import { parseArgs } from 'node:util';
import { ensureBuiltOrExit } from '../scripts/build.mjs';

ensureBuiltOrExit();
const { parseJsonBody } = await import('../dist/src/http/domain/json-body.js');
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '1' } } });

const one = { card_id: 'base1-4|Holofoil', date: '2026-01-15', note: '12345' };
const bodies = {
  'one question': JSON.stringify({ card_id: 'base1-4|Holofoil', date: '2026-01-15' }),
  'batch of 100': JSON.stringify({ items: Array.from({ length: 100 }, (_, i) => ({ card_id: `base1-${i}|Holofoil` })) }),
  'batch of 500 with days': JSON.stringify({ items: Array.from({ length: 500 }, () => one) }),
};

function nanosecondsOf(work, text) {
  const bytes = Buffer.from(text);
  let best = Number.POSITIVE_INFINITY;
  const until = performance.now() + Number(values.seconds) * 1_000;
  const times = Math.max(10, Math.round(200_000 / text.length));
  while (performance.now() < until) {
    const began = process.hrtime.bigint();
    for (let i = 0; i < times; i++) work(bytes.toString('utf8'));
    best = Math.min(best, Number(process.hrtime.bigint() - began) / times);
  }
  return best;
}

for (const [name, text] of Object.entries(bodies)) {
  const plain = nanosecondsOf(JSON.parse, text);
  const checked = nanosecondsOf(parseJsonBody, text);
  console.log(`${name.padEnd(24)} ${String(text.length).padStart(6)} bytes  JSON.parse ${plain.toFixed(0)} ns  with checks ${checked.toFixed(0)} ns  +${(checked - plain).toFixed(0)} ns  ratio ${(checked / plain).toFixed(2)}`);
}
