import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { experimentSeeds } from '../../test/builders/experiment.builder.js';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { addDays, type Day } from '../shared/day.js';
import { BadData, NotFound } from '../shared/errors.js';
import { silentProgress } from '../shared/progress.js';
import { ExperimentRepository } from './experiment.repository.js';
import { ExperimentStage } from './experiment.stage.js';
import { type Experiment, Experiments } from './experiments.js';
import { ModelRegistry } from './model-registry.js';
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
const repository = () => http.app.get(ExperimentRepository);
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

describe('beginning an experiment', () => {
  it('starts in shadow, with its rule fixed and a line in the log', async () => {
    const experiment = await begin({ significance: 0.01, mostDays: 100 });
    expect(experiment).toMatchObject({ phase: 'shadow', horizonDays: 7, startedOn: START, servingFrom: null, rule: { significance: 0.01, mostDays: 100, leastBlocks: 8 } });
    expect(await experiments().events(experiment.id)).toMatchObject([{ kind: 'started', day: START, actor: 'test', reason: 'because' }]);
  });

  it('begins today where nothing is said', async () => {
    expect(await begin({ startedOn: undefined })).toMatchObject({ startedOn: '2025-07-01' });
  });

  it('refuses versions that cannot be compared', async () => {
    await expect(begin({ modelVersionB: a })).rejects.toThrow(BadData);
    await expect(begin({ modelVersionB: 999_999 })).rejects.toThrow(NotFound);
    await expect(begin({ modelVersionB: await aVersion({ horizonDays: 28 }) })).rejects.toThrow(/28 days ahead and model_a 7/);
    await expect(begin({ modelVersionB: await aVersion({ trainedThrough: '2025-07-02' }) })).rejects.toThrow(/trained through 2025-07-02/);
    const elsewhere = { gameId: await market.game({ slug: `elsewhere-${games}` }) };
    await expect(begin(elsewhere)).rejects.toThrow(NotFound);
  });

  it('refuses to bet on days whose outcome is known', async () => {
    for (const version of [a, b]) await outcomes(version, { logError: 0.05, days: 3 });
    await expect(begin()).rejects.toThrow(/on 3 days since is known already/);
    await expect(begin({ startedOn: daysLater(3) })).resolves.toMatchObject({ phase: 'shadow' });
  });

  it('lets one experiment of a game run, and a name be used once', async () => {
    const first = await begin();
    await expect(begin({ name: 'other' })).rejects.toThrow(/running/);
    await experiments().stop(first.id, BY);
    await expect(begin()).rejects.toThrow(/"trees"/);
    await expect(begin({ name: 'other' })).resolves.toMatchObject({ name: 'other' });
  });
});

describe('the daily look', () => {
  it('has nothing to do without an experiment, or before it begins', async () => {
    expect(await stage(START)).toMatchObject({ written: 0, skipped: expect.stringContaining('no experiment') });
    await begin();
    expect(await stage('2025-06-30')).toMatchObject({ written: 0, skipped: expect.stringContaining(START) });
  });

  it('is written once a day, with what had matured by then, and not for a day behind it', async () => {
    const { id } = await anExperiment({ a: 0.05, b: 0.045 });
    expect(await stage(daysLater(8))).toMatchObject({ written: 1, counts: { blocks: 0 } });
    expect(await stage(daysLater(9))).toMatchObject({ written: 1, counts: { blocks: 1 } });
    expect(await stage(daysLater(9))).toMatchObject({ written: 0, counts: { blocks: 1 } });
    expect(await stage(daysLater(8))).toMatchObject({ written: 0, skipped: expect.stringContaining('later day') });
    const looks = (await experiments().events(id)).filter((event) => event.kind === 'look');
    expect(looks.map((event) => [event.day, event.evidence?.blocks.length])).toEqual([[daysLater(8), 0], [daysLater(9), 1]]);
    expect(looks[1]?.evidence).toMatchObject({ decision: 'running', guardrails: [{ measured: 0.8, holds: null }, { measured: 1, holds: null }] });
  });

  it('measures the difference of log errors on the same card-days, each cut at mostDifference', async () => {
    await begin();
    await outcomes(a, { logError: 0.05, days: 3 });
    await outcomes(b, { logError: -0.04, days: 3 });
    await outcomes(b, { logError: 3, days: 3, firstCard: 1_000 });
    await stage(daysLater(9));
    const experiment = (await repository().unfinished(gameId)) as Experiment;
    // Errors are 5 % and 4 % times 1, 1.1, 1.2, 1.3, 1.4: a mean of 1.2.
    expect((await repository().lastLook(experiment.id))?.evidence).toMatchObject({ meanDifference: expect.closeTo(-0.012, 10), blocks: [{ pairs: 90, answerRate: 1 }] });
    const cut = await repository().dayPairs({ ...experiment, rule: { ...experiment.rule, mostDifference: 0.01 } }, { from: START, to: START });
    expect(cut[0]?.meanDifference).toBeCloseTo(-0.01, 10);
  });

  it('keeps a block as it was seen, whatever its days say later', async () => {
    const { id } = await anExperiment({ a: 0.05, b: 0.045 });
    await stage(daysLater(9));
    for (const [version, logError] of [[a, 0.05], [b, 1.6]] as const) await outcomes(version, { logError, days: 3, firstCard: 1_000 });
    await stage(daysLater(18));
    const look = (await repository().lastLook(id))?.evidence;
    expect(look?.blocks.map((block) => block.difference)).toEqual([expect.closeTo(-0.006, 4), expect.closeTo(-0.006, 4)]);
  });

  it('sees what B left unanswered, as an answer rate of 0.5', async () => {
    const { id } = await begin();
    await outcomes(a, { logError: 0.05, cards: 40 });
    await outcomes(b, { logError: 0.04, cards: 20 });
    await stage(daysLater(18));
    expect((await repository().lastLook(id))?.evidence.guardrails[1]).toMatchObject({ id: 'answer_rate', measured: 0.5, holds: false });
  });

  it('asks for both versions to be estimated from the first to the last day', async () => {
    const { id } = await begin();
    expect(await repository().running(gameId, '2025-06-30' as Day)).toEqual([]);
    expect(await repository().running(gameId, START)).toEqual([a, b]);
    await stage(daysLater(3));
    await experiments().stop(id, BY);
    expect(await repository().running(gameId, daysLater(3))).toEqual([a, b]);
    expect(await repository().running(gameId, daysLater(4))).toEqual([]);
  });

  it('refuses to change or forget what happened', async () => {
    await begin();
    await expect(market.dataSource.query('UPDATE experiment_event SET reason = $1', ['x'])).rejects.toThrow(/append-only: UPDATE refused/);
    await expect(market.dataSource.query('DELETE FROM experiment_event')).rejects.toThrow(/append-only: DELETE refused/);
  });
});

