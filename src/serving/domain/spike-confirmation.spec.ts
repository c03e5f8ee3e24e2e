import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONFIRMATION_DAYS, isSpikeConfirmed, type SpikeMove, spikeOf, unconfirmedSpike } from './spike-confirmation.js';

const spike: SpikeMove = { beforeDay: 100, day: 101, logReturn: Math.log(2) };
const other = (...points: [day: number, cents: number][]) => ({ days: points.map(([day]) => day), marketCents: points.map(([, cents]) => cents) });
const HALF = Math.sqrt(2);

describe('a jump', () => {
  it('is confirmed by another source that moved the same way by half as much in log returns, and not by less', () => {
    expect(isSpikeConfirmed(spike, [other([100, 1_000_000], [101, Math.ceil(1_000_000 * HALF)])], 101)).toBe(true);
    expect(isSpikeConfirmed(spike, [other([100, 1_000_000], [101, Math.floor(1_000_000 * HALF) - 1])], 101)).toBe(false);
  });

  it('is not confirmed by a move the other way, by a price that stood still, or by nobody', () => {
    expect(isSpikeConfirmed(spike, [other([100, 1_000], [101, 300])], 101)).toBe(false);
    expect(isSpikeConfirmed(spike, [other([100, 1_000], [101, 1_000])], 101)).toBe(false);
    expect(isSpikeConfirmed(spike, [], 101)).toBe(false);
    expect(isSpikeConfirmed(spike, [other()], 101)).toBe(false);
  });

  it('needs the other source to have spoken since, and within 7 days of either end', () => {
    expect(isSpikeConfirmed(spike, [other([90, 500], [100, 1_000])], 101)).toBe(false);
    expect(isSpikeConfirmed(spike, [other([93, 1_000], [101, 2_000])], 101)).toBe(true);
    expect(isSpikeConfirmed(spike, [other([92, 1_000], [101, 2_000])], 101)).toBe(false);
    expect(isSpikeConfirmed(spike, [other([100, 1_000], [101, 2_000])], 108)).toBe(true);
    expect(isSpikeConfirmed(spike, [other([100, 1_000], [101, 2_000])], 109)).toBe(false);
  });

  it('looks at nothing that was said after the day', () => {
    expect(isSpikeConfirmed(spike, [other([100, 1_000], [101, 1_000], [102, 2_000])], 101)).toBe(false);
    expect(isSpikeConfirmed(spike, [other([100, 1_000], [101, 1_000], [102, 2_000])], 102)).toBe(true);
  });

  it('stays unconfirmed 7 days, and then is no jump any more', () => {
    expect(unconfirmedSpike(spike, [], 101 + CONFIRMATION_DAYS - 1)).toBe('up');
    expect(unconfirmedSpike(spike, [], 101 + CONFIRMATION_DAYS)).toBeNull();
    expect(unconfirmedSpike(spike, [], 100)).toBeNull();
    expect(unconfirmedSpike(undefined, [], 101)).toBeNull();
    expect(unconfirmedSpike({ ...spike, logReturn: -0.7 }, [], 101)).toBe('down');
  });

  it('is read from the figures of its flag, and is none where they are missing', () => {
    expect(spikeOf(101, { return_ratio: 1, robust_z: 9, days: 1 })).toEqual(spike);
    expect(spikeOf(101, { return_ratio: -1, days: 1 })).toBeUndefined();
    expect(spikeOf(101, { days: 1 })).toBeUndefined();
  });
});

const cents = fc.integer({ min: 1, max: 1_000_000 });
const returns = fc.double({ min: 0.25, max: 3, noNaN: true });

describe('confirmation, whatever the prices', () => {
  it('does not depend on the currency or unit of the other source', () => {
    fc.assert(
      fc.property(cents, cents, returns, fc.double({ min: 0.01, max: 100, noNaN: true }), (before, after, size, rate) => {
        // At the threshold itself rounding decides.
        fc.pre(Math.abs(Math.abs(Math.log(after / before)) - size / 2) > 1e-6);
        const move = { ...spike, logReturn: size };
        expect(isSpikeConfirmed(move, [other([100, before * rate], [101, after * rate])], 101)).toBe(isSpikeConfirmed(move, [other([100, before], [101, after])], 101));
      }),
    );
  });

  it('is the same seen upside down', () => {
    fc.assert(
      fc.property(cents, cents, returns, (before, after, size) => {
        const up = isSpikeConfirmed({ ...spike, logReturn: size }, [other([100, before], [101, after])], 101);
        expect(isSpikeConfirmed({ ...spike, logReturn: -size }, [other([100, after], [101, before])], 101)).toBe(up);
      }),
    );
  });

  it('is never lost by one more source, and never gained by a smaller move', () => {
    fc.assert(
      fc.property(fc.tuple(cents, cents), fc.tuple(cents, cents), returns, fc.double({ min: 0, max: 1, noNaN: true }), ([a, b], [c, d], size, share) => {
        const first = other([100, a], [101, b]);
        const confirmed = isSpikeConfirmed({ ...spike, logReturn: size }, [first], 101);
        if (confirmed) {
          expect(isSpikeConfirmed({ ...spike, logReturn: size }, [other([100, c], [101, d]), first], 101)).toBe(true);
          expect(isSpikeConfirmed({ ...spike, logReturn: size * Math.max(share, 1e-3) }, [first], 101)).toBe(true);
        }
      }),
    );
  });
});
