import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ensureBuilt } from '../../scripts/build.mjs';
import { migrate } from '../../src/cli/session.js';
import { aMarket } from '../builders/market.builder.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { Autoscaler, type AutoscalerSpec, type MetricReading } from '../support/scaling/autoscaler.js';
import { Balancer } from '../support/scaling/balancer.js';
import { countersOf, type Pod, Pods } from '../support/scaling/pods.js';

const CARD = 'base1-4|Holofoil';
const KEY = `pw_scaling0_${'s'.repeat(43)}`;
/** Seconds of the autoscaler in one of the test. */
const SPEED = 60;
const DECIDE_EVERY_MS = 250;
/** A small machine bears a fifth of the load, and no more than four pods. */
const LOAD_SHARE = 5;
const MOST_PODS = 4;
/** Kubernetes does not look at the processor of a pod that is just starting. */
const YOUNG_MS = 4_000;
const REQUEST_CORES = 0.25;
const LIMIT_BYTES = 512 * 1024 * 1024;

interface AutoscalerFile {
  spec: AutoscalerSpec & { metrics: { type: string; resource?: { name: string; target: { averageUtilization: number } }; pods?: { target: { averageValue: string } } }[] };
}

const { spec } = parse(readFileSync('k8s/base/autoscaling.yaml', 'utf8')) as AutoscalerFile;
const utilization = (name: string): number => (spec.metrics.find((metric) => metric.resource?.name === name)?.resource?.target.averageUtilization ?? NaN) / 100;
const requestsPerPod = Number(spec.metrics.find((metric) => metric.type === 'Pods')?.pods?.target.averageValue) / LOAD_SHARE;

/** Requests at a rate that changes, whatever becomes of them. */
class Load {
  readonly failures: string[] = [];
  answered = 0;
  rate = 0;
  private isOver = false;
  private readonly underWay = new Set<Promise<void>>();
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly url: string) {}

  async run(): Promise<void> {
    for (let owed = 0, at = performance.now(); !this.isOver; await sleep(10)) {
      const now = performance.now();
      owed += (this.rate * (now - at)) / 1_000;
      at = now;
      for (; owed >= 1; owed -= 1) {
        const asked = this.ask().finally(() => this.underWay.delete(asked));
        this.underWay.add(asked);
      }
    }
    await Promise.all(this.underWay);
    this.agent.destroy();
  }

  end(): void {
    this.isOver = true;
  }

  private ask(): Promise<void> {
    return new Promise((resolve) => {
      const failed = (why: string): void => void this.failures.push(why);
      const asked = request(`${this.url}/v1/cards/${encodeURIComponent(CARD)}/prediction`, { agent: this.agent, headers: { 'x-api-key': KEY } }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('close', resolve);
        answer.on('end', () => (answer.statusCode === 200 ? (this.answered += 1) : failed(`${answer.statusCode} ${Buffer.concat(parts).toString().slice(0, 200)}`)));
      });
      asked.on('error', (error) => {
        failed(error.message);
        resolve();
      });
      asked.end();
    });
  }
}

