import { describe, expect, it } from 'vitest';
import { tradeCostsFor } from './trade-costs.js';

describe('the costs of a backtest', () => {
  it.each([
    ['USD', 'tcgplayer', -0.2625],
    ['EUR', 'cardmarket', -0.15],
  ])('of cards in %s are those of %s: $10 sold for $10 is a net return of %f', (currency, profile, netReturn) => {
    const costs = tradeCostsFor(currency);
    expect(costs.profile).toBe(profile);
    expect(costs.netReturnOf(1_000, 1_000)).toBeCloseTo(netReturn, 12);
  });

  it.each(['JPY', undefined])('are not known in %s', (currency) => {
    const costs = tradeCostsFor(currency);
    expect(costs.profile).toBe('none');
    expect(costs.netReturnOf(1_000, 1_000)).toBeNaN();
  });
});
