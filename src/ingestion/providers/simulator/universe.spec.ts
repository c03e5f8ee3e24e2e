import { describe, expect, it } from 'vitest';
import { parseDay, type Day } from '../../../shared/day.js';
import { simulatedSets, simulatedUniverse } from './universe.js';

const FIRST_DAY = parseDay('2024-01-01') as Day;
const universe = simulatedUniverse(1, 320, FIRST_DAY);
const printings = universe.map((listing) => listing.printing);

describe('simulatedUniverse', () => {
  it('has 320 printings with unique ids of the form sim-<set>-<number>|<variant>', () => {
    expect(new Set(printings.map((printing) => printing.seriesId)).size).toBe(320);
    for (const { seriesId, setCode, number, variant } of printings) expect(seriesId).toBe(`sim-${setCode}-${number}|${variant}`);
  });

  it('names every card and set as simulated', () => {
    expect(printings.every((printing) => /^Sim [A-Z][a-z]+$/.test(printing.name) && printing.setName.startsWith('Simulated '))).toBe(true);
  });

  it('names no two cards alike', () => {
    const namesByCard = new Map(universe.map((listing) => [listing.cardKey, listing.printing.name]));
    expect(new Set(namesByCard.values()).size).toBe(namesByCard.size);
  });

  it('gives siblings one name and rarity and two variants', () => {
    const pairs = universe.flatMap((a) => universe.filter((b) => b.cardKey === a.cardKey && b !== a).map((b) => [a.printing, b.printing] as const));
    expect(pairs.length).toBeGreaterThanOrEqual(80);
    for (const [a, b] of pairs) {
      expect([b.name, b.rarity]).toEqual([a.name, a.rarity]);
      expect(b.variant).not.toBe(a.variant);
    }
  });

  it('begins a larger market with the smaller one', () => {
    expect(simulatedUniverse(1, 50, FIRST_DAY)).toEqual(universe.slice(0, 50));
  });

  it('has eight sets out on the first day and three released in the two years after it', () => {
    const sets = simulatedSets(FIRST_DAY);
    expect(sets.filter((set) => set.releasedOn < FIRST_DAY)).toHaveLength(8);
    expect(sets.filter((set) => set.releasedOn > FIRST_DAY && set.releasedOn < '2026-01-01')).toHaveLength(3);
  });

  it('prices about half of the printings above $5, from dimes to hundreds of dollars', () => {
    const cents = universe.map((listing) => listing.baseCents);
    const aboveShare = cents.filter((price) => price >= 500).length / cents.length;
    expect(aboveShare).toBeGreaterThan(0.45);
    expect(aboveShare).toBeLessThan(0.65);
    expect(Math.min(...cents)).toBeLessThan(25);
    expect(Math.max(...cents)).toBeGreaterThan(30_000);
    expect(Math.max(...cents)).toBeLessThan(100_000);
  });

  it('tracks some cards of every category and leaves most untracked', () => {
    const counts = new Map(['grail', 'chase', 'meta', 'personal', null].map((category) => [category, printings.filter((printing) => printing.category === category).length]));
    for (const category of ['grail', 'chase', 'meta', 'personal']) expect(counts.get(category)).toBeGreaterThanOrEqual(5);
    expect(counts.get(null)).toBeGreaterThan(240);
  });
});
