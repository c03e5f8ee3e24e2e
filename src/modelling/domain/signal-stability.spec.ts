import { describe, expect, it } from 'vitest';
import { signalStability } from './signal-stability.js';

describe('signalStability', () => {
  it('counts 2 flips in 20 card-days of two cards: flip rate 0.1, four runs of 5 days on average', () => {
    const card = [1, 1, 1, 2, 2, 2];
    const day = [0, 5, 10, 0, 5, 10];
    const signal = [1, 1, 0, -1, 0, 0];
    expect(signalStability(card, day, signal)).toEqual({ flipRate: 0.1, meanDwellDays: 5, flips: 2, cardDays: 20 });
  });

  it('does not mix cards whose rows alternate', () => {
    expect(signalStability([1, 2, 1, 2], [0, 0, 7, 7], [1, -1, 1, -1]).flips).toBe(0);
  });

  it('cannot be computed from one decision per card', () => {
    expect(signalStability([1, 2], [0, 0], [1, 0]).flipRate).toBeNaN();
  });
});
