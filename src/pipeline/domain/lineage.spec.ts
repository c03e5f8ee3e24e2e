import { describe, expect, it } from 'vitest';
import { lineageLines, link, linksOf } from './lineage.js';

const at = new Date('2025-06-30T21:30:00.000Z');
const payload = link('raw_payload', { sentence: 'prices.csv', recordedAt: at });
const lost = link('observation', { sentence: '8.00 USD', problem: 'It came without bytes that were kept.' });
const kept = link('observation', { sentence: '7.90 USD', recordedAt: at, madeFrom: [payload] });
const signal = link('signal', {
  sentence: 'BUY', recordedAt: at,
  madeFrom: [link('feature_row', { sentence: 'core 1', problem: 'Replaced.', madeFrom: [lost, kept] }), link('policy', { sentence: 'net' })],
});

describe('a lineage', () => {
  it('is told as a tree: when each link was recorded, and what cannot be followed', () => {
    expect(lineageLines(signal)).toEqual([
      'signal: BUY  [recorded 2025-06-30T21:30:00.000Z]',
      '├─ feature row: core 1',
      '│  │  ! Replaced.',
      '│  ├─ observation: 8.00 USD',
      '│  │     ! It came without bytes that were kept.',
      '│  └─ observation: 7.90 USD  [recorded 2025-06-30T21:30:00.000Z]',
      '│     └─ raw payload: prices.csv  [recorded 2025-06-30T21:30:00.000Z]',
      '└─ policy: net',
    ]);
  });

  it('does not tell again what has been told above, with all it was made from', () => {
    const run = link('run', { id: 'daily:pokemon:2025-06-30:1', sentence: 'the run', madeFrom: [link('code', { id: '0.1.0', sentence: '0.1.0' })] });
    expect(lineageLines(link('signal', { sentence: 'BUY', madeFrom: [run, link('fair_value', { sentence: '9.00 USD', madeFrom: [run] })] }))).toEqual([
      'signal: BUY',
      '├─ run: the run',
      '│  └─ code: 0.1.0',
      '└─ fair value: 9.00 USD',
      '   └─ run: daily:pokemon:2025-06-30:1, as above',
    ]);
  });

  it('has every link once, each before what it was made from', () => {
    expect(linksOf(signal).map((each) => each.link)).toEqual(['signal', 'feature_row', 'observation', 'observation', 'raw_payload', 'policy']);
  });
});
