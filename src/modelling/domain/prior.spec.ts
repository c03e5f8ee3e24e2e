import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSeries, someFacts } from '../../../test/builders/panel.builder.js';
import type { PrintingId } from '../../shared/ids.js';
import type { PrintingFacts, Series } from '../../shared/series.js';
import type { CutoffView } from './fair-value-model.js';
import { DEFAULT_PRIOR, priorCents, priorCentsByCurrency } from './prior.js';

const DAY = 100;
interface Card { rarity: string | null; variant: string; setId: number; cents: number }

function viewOf(cards: readonly Card[], day = DAY): CutoffView {
  const facts: PrintingFacts[] = [];
  const series: Series[] = [];
  cards.forEach(({ cents, ...attributes }, i) => {
    facts.push(someFacts({ ...attributes, printingId: (i + 1) as PrintingId, cardRef: i + 1 }));
    series.push(aSeries([[day, cents]], NaN, i + 1));
  });
  return { day: DAY, facts, series };
}
const unpriced = (over: Partial<PrintingFacts>, id = 9_001) => someFacts({ rarity: 'Rare', setId: 1, variant: 'Normal', printingId: id as PrintingId, ...over });
const kinds = (rares: number, commons: number): Card[] => [
  ...Array.from({ length: rares }, () => ({ rarity: 'Rare', variant: 'Normal', setId: 1, cents: 4_000 })),
  ...Array.from({ length: commons }, () => ({ rarity: 'Common', variant: 'Normal', setId: 2, cents: 50 })),
];
const one = (cards: readonly Card[], over: Partial<PrintingFacts> = {}) => priorCents(viewOf(cards), [unpriced(over)])[0] as number;

const anyCard = fc.record({
  rarity: fc.constantFrom('Common', 'Rare', 'Secret', null), variant: fc.constantFrom('Normal', 'Holofoil'), setId: fc.integer({ min: 1, max: 3 }),
  cents: fc.integer({ min: 1, max: 10_000_000 }),
});
const anyMarket = fc.array(anyCard, { minLength: DEFAULT_PRIOR.minimumPriced, maxLength: 60 });

describe('the prior of a card without a price', () => {
  it('is near what cards of its rarity and variant cost', () => {
    expect(one(kinds(20, 20))).toBeGreaterThan(2_000);
    expect(one(kinds(20, 20), { rarity: 'Common', setId: 2 })).toBeLessThan(100);
  });

  it('needs one of the two: cards of its rarity and variant, or of its set and rarity', () => {
    expect(one(kinds(20, 20), { setId: 7 })).toBeGreaterThan(2_000);
    expect(one(kinds(20, 20), { variant: 'Holofoil' })).toBeGreaterThan(2_000);
    expect(one(kinds(20, 20), { rarity: 'Common', setId: 7 })).toBeLessThan(100);
    expect(one(kinds(20, 20), { setId: 7, variant: 'Holofoil' })).toBeNaN();
  });

  it('is not known from fewer cards like it than half of the value would come from', () => {
    expect(one(kinds(DEFAULT_PRIOR.minimumAlike - 1, 40))).toBeNaN();
    expect(one(kinds(DEFAULT_PRIOR.minimumAlike, 40))).toBeGreaterThan(50);
  });

  it('is not known in a market of fewer than thirty priced cards', () => {
    expect(one(kinds(15, 14))).toBeNaN();
    expect(one(kinds(15, 15))).not.toBeNaN();
  });

  it('is not known where no rarity is said, as of a sealed box, however many such there are', () => {
    const boxes = Array.from({ length: 20 }, () => ({ rarity: null, variant: 'Normal', setId: 1, cents: 12_000 }));
    expect(one([...kinds(20, 20), ...boxes], { rarity: null, productType: 'Sealed' })).toBeNaN();
  });

  it('rests on fresh prices only', () => {
    const view = viewOf(kinds(20, 20), DAY - 14);
    expect(priorCents(view, [unpriced({})])[0]).toBeNaN();
    expect(priorCents({ ...view, day: DAY - 1 }, [unpriced({})])[0]).not.toBeNaN();
  });

  it('is never outside the prices it was learned from, and never of a card unlike all others', () => {
    fc.assert(fc.property(anyMarket, anyCard, (cards, asked) => {
      const cents = one(cards, { rarity: asked.rarity, variant: asked.variant, setId: asked.setId });
      const alike = Math.max(
        cards.filter((each) => each.rarity === asked.rarity && each.variant === asked.variant).length,
        cards.filter((each) => each.rarity === asked.rarity && each.setId === asked.setId).length,
      );
      expect(Number.isNaN(cents)).toBe(asked.rarity === null || alike < DEFAULT_PRIOR.minimumAlike);
      if (Number.isNaN(cents)) return;
      const prices = cards.map((each) => each.cents);
      expect(cents).toBeGreaterThanOrEqual(Math.min(...prices) * (1 - 1e-9));
      expect(cents).toBeLessThanOrEqual(Math.max(...prices) * (1 + 1e-9));
    }));
  });

  it('does not depend on the other cards without a price', () => {
    fc.assert(fc.property(anyMarket, fc.array(anyCard, { maxLength: 5 }), (cards, others) => {
      const view = viewOf(cards);
      const alone = priorCents(view, [unpriced({ collectorNumber: 3 })]);
      const among = priorCents(view, [unpriced({ collectorNumber: 3 }), ...others.map(({ cents: number, ...each }, i) => unpriced({ ...each, collectorNumber: number }, 9_100 + i))]);
      expect(among[0]).toEqual(alone[0]);
    }));
  });

  it('scales with the prices: twice as dear a market makes it twice as dear', () => {
    fc.assert(fc.property(anyMarket, (cards) => {
      const cents = one(cards);
      fc.pre(!Number.isNaN(cents));
      expect(one(cards.map((each) => ({ ...each, cents: 2 * each.cents }))) / cents).toBeCloseTo(2, 6);
    }));
  });
});

describe('priors of a game with several currencies', () => {
  it('rest on prices in the currency of the card alone, whatever the others are', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000 }), (yen) => {
      const cards = [...kinds(20, 20), ...kinds(10, 0).map((each) => ({ ...each, cents: yen }))];
      const view = viewOf(cards);
      const currencyOf = new Map([...view.facts.map((each, i) => [each.printingId as number, i < 40 ? 'USD' : 'JPY'] as const), [9_001, 'USD'], [9_002, 'JPY']]);
      const asked = [unpriced({}), unpriced({}, 9_002), unpriced({}, 9_003)];
      const [usd, jpy, unknown] = priorCentsByCurrency(view, asked, currencyOf);
      expect(usd).toBe(one(kinds(20, 20)));
      expect([jpy, unknown]).toEqual([NaN, NaN]);
    }));
  });
});
