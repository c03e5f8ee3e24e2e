import { describe, expect, it } from 'vitest';
import { ClientMeters } from './client-meters.js';
import { limitsOf } from './domain/client-limits.js';
import { LocalLimits } from './local-limits.js';
import { RequestLimits } from './request-limits.js';

const START_MS = 1_751_371_200_000;
const LIMITS = limitsOf({ requestsPerMinute: 3, requestsPerDay: 5 });

function limitsAt(room?: { keys: number; addresses: number }) {
  const time = { nowMs: START_MS };
  const limits = new LocalLimits({ now: () => new Date(time.nowMs) }, room);
  return { time, limits, hit: (client: number | string, cost = 1) => limits.charge(client, LIMITS, cost).isAdmitted };
}

describe('limits of this process', () => {
  it('let 3 of 3 requests in and refuse the fourth until a third of the minute is over', () => {
    const { hit, time } = limitsAt();
    expect([hit(1), hit(1), hit(1), hit(1)]).toEqual([true, true, true, false]);
    time.nowMs += 19_999;
    expect(hit(1)).toBe(false);
    time.nowMs += 1;
    expect([hit(1), hit(1)]).toEqual([true, false]);
  });

  it('let a client that never stops retrying in as often as one that waits', () => {
    const { hit, time } = limitsAt();
    let admitted = 0;
    for (const end = START_MS + 40_000; time.nowMs <= end; time.nowMs += 500) if (hit('eager')) admitted++;
    expect(admitted).toBe(5);
  });

  it('refuse by the day what the minute would let in, and the other way round', () => {
    const { hit, time, limits } = limitsAt();
    for (let i = 0; i < 3; i++) hit(1);
    time.nowMs += 60_000;
    expect([hit(1), hit(1), hit(1)]).toEqual([true, true, false]);
    expect(limits.refusal(1, LIMITS, 1)?.minuteDebtUs).toBe(40_000_000);
    time.nowMs += 86_400_000 / 5;
    expect([hit(1), hit(1)]).toEqual([true, false]);
  });

  it('charge a batch to both limits or to none', () => {
    const { hit, limits, time } = limitsAt();
    expect([hit(1, 2), hit(1, 2), hit(1, 1), hit(1, 1)]).toEqual([true, false, true, false]);
    time.nowMs += 60_000;
    expect([hit(1, 3), hit(1, 2)]).toEqual([false, true]);
    expect(limits.refusal(1, LIMITS, 1)).toBeDefined();
  });

  it('tell a refusal beforehand without charging anything', () => {
    const { hit, limits } = limitsAt();
    hit(1, 2);
    for (let i = 0; i < 9; i++) expect(limits.refusal(1, LIMITS, 1)).toBeUndefined();
    hit(1);
    expect(limits.refusal(1, LIMITS, 1)).toMatchObject({ isAdmitted: false, minuteDebtUs: 60_000_000 });
    expect(limits.refusal('nobody', LIMITS, 1)).toBeUndefined();
  });

  it('go on from what was counted elsewhere', () => {
    const { hit, limits } = limitsAt();
    limits.note(1, { isAdmitted: true, minuteDebtUs: 40_000_000, dayDebtUs: 0, atMs: START_MS });
    expect([hit(1), hit(1)]).toEqual([true, false]);
  });

  it('keep the debts of keys whatever number of addresses comes along, and never more clients than there is room for', () => {
    const { hit, limits } = limitsAt({ keys: 5, addresses: 20 });
    for (let i = 0; i < 3; i++) hit(1);
    for (let i = 0; i < 10_000; i++) hit(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    expect(limits.clientCount).toBe(21);
    expect(hit(1)).toBe(false);
  });
});

describe('the meters of many clients', () => {
  const fill = (meters: ClientMeters<string>, count: number, { name, paidOffAtUs, nowUs }: { name: string; paidOffAtUs: number; nowUs: number }) => {
    for (let i = 0; i < count; i++) Object.assign(meters.open(`${name} ${i}`, nowUs), { minutePaidOffAtUs: paidOffAtUs, dayPaidOffAtUs: 0 });
  };

  it('are dropped once they are paid off', () => {
    const meters = new ClientMeters<string>(1_000);
    fill(meters, 100, { name: 'early', paidOffAtUs: 60, nowUs: 0 });
    fill(meters, 100, { name: 'late', paidOffAtUs: 120, nowUs: 60 });
    expect(meters.size).toBe(100);
  });

  it('are dropped behind a client that owes for a long time, too', () => {
    const meters = new ClientMeters<string>(1_000);
    fill(meters, 5, { name: 'debtor', paidOffAtUs: 1_000_000, nowUs: 0 });
    for (let round = 1; round < 50; round++) fill(meters, 20, { name: `round ${round}`, paidOffAtUs: round * 60, nowUs: (round - 1) * 60 });
    expect(meters.size).toBeLessThan(60);
    expect(meters.find('debtor 0')).toBeDefined();
  });

  it('make room in a full house by forgetting who owes little', () => {
    const meters = new ClientMeters<string>(40);
    fill(meters, 10, { name: 'debtor', paidOffAtUs: 1_000_000, nowUs: 0 });
    fill(meters, 2_000, { name: 'passer-by', paidOffAtUs: 60, nowUs: 0 });
    expect(meters.size).toBe(40);
    const known = Array.from({ length: 10 }, (_, i) => meters.find(`debtor ${i}`)).filter((meter) => meter !== undefined);
    expect(known.length).toBeGreaterThanOrEqual(6);
  });
});

describe('as a storage of the throttler', () => {
  it('says of each request what it counts, and of the fourth of 3 how long to wait', async () => {
    const limits = new RequestLimits({ requestsPerMinute: 1, requestsPerDay: 1 }, { now: () => new Date(START_MS) });
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await limits.increment('a', 30_000, 3));
    expect(answers.map((each) => each.totalHits)).toEqual([1, 2, 3, 3]);
    expect(answers.at(-1)).toEqual({ totalHits: 3, timeToExpire: 30, isBlocked: true, timeToBlockExpire: 10 });
  });
});
