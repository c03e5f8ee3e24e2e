import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { dataSourceOptions } from '../database/data-source.js';
import { fixedClock } from '../shared/clock.js';
import type { Day } from '../shared/day.js';
import { Conflict } from '../shared/errors.js';
import { silentProgress } from '../shared/progress.js';
import type { JudgedCandidate } from './domain/candidate-choice.js';
import { CHALLENGER, ModelRegistry, SHADOW } from './model-registry.js';
import { ModelRepository } from './model.repository.js';
import { UnseenVersions } from './unseen-versions.js';

const BY = { actor: 'test', reason: 'because' };

describe('challenger and shadows', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let market: MarketBuilder;
  let models: ModelRepository;
  let registry: ModelRegistry;
  let unseen: UnseenVersions;
  let gameId: number;
  let ids: number[];
  let games = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(dataSourceOptions({ url: database.url, poolSize: 4, applicationName: 'test' })).initialize();
    market = await aMarket(database.url);
    models = new ModelRepository(dataSource);
    registry = new ModelRegistry(models, fixedClock('2025-07-10T12:00:00Z'));
    unseen = new UnseenVersions(models, registry);
  });
  afterAll(async () => {
    await market?.close();
    await dataSource?.destroy();
    await database?.drop();
  });
  beforeEach(async () => {
    gameId = await market.game({ slug: `game-${++games}` });
    ids = [];
    for (const name of ['drift', 'theta', 'local-level', 'moving-average']) ids.push(await market.model({ gameId, name, version: games }));
    await registry.promote({ ...BY, gameId, modelVersionId: id(0), effectiveFrom: '2025-06-01' as Day });
  });

  const id = (index: number): number => ids[index] ?? 0;
  const set = (alias: typeof CHALLENGER | typeof SHADOW, index: number, over: { isEnd?: boolean; effectiveFrom?: string } = {}) =>
    registry.setAlias({ ...BY, gameId, alias, modelVersionId: id(index), isEnd: over.isEnd ?? false, effectiveFrom: (over.effectiveFrom ?? '2025-06-10') as Day });
  const heldOn = async (day: string) => (await registry.holdersOn(gameId, day as Day)).map(({ alias, modelVersionId }) => [alias, ids.indexOf(modelVersionId)]);

  it('has one challenger and any number of shadows, from their days on', async () => {
    await set(CHALLENGER, 1);
    await set(SHADOW, 3);
    await set(SHADOW, 2, { effectiveFrom: '2025-06-20' });
    expect(await heldOn('2025-06-09')).toEqual([['champion', 0]]);
    expect(await heldOn('2025-06-10')).toEqual([['champion', 0], ['challenger', 1], ['shadow', 3]]);
    expect(await heldOn('2025-06-20')).toEqual([['champion', 0], ['challenger', 1], ['shadow', 2], ['shadow', 3]]);
  });

  it('replaces the challenger, and ends an alias with a line of the log', async () => {
    await set(CHALLENGER, 1);
    expect(await set(CHALLENGER, 2, { effectiveFrom: '2025-06-12' })).toMatchObject({ sequence: 2, previousModelVersionId: id(1) });
    await set(CHALLENGER, 2, { effectiveFrom: '2025-06-15', isEnd: true });
    expect([await heldOn('2025-06-11'), await heldOn('2025-06-14'), await heldOn('2025-06-15')]).toEqual([
      [['champion', 0], ['challenger', 1]],
      [['champion', 0], ['challenger', 2]],
      [['champion', 0]],
    ]);
    expect((await models.promotions(gameId, CHALLENGER)).map((row) => [row.sequence, row.isEnd, row.actor, row.reason])).toEqual([
      [3, true, 'test', 'because'],
      [2, false, 'test', 'because'],
      [1, false, 'test', 'because'],
    ]);
  });

  it('shows a version once, under its first alias, also where a challenger has become champion', async () => {
    await set(CHALLENGER, 1);
    await set(SHADOW, 1);
    expect(await heldOn('2025-06-10')).toEqual([['champion', 0], ['challenger', 1]]);
    await registry.promote({ ...BY, gameId, modelVersionId: id(1), effectiveFrom: '2025-06-12' as Day });
    expect(await heldOn('2025-06-12')).toEqual([['champion', 1]]);
  });

  it('refuses what makes no sense: the champion as a shadow, the same twice, an end of nothing', async () => {
    await expect(set(SHADOW, 0)).rejects.toThrow(/is the champion of 2025-06-10, so it cannot be a shadow/);
    await set(SHADOW, 1);
    await expect(set(SHADOW, 1)).rejects.toThrow(Conflict);
    await expect(set(CHALLENGER, 1, { isEnd: true })).rejects.toThrow(Conflict);
  });

  describe('settled after a training', () => {
    const request = { day: '2025-07-01' as Day, knownAt: new Date(), progress: silentProgress };
    const candidate = (index: number, name: string, value: number, passed = false): JudgedCandidate => ({
      modelVersionId: id(index), name, report: { relativeLogError: { value, lower95: null, upper95: null } }, verdict: { modelName: name, passed, checks: [] },
    });
    const settle = (...candidates: JudgedCandidate[]) => unseen.settle({ ...request, gameId }, candidates);

    it('makes the runner-up challenger, once', async () => {
      expect(await settle(candidate(1, 'theta', 1.1), candidate(2, 'local-level', 1.02))).toEqual(['local-level is challenger from 2025-07-01.']);
      expect(await settle(candidate(1, 'theta', 1.1), candidate(2, 'local-level', 1.02))).toEqual([]);
      expect(await heldOn('2025-07-01')).toEqual([['champion', 0], ['challenger', 2]]);
    });

    it('leaves a challenger that a person has set, and does not bring one back that a person has ended', async () => {
      await settle(candidate(2, 'local-level', 1.02));
      await set(CHALLENGER, 2, { isEnd: true, effectiveFrom: '2025-07-01' });
      expect(await settle(candidate(2, 'local-level', 1.02))).toEqual([]);
      await set(CHALLENGER, 1, { effectiveFrom: '2025-07-01' });
      expect(await settle(candidate(3, 'moving-average', 1.02))).toEqual([]);
    });

    it('keeps the champion that was replaced as a shadow, and only the last one', async () => {
      await registry.promote({ ...BY, gameId, modelVersionId: id(1), effectiveFrom: '2025-06-20' as Day });
      expect(await settle()).toEqual([`drift v${games}, the champion before, is shadow from 2025-07-01.`]);
      await set(SHADOW, 3);
      await registry.promote({ ...BY, gameId, modelVersionId: id(2), effectiveFrom: '2025-07-01' as Day });
      await settle();
      expect(await heldOn('2025-07-01')).toEqual([['champion', 2], ['shadow', 1], ['shadow', 3]]);
    });
  });
});
