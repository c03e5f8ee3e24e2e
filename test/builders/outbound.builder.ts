import type { OutboundMetrics } from '../../src/metrics/index.js';
import { HttpOutboundClient, type OutboundMemory, type OutboundOptions } from '../../src/outbound/index.js';
import type { Random } from '../../src/shared/random.js';
import { handClock, type HandClock } from './http-app.builder.js';

/** Counts credits in this process alone. */
export function memoryOfOneTest(): OutboundMemory {
  const spent = new Map<string, number>();
  return {
    creditsSpent: async (service, day) => spent.get(`${service} ${day}`) ?? 0,
    spendCredits: async (service, day, credits, creditsPerDay = Infinity) => {
      const total = Math.max(0, (spent.get(`${service} ${day}`) ?? 0) + credits);
      if (total > creditsPerDay) return undefined;
      spent.set(`${service} ${day}`, total);
      return total;
    },
  };
}

export interface TestClient {
  readonly client: HttpOutboundClient;
  readonly clock: HandClock;
  /** What it has slept, in ms. No time goes by: sleeping sets the clock forward. */
  readonly slept: number[];
}

/** A client of generous limits that never really waits. */
export function aTestClient(
  options: Partial<OutboundOptions> = {},
  surroundings: { clock?: HandClock; memory?: OutboundMemory; metrics?: OutboundMetrics; random?: Random } = {},
): TestClient {
  const clock = surroundings.clock ?? handClock('2026-11-25T12:00:00Z');
  const slept: number[] = [];
  const client = new HttpOutboundClient(
    { service: 'fake', limits: { requestsPerMinute: 60_000, burst: 1_000, concurrency: 8 }, ...options },
    {
      clock,
      sleep: async (ms) => {
        slept.push(ms);
        clock.advance(ms);
      },
      random: surroundings.random ?? (() => 0.5),
      memory: surroundings.memory ?? memoryOfOneTest(),
      metrics: surroundings.metrics,
    },
  );
  return { client, clock, slept };
}
