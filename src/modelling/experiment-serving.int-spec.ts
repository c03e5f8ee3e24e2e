import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { experimentSeeds } from '../../test/builders/experiment.builder.js';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { addDays, type Day } from '../shared/day.js';
import { Conflict } from '../shared/errors.js';
import { silentProgress } from '../shared/progress.js';
import { armOf } from './domain/experiment-assignment.js';
import { ExperimentStage } from './experiment.stage.js';
import { type Experiment, Experiments } from './experiments.js';
import { ModelRegistry } from './model-registry.js';
import { FairValueReader } from './model.reader.js';
import { ModellingModule } from './modelling.module.js';

const START = '2025-07-01' as Day;
const BY = { actor: 'test', reason: 'because' };

let http: HttpApp;
let market: MarketBuilder;
let seeds: ReturnType<typeof experimentSeeds>;
let gameId: number;
let a: number;
let b: number;
let games = 0;

beforeAll(async () => {
  http = await anHttpApp({ modules: [ModellingModule], now: '2025-07-01T12:00:00Z' });
  market = await aMarket(http.database.url);
  seeds = experimentSeeds(market);
});
afterAll(async () => {
  await market?.close();
  await http?.close();
});
beforeEach(async () => {
  gameId = await market.game({ slug: `game-${++games}` });
  [a, b] = [await aVersion(), await aVersion()];
  await market.promotion({ gameId, modelVersionId: a });
});

const experiments = () => http.app.get(Experiments);
const stage = (day: string) => http.app.get(ExperimentStage).run({ gameId, day: day as Day, knownAt: new Date(), progress: silentProgress });
const championOn = async (day: string) => (await http.app.get(ModelRegistry).championOn(gameId, day as Day))?.id;
const daysLater = (days: number): Day => addDays(START, days);
const kinds = async (id: number) => (await experiments().events(id)).map((event) => event.kind).filter((kind) => kind !== 'look');

type Seed = Partial<Parameters<typeof seeds.outcomes>[0]> & { logError: number };
const aVersion = (over: object = {}) => seeds.version({ gameId, ...over });
const outcomes = (modelVersionId: number, over: Seed) => seeds.outcomes({ gameId, modelVersionId, from: START, ...over });

const begin = (over: object = {}): Promise<Experiment> =>
  experiments().create({ gameId, name: 'trees', unit: 'card', shareB: 0.5, modelVersionA: a, modelVersionB: b, startedOn: START, ...BY, ...over });

/** An experiment in shadow with 100 matured days in which B errs less (or more). */
async function anExperiment(errors: { a: number; b: number; coveredOfFive?: number }, over: object = {}): Promise<Experiment> {
  const experiment = await begin(over);
  await outcomes(experiment.modelVersionA, { logError: errors.a });
  await outcomes(experiment.modelVersionB, { logError: errors.b, ...(errors.coveredOfFive === undefined ? {} : { coveredOfFive: errors.coveredOfFive }) });
  return experiment;
}

