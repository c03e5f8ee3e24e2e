import { describe, expect, it } from 'vitest';
import { CATEGORIES, parseCardsFile, readCardsFile } from './cards-file.js';

const card = "  - { name: Pikachu, set: Base, number: '58', category: meta, priority: 1, card_ids: [base1-58], tcgplayer_id: 42402 }";

describe('config/cards.yaml', () => {
  it('tracks 40 cards of all categories, ten of them from the Japanese 151 set', async () => {
    const file = await readCardsFile('config/cards.yaml');
    expect(file?.gameSlug).toBe('pokemon');
    expect(file?.cards).toHaveLength(40);
    expect(new Set(file?.cards.map((one) => one.category))).toEqual(new Set(CATEGORIES));
    expect(file?.cards.filter((one) => one.set === 'SV2a: Pokemon Card 151' && one.language === 'ja')).toHaveLength(10);
  });

  it('names no product twice', async () => {
    const file = await readCardsFile('config/cards.yaml');
    const names = file?.cards.flatMap((one) => [...one.cardIds, one.tcgplayerId]).filter((name) => name !== null) ?? [];
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('parseCardsFile', () => {
  it('narrows ids to the variant where one is named', () => {
    const text = `game: pokemon\ncards:\n${card.replace('priority', 'variant: Holofoil, priority')}`;
    expect(parseCardsFile('x', text).cards[0]?.cardIds).toEqual(['base1-58|Holofoil']);
  });

  it('names every problem with its place', () => {
    const text = `game: pokemon\ncards:\n${card.replace('meta', 'cool').replace('42402', '-1')}`;
    expect(() => parseCardsFile('cards.yaml', text)).toThrow(/2 problems:\n {2}cards\.0\.category: [^]*cards\.0\.tcgplayer_id: /);
  });

  it('says so where the file is no YAML', () => {
    expect(() => parseCardsFile('cards.yaml', 'a: [')).toThrow(/cards\.yaml is no YAML/);
  });
});

describe('readCardsFile', () => {
  it('is undefined where there is no such file', async () => {
    expect(await readCardsFile('config/nothing.yaml')).toBeUndefined();
  });
});
