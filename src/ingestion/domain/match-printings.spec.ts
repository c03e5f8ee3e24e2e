import { describe, expect, it } from 'vitest';
import type { CardIdentity } from './card-identity.js';
import { type ExistingPrinting, freeCardId, matchPrintings } from './match-printings.js';

const identity: CardIdentity = { name: 'Pikachu', set: 'Base', number: '58', variant: 'Normal', condition: 'UNSPECIFIED', grade: 'RAW', language: 'UNSPECIFIED' };
const product = (externalId: string, more: Partial<CardIdentity> = {}) => ({ externalId, cardRef: 1, identity: { ...identity, ...more } });
const printing = (more: Partial<ExistingPrinting>): ExistingPrinting => ({ ...identity, id: 10, cardRef: 1, distinction: '', isMatched: false, ...more });

describe('matchPrintings', () => {
  it('shares a printing that another source told us of', () => {
    expect(matchPrintings([product('a')], [printing({})])).toEqual([{ printingId: 10 }]);
  });

  it('never lets two products of one source share a printing', () => {
    expect(matchPrintings([product('a'), product('b')], [])).toEqual([{ distinction: '' }, { distinction: 'b' }]);
    expect(matchPrintings([product('b')], [printing({ isMatched: true })])).toEqual([{ distinction: 'b' }]);
  });

  it('tells variants, conditions, grades and languages apart', () => {
    const others = [product('b', { variant: 'Holofoil' }), product('c', { condition: 'NM' }), product('d', { grade: 'PSA_10' }), product('e', { language: 'ja' })];
    expect(matchPrintings(others, [printing({})])).toEqual(others.map(() => ({ distinction: '' })));
  });
});

describe('freeCardId', () => {
  it('puts the game before an id that is taken, then the source', () => {
    const taken = new Set(['base1-4']);
    const names = { gameSlug: 'lorcana', sourceSlug: 'csv' };
    expect(freeCardId('base1-4', names, taken)).toBe('lorcana:base1-4');
    expect(freeCardId('base1-4', names, taken)).toBe('lorcana:csv:base1-4');
  });
});