describe('serving', () => {
  const served = async (day: Day) => (await http.app.get(FairValueReader).ofChampion(gameId, day)).rows.map((row) => [row.printingId, row.modelVersionId]);
  const isB = (card: number) => armOf('trees', String(card), 0.5) === 'b';
  const cards = Array.from({ length: 12 }, (_, i) => i + 1);

  async function fairValues(days: readonly Day[], without?: number): Promise<void> {
    for (const day of days) {
      for (const card of cards) {
        for (const modelVersionId of [a, b]) {
          if (modelVersionId === b && card === without) continue;
          await market.fairValue({ printingId: gameId * 1_000 + card, day, modelVersionId, horizonDays: 7, cents: 1_000 });
        }
      }
    }
  }

  /** In serving from the 40th day on, with two blocks of evidence. */
  async function aServingExperiment(errors: Parameters<typeof anExperiment>[0] = { a: 0.05, b: 0.05 }): Promise<Experiment> {
    const { id } = await anExperiment(errors);
    await stage(daysLater(39));
    return experiments().serve(id, { ...BY, servingFrom: daysLater(40) });
  }

  it('waits for matured days, guardrails, the gate and A as champion, and names what is missing', async () => {
    const { id } = await begin({ modelVersionB: await aVersion({ hasPassedGate: false }) });
    await expect(experiments().serve(id, { ...BY, servingFrom: daysLater(40) })).rejects.toThrow(/nobody has looked/);
    await stage(daysLater(20));
    await market.promotion({ gameId, modelVersionId: b, effectiveFrom: daysLater(1), sequence: 2 });
    const refusal = await experiments().serve(id, { ...BY, servingFrom: daysLater(40) }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Conflict);
    for (const part of [/has not passed the gate/, /is not the champion/, /0 days have matured \(required: 28\)/, /coverage_80 is not known yet/, /answer_rate is not known yet/]) {
      expect((refusal as Error).message).toMatch(part);
    }
  });

  it('waits for 28 matured days, or as many as its rule says', async () => {
    const { id } = await begin();
    for (const version of [a, b]) await outcomes(version, { logError: 0.05, days: 27 });
    await stage(daysLater(39));
    await expect(experiments().serve(id, { ...BY, servingFrom: daysLater(40) })).rejects.toThrow(/27 days have matured/);
    await market.dataSource.query(`UPDATE experiment SET rule = rule || '{"leastShadowDays": 27}' WHERE id = $1`, [id]);
    await expect(experiments().serve(id, { ...BY, servingFrom: daysLater(40) })).resolves.toMatchObject({ phase: 'serving', servingFrom: daysLater(40) });
  });

  it('refuses an experiment over clients', async () => {
    const clients = await anExperiment({ a: 0.05, b: 0.05 }, { unit: 'client', name: 'clients' });
    await stage(daysLater(39));
    await expect(experiments().serve(clients.id, BY)).rejects.toThrow(/unit is "client"; only experiments over "card" can serve/);
  });

  it('does not begin in the past, nor twice', async () => {
    const { id } = await anExperiment({ a: 0.05, b: 0.05 });
    await stage(daysLater(39));
    await expect(experiments().serve(id, { ...BY, servingFrom: daysLater(38) })).rejects.toThrow(new RegExp(`expected ${daysLater(39)} or later`));
    await experiments().serve(id, { ...BY, servingFrom: daysLater(40) });
    await expect(experiments().serve(id, { ...BY, servingFrom: daysLater(40) })).rejects.toThrow(/is serving; only one in shadow/);
  });

  it('rests the cards of arm B on B and the others on A, from the day it serves, and B may be missing', async () => {
    await aServingExperiment();
    const missing = cards.map((card) => gameId * 1_000 + card).find(isB) as number;
    await fairValues([daysLater(39), daysLater(40)], missing - gameId * 1_000);
    const printingIds = cards.map((card) => gameId * 1_000 + card);
    expect(await served(daysLater(39))).toEqual(printingIds.map((id) => [id, a]));
    expect(await served(daysLater(40))).toEqual(printingIds.map((id) => [id, isB(id) && id !== missing ? b : a]));
    expect(new Set((await served(daysLater(40))).map(([, version]) => version)).size).toBe(2);
  });

  it('gives all cards back to A after a breached guardrail, and shows an earlier day as it was', async () => {
    const { id } = await begin();
    await outcomes(a, { logError: 0.05 });
    await outcomes(b, { logError: 0.05, days: 36 });
    await outcomes(b, { logError: 0.05, days: 64, from: daysLater(36), coveredOfFive: 0 });
    await stage(daysLater(39));
    await experiments().serve(id, { ...BY, servingFrom: daysLater(40) });
    await fairValues([daysLater(44), daysLater(45), daysLater(46)]);
    await stage(daysLater(44));
    await stage(daysLater(45));
    expect(await experiments().one(id)).toMatchObject({ phase: 'stopped', decision: 'guardrail_breached', servingUntil: daysLater(45) });
    expect(await kinds(id)).toEqual(['started', 'serving', 'stopped', 'rolled_back']);
    const versionsOn = async (day: Day) => new Set((await served(day)).map(([, version]) => version));
    expect([await versionsOn(daysLater(44)), await versionsOn(daysLater(45)), await versionsOn(daysLater(46))]).toEqual([new Set([a, b]), new Set([a, b]), new Set([a])]);
    expect(await championOn(daysLater(60))).toBe(a);
  });

  it('gives all cards back to A when A errs less', async () => {
    const { id } = await aServingExperiment({ a: 0.045, b: 0.05 });
    await stage(daysLater(72));
    expect(await experiments().one(id)).toMatchObject({ decision: 'a_better' });
    expect(await kinds(id)).toEqual(['started', 'serving', 'stopped', 'rolled_back']);
  });

  it('ends when A is no longer the champion, and never assigns cards against another', async () => {
    const { id } = await aServingExperiment();
    await fairValues([daysLater(41)]);
    await market.promotion({ gameId, modelVersionId: b, effectiveFrom: daysLater(41), sequence: 2 });
    expect(new Set((await served(daysLater(41))).map(([, version]) => version))).toEqual(new Set([b]));
    await stage(daysLater(41));
    expect(await experiments().one(id)).toMatchObject({ phase: 'stopped', decision: 'superseded' });
  });

  it('stops by hand: days that were not run yet rest on A, and it cannot be stopped twice', async () => {
    const { id } = await aServingExperiment();
    http.clock.set(`${daysLater(42)}T12:00:00Z`);
    await fairValues([daysLater(41), daysLater(42), daysLater(43)]);
    await stage(daysLater(41));
    expect(await experiments().stop(id, BY)).toMatchObject({ phase: 'stopped', decision: 'stopped_by_hand', stoppedOn: daysLater(41), servingUntil: daysLater(41) });
    const counts = await Promise.all([41, 42, 43].map(async (days) => new Set((await served(daysLater(days))).map(([, version]) => version)).size));
    expect(counts).toEqual([2, 1, 1]);
    await expect(experiments().stop(id, BY)).rejects.toThrow(/stopped already/);
    http.clock.set('2025-07-01T12:00:00Z');
  });

  it('withholds the signals that either arm was shown to get wrong, while both serve', async () => {
    const record = (wrong: object) => ({ policyRecord: { flipRate: 0, buy: { calls: 0, lift: null }, sell: { calls: 0, lift: null }, ...wrong } });
    [a, b] = [await aVersion(record({ sell: { calls: 40, lift: 0.5 } })), await aVersion(record({ buy: { calls: 40, lift: 0.5 } }))];
    await market.promotion({ gameId, modelVersionId: a, sequence: 2 });
    await aServingExperiment();
    const refuted = async (day: Day) => (await http.app.get(FairValueReader).ofChampion(gameId, day)).refutedSignals;
    expect([await refuted(daysLater(39)), await refuted(daysLater(40))]).toEqual([['SELL'], ['SELL', 'BUY']]);
  });
});
