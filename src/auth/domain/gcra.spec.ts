import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargedDebtUs, debtUs, type Rate, rateOf, REFUSED, remainingRequests, secondsUntilAdmitted, secondsUntilFull } from './gcra.js';

const START_US = 1_751_371_200_000_000;

/** One client that asks at given instants. */
function clientOf(rate: Rate) {
  let paidOffAtUs = 0;
  const debtAt = (nowUs: number) => debtUs(rate, paidOffAtUs, nowUs);
  const ask = (nowUs: number, cost = 1): boolean => {
    const charged = chargedDebtUs(rate, debtAt(nowUs), cost);
    if (charged !== REFUSED) paidOffAtUs = nowUs + charged;
    return charged !== REFUSED;
  };
  return { ask, debtAt };
}

const rates = fc.record({ limit: fc.integer({ min: 1, max: 200 }), windowSeconds: fc.constantFrom(1, 60, 86_400) }).map((each) => rateOf(each.limit, each.windowSeconds));
const asked = fc.array(fc.record({ gapUs: fc.integer({ min: 0, max: 90_000_000 }), cost: fc.integer({ min: 1, max: 20 }) }), { minLength: 1, maxLength: 300 });

describe('a rate', () => {
  it.each([1, 3, 7, 100, 999_999, 1_000_000, 60_000_000])('of %i a minute lets exactly so many in at once', (limit) => {
    const { ask } = clientOf(rateOf(limit, 60));
    expect(ask(START_US, limit)).toBe(true);
    expect(ask(START_US)).toBe(false);
  });

  it('of 3 a minute lets the fourth in 20 seconds after the first three, and not a microsecond before', () => {
    const { ask } = clientOf(rateOf(3, 60));
    expect([ask(START_US), ask(START_US), ask(START_US)]).toEqual([true, true, true]);
    expect(ask(START_US + 19_999_999)).toBe(false);
    expect(ask(START_US + 20_000_000)).toBe(true);
    expect(ask(START_US + 20_000_000)).toBe(false);
  });

  it('never lets more in at one instant than its limit', () => {
    fc.assert(
      fc.property(rates, asked, (rate, requests) => {
        const { ask } = clientOf(rate);
        let nowUs = START_US;
        for (const { gapUs, cost } of requests) {
          nowUs += gapUs;
          ask(nowUs, cost);
          let atOnce = 0;
          while (ask(nowUs)) atOnce++;
          expect(atOnce).toBeLessThanOrEqual(rate.limit);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('never lets more in over a window than its limit and its burst together', () => {
    fc.assert(
      fc.property(rates, asked, (rate, requests) => {
        const { ask } = clientOf(rate);
        const admitted: { atUs: number; cost: number }[] = [];
        let nowUs = START_US;
        for (const { gapUs, cost } of requests) {
          nowUs += gapUs;
          if (ask(nowUs, cost)) admitted.push({ atUs: nowUs, cost });
        }
        for (const { atUs } of admitted) {
          const within = admitted.filter((each) => each.atUs >= atUs && each.atUs < atUs + rate.windowSeconds * 1_000_000);
          expect(within.reduce((sum, each) => sum + each.cost, 0)).toBeLessThanOrEqual(2 * rate.limit);
        }
      }),
    );
  });

  it('keeps nothing of what it refuses: the next is let in or not as if it had never been asked', () => {
    fc.assert(
      fc.property(rates, asked, (rate, requests) => {
        const [plain, pestered] = [clientOf(rate), clientOf(rate)];
        let nowUs = START_US;
        for (const { gapUs, cost } of requests) {
          nowUs += gapUs;
          const isRefused = !pestered.ask(nowUs, rate.limit + cost);
          expect([isRefused, pestered.ask(nowUs, cost), pestered.debtAt(nowUs)]).toEqual([true, plain.ask(nowUs, cost), plain.debtAt(nowUs)]);
        }
      }),
    );
  });

  it('counts a request of cost n as n requests, all of them or none', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 50 }), (rate, before, cost) => {
        const [once, singly] = [clientOf(rate), clientOf(rate)];
        for (let i = 0; i < before; i++) [once, singly].forEach((client) => client.ask(START_US));
        const free = remainingRequests(rate, once.debtAt(START_US));
        expect(once.ask(START_US, cost)).toBe(free >= cost);
        if (free < cost) return;
        for (let i = 0; i < cost; i++) singly.ask(START_US);
        expect(once.debtAt(START_US)).toBe(singly.debtAt(START_US));
      }),
    );
  });

  it('tells a refused client how long to wait, which is enough, and at most a second too long', () => {
    fc.assert(
      fc.property(rates, asked, (rate, requests) => {
        const { ask, debtAt } = clientOf(rate);
        let nowUs = START_US;
        for (const { gapUs, cost } of requests.filter((each) => each.cost <= rate.limit)) {
          nowUs += gapUs;
          const seconds = secondsUntilAdmitted(rate, debtAt(nowUs), cost);
          expect(seconds > 0).toBe(!ask(nowUs, cost));
          if (seconds === 0) continue;
          nowUs += (seconds - 1) * 1_000_000;
          if (seconds > 1) expect(ask(nowUs, cost)).toBe(false);
          nowUs += 1_000_000;
          expect(ask(nowUs, cost)).toBe(true);
        }
      }),
    );
  });

  it('says what is left and when all of it is there again', () => {
    const rate = rateOf(3, 60);
    const { ask, debtAt } = clientOf(rate);
    const said = (nowUs: number) => [remainingRequests(rate, debtAt(nowUs)), secondsUntilFull(rate, debtAt(nowUs))];
    expect(said(START_US)).toEqual([3, 0]);
    ask(START_US, 2);
    expect(said(START_US)).toEqual([1, 40]);
    expect(said(START_US + 20_500_000)).toEqual([2, 20]);
    expect(said(START_US + 40_000_000)).toEqual([3, 0]);
    const uneven = rateOf(7, 60);
    expect(secondsUntilFull(uneven, uneven.toleranceUs)).toBe(60);
  });

  it('locks nobody out for longer than its window, whatever the clock did', () => {
    const rate = rateOf(10, 60);
    expect(debtUs(rate, START_US + 1e12, START_US)).toBe(rate.toleranceUs);
    expect(secondsUntilAdmitted(rate, debtUs(rate, START_US + 1e12, START_US), 1)).toBe(6);
  });
});