describe('the API behind a load balancer', () => {
  let database: TestDatabase;
  let folder: string;
  let balancer: Balancer;
  let pods: Pods;

  beforeAll(async () => {
    ensureBuilt();
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
    await migrate(database.url);
    const market = await aMarket(database.url);
    const gameId = await market.game();
    const printingId = await market.printing({ gameId, cardId: CARD });
    const modelVersionId = await market.model({ gameId });
    await market.promotion({ gameId, modelVersionId });
    await market.signal({ printingId, gameId, day: '2025-06-30', modelVersionId, signal: 'HOLD' });
    await market.close();
    balancer = await Balancer.start();
    pods = new Pods(balancer, {
      DATABASE_URL: database.url, DATA_DIR: folder, ADMIN_API_KEY: KEY, RATE_LIMIT_PER_MINUTE: '10000000', SIMULATED_MARKET: 'off', DRAIN_DELAY_SECONDS: '2', HTTP_MAX_EVENT_LOOP_DELAY_MS: '0', DATABASE_POOL_SIZE: '3', LOG_LEVEL: 'error',
    });
  }, 180_000);

  afterAll(async () => {
    pods?.kill();
    await pods?.ended();
    balancer?.close();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const ready = async (count: number): Promise<void> => {
    for (const deadline = Date.now() + 60_000; balancer.readyCount !== count; await sleep(50)) {
      if (Date.now() > deadline) throw new Error(`${balancer.readyCount} pods are ready, not ${count}: ${pods.complaints.join()}`);
    }
  };

  /** What the pods' own metrics say, of the targets of the autoscaler. */
  const readings = async (before: Map<Pod, { at: number; requests: number; cpuSeconds: number }>): Promise<MetricReading[]> => {
    const [rates, cores, memory]: [number[], number[], number[]] = [[], [], []];
    for (const pod of pods.all) {
      const counters = await countersOf(pod);
      if (counters === undefined) continue;
      const now = performance.now();
      const last = before.get(pod);
      before.set(pod, { at: now, ...counters });
      memory.push(counters.memoryBytes / LIMIT_BYTES);
      if (last === undefined) continue;
      rates.push((counters.requests - last.requests) / ((now - last.at) / 1_000));
      if (now - pod.startedAt > YOUNG_MS) cores.push((counters.cpuSeconds - last.cpuSeconds) / ((now - last.at) / 1_000) / REQUEST_CORES);
    }
    const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
    return [
      { current: sum(rates) / pods.all.length, target: requestsPerPod },
      { current: cores.length === 0 ? 0 : sum(cores) / cores.length, target: utilization('cpu') },
      { current: memory.length === 0 ? 0 : sum(memory) / memory.length, target: utilization('memory') },
    ];
  };

  it('gets more pods as the load rises and fewer when it has fallen, and no request fails', async () => {
    const autoscaler = new Autoscaler({ ...spec, maxReplicas: MOST_PODS });
    await pods.scale(spec.minReplicas);
    await ready(spec.minReplicas);
    const load = new Load(balancer.url);
    const running = load.run();
    const before = new Map<Pod, { at: number; requests: number; cpuSeconds: number }>();
    const seen: number[] = [];
    const begunAt = performance.now();
    const follow = async (rate: number, seconds: number, until = (): boolean => false): Promise<void> => {
      load.rate = rate;
      for (const end = performance.now() + seconds * 1_000; performance.now() < end && !until(); await sleep(DECIDE_EVERY_MS)) {
        const wanted = autoscaler.decide(pods.all.length, await readings(before), ((performance.now() - begunAt) / 1_000) * SPEED);
        await pods.scale(wanted);
        seen.push(balancer.readyCount);
      }
    };
    await follow(1.2 * requestsPerPod, 4);
    await follow(3.6 * requestsPerPod, 30, () => balancer.readyCount >= MOST_PODS);
    await follow(3.6 * requestsPerPod, 3);
    await follow(0.6 * requestsPerPod, 60, () => pods.all.length === spec.minReplicas && balancer.readyCount === spec.minReplicas);
    load.end();
    await running;
    expect(Math.max(...seen)).toBe(MOST_PODS);
    expect(pods.all.length).toBe(spec.minReplicas);
    expect(load.answered).toBeGreaterThan(1_000);
    expect([load.failures, pods.complaints]).toEqual([[], []]);
  }, 180_000);

  it('is replaced pod by pod while the next release has already added to the schema, and no request fails', async () => {
    await pods.scale(2);
    await ready(2);
    const load = new Load(balancer.url);
    load.rate = 100;
    const running = load.run();
    // What a release may do before it rolls out: add. The release before lives with it, also where it starts anew.
    const client = new pg.Client(database.url);
    await client.connect();
    await client.query(`ALTER TABLE signal ADD COLUMN added_by_the_next_release text; CREATE TABLE of_the_next_release (id integer);
      INSERT INTO schema_migration (timestamp, name) VALUES (1999999999999, 'OfTheNextRelease1999999999999')`);
    await client.end();
    for (const old of [...pods.all]) {
      await pods.start();
      await ready(pods.all.length);
      pods.end(old);
      await ready(2);
    }
    load.end();
    await running;
    expect(load.answered).toBeGreaterThan(200);
    expect([load.failures, pods.complaints]).toEqual([[], []]);
  }, 180_000);
});
