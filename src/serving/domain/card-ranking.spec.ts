import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain, rankCards, toSearchEntry } from './card-ranking.js';

const aCard = (name: string, number = '', set = 'Base Set') => ({ name, number, set, cardId: `${set}-${name}-${number}` });
const CARDS = [
  aCard("Blaine's Charmander", '60/132', 'Gym Heroes'),
  aCard('Charizard', '4/102'),
  aCard('Dark Charizard', '4/82', 'Team Rocket'),
  aCard('Pokémon Breeder', '076/102'),
  aCard('Charmander', '46/102'),
  aCard("Professor's Research", '178', 'Celebrations: Charizard Collection'),
];
const ENTRIES = CARDS.map(toSearchEntry);
const found = (search: string, limit = 10) => rankCards(ENTRIES, search, limit).map(({ name }) => name);

describe('rankCards', () => {
  it('puts names that begin so first, then names with such a word, then sets', () => {
    expect(found('char')).toEqual(['Charizard', 'Charmander', 'Dark Charizard', "Blaine's Charmander", "Professor's Research"]);
    expect(found('char', 2)).toEqual(['Charizard', 'Charmander']);
  });

  it('wants every word', () => {
    expect(found('charizard team')).toEqual(['Dark Charizard']);
    expect(found('charizard 4')).toEqual(['Charizard', 'Dark Charizard']);
    expect(found('charizard nothing')).toEqual([]);
  });

  it('knows numbers with and without zeros, and names without accents and with any apostrophe', () => {
    expect(found('pokemon 76')).toEqual(['Pokémon Breeder']);
    expect(found('POKÉMON')).toEqual(['Pokémon Breeder']);
    expect(found('blaine’s')).toEqual(["Blaine's Charmander"]);
  });

  it('finds nothing for nothing', () => {
    expect(found('  ')).toEqual([]);
  });

  it('finds what contains every word, all of it and nothing else, whatever is searched', () => {
    const words = fc.array(fc.constantFrom('char', 'a', '4', '102', 'set', '’', 'é', '(', '\\', 'zz'), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(words, (chosen) => {
        const contains = (card: (typeof CARDS)[number]) => chosen.every((word) => [card.name, card.set, card.number, card.cardId].some((text) => plain(text).includes(plain(word))));
        const expected = CARDS.filter(contains).map(({ name }) => name);
        // A number may be found without its zeros too.
        const extra = found(chosen.join(' ')).filter((name) => !expected.includes(name) && name !== 'Pokémon Breeder');
        void expect(extra).toEqual([]);
        void expect(found(chosen.join(' '))).toEqual(expect.arrayContaining(expected));
      }),
    );
  });
});