describe('the end of an experiment', () => {
  /** Looks every third day until it is over; the day it ended. */
  async function lookUntilOver(id: number, from = 9): Promise<Day | undefined> {
    for (let days = from; days <= 107; days += 3) {
      await stage(daysLater(days));
      if ((await experiments().one(id)).phase === 'stopped') return daysLater(days);
    }
    return undefined;
  }

  it('promotes B from the next day on after 8 blocks of smaller errors, and does so once', async () => {
    const { id } = await anExperiment({ a: 0.05, b: 0.045 });
    const day = await lookUntilOver(id);
    // The eighth block begins after 63 days, lasts 3 and has matured a week later.
    expect(day).toBe(daysLater(72));
    expect(await experiments().one(id)).toMatchObject({ phase: 'stopped', decision: 'b_better', stoppedOn: day, servingUntil: null, decidedEvidence: { decision: 'b_better' } });
    expect(await kinds(id)).toEqual(['started', 'stopped', 'promoted']);
    expect([await championOn(daysLater(72)), await championOn(daysLater(73))]).toEqual([a, b]);
    expect(await stage(daysLater(72))).toMatchObject({ written: 0, skipped: expect.any(String) });
  });

  it('finishes what a crash left between the look and its consequences', async () => {
    const { id } = await anExperiment({ a: 0.05, b: 0.045 });
    await stage(daysLater(71));
    await market.dataSource.query('CREATE OR REPLACE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION \'crash\'; END $$');
    await market.dataSource.query('CREATE TRIGGER crash BEFORE UPDATE ON experiment FOR EACH ROW EXECUTE FUNCTION crash()');
    await expect(stage(daysLater(72))).rejects.toThrow('crash');
    await market.dataSource.query('DROP TRIGGER crash ON experiment');
    expect(await stage(daysLater(72))).toMatchObject({ written: 3, notes: [expect.stringContaining('b_better')] });
    expect(await kinds(id)).toEqual(['started', 'stopped', 'promoted']);
    const promotions = (await market.dataSource.query('SELECT actor FROM promotion WHERE game_id = $1 ORDER BY sequence', [gameId])) as unknown[];
    expect(promotions).toEqual([{ actor: 'test' }, { actor: 'experiment' }]);
  });

  it('keeps A where B won but has not passed the gate', async () => {
    const { id } = await anExperiment({ a: 0.05, b: 0.045 }, { modelVersionB: await aVersion({ hasPassedGate: false }) });
    await lookUntilOver(id);
    expect(await kinds(id)).toEqual(['started', 'stopped', 'not_promoted']);
    expect((await experiments().events(id)).at(-1)?.reason).toContain('has not passed the gate');
    expect(await championOn(daysLater(100))).toBe(a);
  });

  it('keeps the champion where B won against a version that no longer serves', async () => {
    const { id } = await anExperiment({ a: 0.05, b: 0.045 });
    const other = await aVersion();
    await market.promotion({ gameId, modelVersionId: other, effectiveFrom: daysLater(20), sequence: 2 });
    await lookUntilOver(id);
    expect(await kinds(id)).toEqual(['started', 'stopped', 'not_promoted']);
    expect(await championOn(daysLater(100))).toBe(other);
  });

  it('keeps A where B errs more, and says so', async () => {
    const { id } = await anExperiment({ a: 0.045, b: 0.05 });
    expect(await lookUntilOver(id)).toBe(daysLater(72));
    expect(await experiments().one(id)).toMatchObject({ decision: 'a_better' });
    expect(await kinds(id)).toEqual(['started', 'stopped']);
    expect(await championOn(daysLater(100))).toBe(a);
  });

  it('does not let B win with intervals that are too narrow, nor end the shadow for it', async () => {
    const { id } = await anExperiment({ a: 0.05, b: 0.045, coveredOfFive: 2 });
    expect(await lookUntilOver(id, 72)).toBeUndefined();
  });

  it('gives up when its days are over', async () => {
    const { id } = await begin({ mostDays: 40 });
    await stage(daysLater(39));
    expect(await experiments().one(id)).toMatchObject({ phase: 'shadow' });
    await stage(daysLater(40));
    expect(await experiments().one(id)).toMatchObject({ phase: 'stopped', decision: 'futile', stoppedOn: daysLater(40) });
  });
});
