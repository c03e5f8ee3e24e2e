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

  it('has every link once, each before what it was made from', () => {
    expect(linksOf(signal).map((each) => each.link)).toEqual(['signal', 'feature_row', 'observation', 'observation', 'raw_payload', 'policy']);
  });
});
