import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WIDE_FEATURE_SET } from '../../features/domain/compute-wide-rows.js';
import { familyOf } from './feature-families.js';
import { driversOf, pastRecord, qualityFlags, whatWouldChange } from './signal-explanation.js';

const { names, descriptions } = WIDE_FEATURE_SET;
const row = (told: Record<string, number>) => Float64Array.from(names, (name) => told[name] ?? 0);

describe('feature families', () => {
  it('have a place for every feature of the wide set', () => {
    expect(names.filter((name) => familyOf(name) === undefined)).toEqual([]);
  });

  it.each([
    ['log_mid_to_market', 'asking_prices'], ['set_median_mid_gap', 'group_moves'], ['log_return_over_set_28d', 'group_moves'], ['game_rise_10_share', 'game_moves'],
    ['changed_share_13w', 'own_steadiness'], ['set_age_days', 'age'], ['log_price_over_hedonic', 'price_level'], ['log_return_28d', 'own_returns'],
  ])('put %s with %s', (name, family) => {
    expect(familyOf(name)).toBe(family);
  });
});

describe('drivers', () => {
  it('add up to all contributions, whatever these are', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: names.length, maxLength: names.length }), (contributions) => {
        const told = driversOf({ names, descriptions, values: row({}), contributions }).reduce((sum, driver) => sum + driver.contribution, 0);
        expect(told).toBeCloseTo(contributions.reduce((sum, value) => sum + value, 0), 9);
      }),
    );
  });

  it('tell the largest first, in the words of its main feature', () => {
    const values = row({ log_mid_to_market: Math.log(1.14), set_mean_return_28d: Math.log(0.97) });
    const contributions = row({ log_mid_to_market: 0.8, mid_gap_deviation_4w: -0.1, set_mean_return_28d: -0.3 });
    const [first, second] = driversOf({ names, descriptions, values, contributions });
    expect(first).toMatchObject({ family: 'asking_prices', contribution: expect.closeTo(0.7, 9), sentence: 'Half of the sellers ask at least 14 % more than the market price.' });
    expect(second).toMatchObject({ family: 'group_moves', sentence: 'The set fell 3 % over 28 days.' });
  });

  it('say what is not known rather than a number', () => {
    const values = row({ log_mid_to_market: NaN });
    expect(driversOf({ names, descriptions, values, contributions: row({ log_mid_to_market: 1 }) })[0]?.sentence).toMatch(/^Not known for this card/);
  });
});

describe('the record of like calls', () => {
  const bins = [{ count: 900, meanProbability: 0.12, observedShare: 0.1 }, { count: 1_240, meanProbability: 0.4, observedShare: 0.39 }];

  it('is that of the bin nearest to the probability', () => {
    expect(pastRecord(bins, 0.16, 0.37)?.sentence).toBe('Of 1240 past calls with a probability of about 40 %, 39 % came true; 16 % of all cards moved as much.');
  });

  it('is not made up where nothing was judged', () => {
    expect(pastRecord([], 0.16, 0.4)).toBeUndefined();
    expect(pastRecord(bins, null, 0.4)).toBeUndefined();
    expect(pastRecord(bins, 0.16, NaN)).toBeUndefined();
  });
});

describe('what would change it', () => {
  const trials = [{ value: 0.02, probability: 0.18 }, { value: 0.06, probability: 0.28 }, { value: 0.2, probability: 0.5 }];

  it('is the nearest value that brings the probability across the threshold', () => {
    expect(whatWouldChange({ value: 0.13, probability: 0.41 }, trials, 0.3)).toEqual({ value: 0.06, probability: 0.28 });
    expect(whatWouldChange({ value: 0.05, probability: 0.25 }, trials, 0.3)).toEqual({ value: 0.2, probability: 0.5 });
  });

  it('is nothing where no value does', () => {
    expect(whatWouldChange({ value: 0.13, probability: 0.41 }, trials, 0.1)).toBeUndefined();
  });
});

describe('quality flags', () => {
  const fine = { ageDays: 1, changedShare: 0.8, hasListings: true, historyDays: 400, setAgeDays: 900 };

  it('are none for a fresh, traded, listed card with history', () => {
    expect(qualityFlags(fine)).toEqual([]);
  });

  it.each([
    ['stale', { ageDays: 5 }], ['thin', { changedShare: 0.1 }], ['no_listings', { hasListings: false }], ['short_history', { historyDays: 30 }], ['new_set', { setAgeDays: 20 }],
  ])('say %s', (flag, change) => {
    expect(qualityFlags({ ...fine, ...change }).map((one) => one.flag)).toEqual([flag]);
  });
});
