import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areInForce, deliveryFaults } from './lab-faults.js';
import { reshape } from './reshape.js';

describe('deliveryFaults', () => {
  it('fails the share it was told to, the same calls for the same seed', () => {
    const failures = (seed: number, ratio: number) => Array.from({ length: 2000 }, (_, call) => deliveryFaults({ failRatio: ratio }, seed, 'tcgcsv', call).status === 500);
    expect(failures(1, 0.2)).toEqual(failures(1, 0.2));
    expect(failures(1, 0.2)).not.toEqual(failures(2, 0.2));
    expect(failures(1, 0.2).filter(Boolean).length).toBeGreaterThan(330);
    expect(failures(1, 0.2).filter(Boolean).length).toBeLessThan(470);
    expect(failures(1, 0)).not.toContain(true);
    expect(failures(1, 1)).not.toContain(false);
  });

  it('hits all calls without a share, and only the share with one', () => {
    fc.assert(fc.property(fc.nat(), fc.nat(1000), (seed, call) => {
      expect(deliveryFaults({ status: 403 }, seed, 'tcgdex', call).status).toBe(403);
      const { status, hangs } = deliveryFaults({ hangs: true, failRatio: 0.5 }, seed, 'tcgdex', call);
      expect(status).toBeUndefined();
      expect(hangs).toBeOneOf([true, undefined]);
    }));
    const hung = Array.from({ length: 100 }, (_, call) => deliveryFaults({ hangs: true, failRatio: 0.5 }, 1, 'tcgdex', call).hangs);
    expect(new Set(hung)).toEqual(new Set([true, undefined]));
  });
});

describe('areInForce', () => {
  const call = { path: '/tcgplayer/3/90001/prices', number: 2, atMs: Date.parse('2026-11-20T10:00:00Z') };

  it('ends after the number of calls, at the instant, and on other paths', () => {
    expect(areInForce({ status: 500 }, call)).toBe(true);
    expect(areInForce({ calls: 3 }, call)).toBe(true);
    expect(areInForce({ calls: 2 }, call)).toBe(false);
    expect(areInForce({ until: '2026-11-20T10:00:01Z' }, call)).toBe(true);
    expect(areInForce({ until: '2026-11-20T10:00:00Z' }, call)).toBe(false);
    expect(areInForce({ path: '/prices' }, call)).toBe(true);
    expect(areInForce({ path: '/products' }, call)).toBe(false);
  });
});

describe('reshape', () => {
  const body = { data: [{ id: 1, inner: { market: 2 } }] };
  const plan = { list: 'data', rename: { market: 'price' } };

  it('renames fields wherever they are', () => {
    expect(reshape(body, 'renamed', plan)).toEqual({ data: [{ id: 1, inner: { price: 2 } }] });
  });

  it('makes an object of the list, and a list of a single object', () => {
    expect(reshape(body, 'object', plan)).toEqual({ data: { 0: { id: 1, inner: { market: 2 } } } });
    expect(reshape({ data: { id: 1 } }, 'object', plan)).toEqual({ data: [{ id: 1 }] });
    expect(reshape([1, 2], 'object', { rename: {} })).toEqual({ 0: 1, 1: 2 });
  });

  it('leaves it alone without the fault', () => {
    expect(reshape(body, undefined, plan)).toBe(body);
  });
});
