import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WIDE_NAMES } from '../../../test/builders/feature-source.builder.js';
import { sentenceOf } from './feature-sentences.js';
import { explainScore, whatWouldChange } from './signal-explanation.js';

const size = fc.double({ min: -3, max: 3, noNaN: true });
const NAMES = [...WIDE_NAMES, 'weather'];

describe('explainScore', () => {
  it('loses nothing: bias and families add up to the raw score', () => {
    fc.assert(
      fc.property(fc.array(size, { minLength: NAMES.length, maxLength: NAMES.length }), size, (contributions, bias) => {
        const { families, bias: told } = explainScore({ names: NAMES, contributions, bias, values: contributions });
        const raw = contributions.reduce((sum, one) => sum + one, bias);
        expect(families.reduce((sum, one) => sum + one.contribution, told)).toBeCloseTo(raw, 8);
        expect(families).toHaveLength(6);
        expect(families[5]?.family).toBe('other');
        const sizes = families.slice(0, 5).map((one) => Math.abs(one.contribution));
        expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
        expect(families.reduce((sum, one) => sum + one.shareRatio, 0)).toBeCloseTo(1, 8);
      }),
      { numRuns: 50 },
    );
  });

  it('tells of each family the feature that says most in its direction', () => {
    const { families } = explainScore({
      names: ['log_mid_to_market', 'log_low_to_market', 'set_mean_return_28d', 'log_listings'],
      contributions: [0.5, -0.1, -0.2, 0.1],
      bias: -2,
      values: [0.13, NaN, -0.03, 1],
    });
    expect(families).toEqual([
      expect.objectContaining({ family: 'asking_prices', contribution: 0.5, sentence: 'Half of the sellers ask at least 14 % more than the market price.' }),
      expect.objectContaining({ family: 'group_moves', contribution: -0.2, mainFeature: { name: 'set_mean_return_28d', value: -0.03, contribution: -0.2 }, sentence: 'Its set fell 3 % in 28 days.' }),
    ]);
  });

  it('says what is usual for the card where that is known', () => {
    const names = ['log_mid_to_market', 'mid_gap_mean_26w'];
    const sentence = (values: number[]) => explainScore({ names, contributions: [0.5, 0], bias: 0, values }).families[0]?.sentence;
    expect(sentence([0.13, 0.058])).toBe('Half of the sellers ask at least 14 % more than the market price. Over half a year it was 6 % above on average.');
    expect(sentence([0.13, -0.03])).toBe('Half of the sellers ask at least 14 % more than the market price. Over half a year it was 3 % below on average.');
    expect(sentence([0.13, NaN])).toBe('Half of the sellers ask at least 14 % more than the market price.');
  });

  it('says that a value is missing', () => {
    const parts = { names: ['log_low_to_mid'], contributions: [0.1], bias: 0, values: [NaN], descriptions: { log_low_to_mid: 'lowest over median listing' } };
    expect(explainScore(parts).families[0]).toMatchObject({ mainFeature: { value: null }, sentence: 'Not known: lowest over median listing.' });
  });
});

describe('sentenceOf', () => {
  it.each([
    ['log_mid_to_market', 0, 'Half of the sellers ask about the market price.'],
    ['log_low_to_market', -0.1, 'The cheapest offer is 10 % below the market price.'],
    ['mid_to_market_28d_ago', 0.2, 'The median asking price is 22 % above the market price of 28 days ago.'],
    ['largest_step_13w', 0.3, 'Its largest weekly rise in 13 weeks was 35 %.'],
    ['smallest_step_13w', 0, 'It had no weekly fall in 13 weeks.'],
    ['smallest_step_13w', -0.2, 'Its largest weekly fall in 13 weeks was 18 %.'],
    ['changed_share_13w', 0.46, 'Its price changed in 46 % of the last 13 weeks.'],
    ['log_return_28d', 0.1, 'Its price rose 11 % in 28 days.'],
    ['log_return_91d', 0, 'Its price did not move in 91 days.'],
    ['set_rise_10_share', 0.12, '12 % of its set rose at least 10 % in 28 days.'],
    ['set_age_days', -12, 'Its set comes out in 12 days.'],
    ['log_price_over_hedonic', -0.5, 'Its price is 39 % below what its set, rarity, variant and character lead one to expect.'],
    ['log_price_cents', Math.log(1_250), 'Its price is 12.50.'],
  ])('%s at %d', (name, value, sentence) => {
    expect(sentenceOf(name, value)).toBe(sentence);
  });

  it('falls back to the description', () => {
    expect(sentenceOf('acceleration_28d', 0.12345, 'change of the return')).toBe('change of the return: 0.123');
  });

  it('has a sentence for any value of any feature', () => {
    fc.assert(fc.property(fc.constantFrom(...NAMES), size, (name, value) => {
      expect(sentenceOf(name, value)).not.toMatch(/NaN|undefined|Infinity|-0 /);
    }));
  });
});

describe('whatWouldChange', () => {
  const about = { value: 0.1, predict: (value: number) => value, threshold: 0.5, candidates: [0.9, 0.6, NaN, 0.2] };

  it('takes the nearest value across the threshold', () => {
    expect(whatWouldChange(about)).toEqual({ value: 0.6, probability: 0.6 });
    expect(whatWouldChange({ ...about, value: 0.7 })).toEqual({ value: 0.2, probability: 0.2 });
  });

  it('says nothing where none does, or the value is not known', () => {
    expect(whatWouldChange({ ...about, threshold: 0.95 })).toBeNull();
    expect(whatWouldChange({ ...about, value: NaN })).toBeNull();
  });
});
