import { describe, expect, it } from 'vitest';
import { readConfig } from '../config/index.js';
import { environmentSchema } from '../config/schema.js';
import { MOVE_GRID } from '../shared/move-curve.js';
import { COST_PROFILES } from './domain/cost-profiles.js';
import { PolicyInForce } from './policy-in-force.js';

const policy = (environment: Record<string, string> = {}) => new PolicyInForce(readConfig(environment));
const row = { marketCents: 800, fairValueCents: 1_000, lower80Cents: 900, upper80Cents: 1_100, upProbability: 0.1, downProbability: 0.1 };

describe('the policy in force', () => {
  it('is net of costs, for a collection, unless the plain thresholds are chosen', () => {
    expect(policy().version).toMatch(/^net-/);
    expect(policy().profile.id).toBe('collection');
    expect(policy({ SIGNAL_POLICY: 'threshold' }).version).toMatch(/^threshold-/);
    expect(policy().signalOf(row, undefined)).toBe('HOLD');
    expect(policy({ SIGNAL_POLICY: 'threshold' }).signalOf(row, undefined)).toBe('BUY');
  });

  it('keeps the name of the threshold policy whatever the settings of the other', () => {
    const plain = policy({ SIGNAL_POLICY: 'threshold' }).version;
    expect(policy({ SIGNAL_POLICY: 'threshold', SIGNAL_EXIT_RATIO: '0.5' }).version).toBe(plain);
    expect(policy({ SIGNAL_POLICY: 'threshold', SIGNAL_BUY_RATIO: '0.2' }).version).not.toBe(plain);
  });

  it.each([
    ['SIGNAL_COST_PROFILE', 'ebay'],
    ['SIGNAL_MIN_UP_PROBABILITY', '0.4'],
    ['SIGNAL_MIN_DOWN_PROBABILITY', '0.4'],
    ['SIGNAL_MIN_FLIP_PROBABILITY', '0.4'],
    ['SIGNAL_MIN_DISCOUNT_RATIO', '0.2'],
    ['SIGNAL_EXIT_RATIO', '0.5'],
    ['SIGNAL_MIN_DWELL_DAYS', '3'],
    ['SIGNAL_STALE_AFTER_DAYS', '5'],
    ['OUTCOME_MOVE_RATIO', '0.2'],
  ])('is another version with another %s', (name, value) => {
    expect(policy({ [name]: value }).version).not.toBe(policy().version);
  });

  it('remembers in a replay what it said before', () => {
    const fading = { ...row, upProbability: 0.25 };
    expect(policy().signalOf(fading, undefined)).toBe('HOLD');
    expect(policy().signalOf(fading, { signal: 'BUY', heldDays: 14 })).toBe('BUY');
  });

  it('takes break-even from the curve where cards are for resale, and declines without one', () => {
    const resale = policy({ SIGNAL_COST_PROFILE: 'tcgplayer' });
    expect(resale.signalOf(row, undefined)).toBeNull();
    expect(resale.signalOf({ ...row, moveCurve: MOVE_GRID.map((move) => (move <= 1 ? 1 : 0)) }, undefined)).toBe('BUY');
  });

  it('may be configured with exactly the profiles that are written down', () => {
    expect(environmentSchema.shape.SIGNAL_COST_PROFILE.unwrap().options.toSorted()).toEqual(COST_PROFILES.map((each) => each.id).toSorted());
  });
});
