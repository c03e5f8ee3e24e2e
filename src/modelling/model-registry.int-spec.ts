import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { dataSourceOptions } from '../database/data-source.js';
import { fixedClock } from '../shared/clock.js';
import type { Day } from '../shared/day.js';
import { BadData, Conflict, NotFound } from '../shared/errors.js';
import { CHAMPION, ModelRegistry } from './model-registry.js';
import { ModelRepository, type ModelVersion } from './model.repository.js';

const GAME = 1;
const BY = { gameId: GAME, actor: 'test', reason: 'because' };

describe('the model registry', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let models: ModelRepository;
  let registry: ModelRegistry;

  /** A registered version that has seen data through a day. */
  async function aVersion(trainedThrough: string): Promise<number> {
    const [run] = (await dataSource.query(
      `INSERT INTO training_run (game_id, day, input_digest, horizon_days, candidates, report, recorded_at)
       VALUES ($1, $2, gen_random_uuid()::text, 28, '[]', '{}', now()) RETURNING id`,
      [GAME, trainedThrough],
    )) as { id: number }[];
    const version = { gameId: GAME, name: 'drift', trainedThrough, horizonDays: 28, featureSetVersion: 1, snapshotHash: null, parameters: {}, calibration: null };
    const evidence = { report: {}, gate: { checks: [] }, policyRecord: null, hasPassedGate: true, recordedAt: new Date() };
    return (await models.register({ ...version, ...evidence, trainingRunId: run?.id } as unknown as Omit<ModelVersion, 'id' | 'version'>)).id;
  }

  const championOn = async (day: string) => (await registry.championOn(GAME, day as Day))?.id;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(dataSourceOptions({ url: database.url, poolSize: 4, applicationName: 'test' })).initialize();
    models = new ModelRepository(dataSource);
    registry = new ModelRegistry(models, fixedClock('2025-07-10T12:00:00Z'));
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  it('has a champion from the day of the promotion on, and none before', async () => {
    const first = await aVersion('2025-06-01');
    await registry.promote({ ...BY, modelVersionId: first, effectiveFrom: '2025-06-01' as Day });
    expect([await championOn('2025-05-31'), await championOn('2025-06-01'), await championOn('2025-09-01')]).toEqual([undefined, first, first]);
  });

  it('does not let a training of an earlier day, made later, take the place of the present champion', async () => {
    const july = await aVersion('2025-07-01');
    await registry.promote({ ...BY, modelVersionId: july, effectiveFrom: '2025-07-01' as Day });
    const backfilled = await aVersion('2025-06-15');
    await registry.promote({ ...BY, modelVersionId: backfilled, effectiveFrom: '2025-06-15' as Day });
    expect([await championOn('2025-06-20'), await championOn('2025-07-05')]).toEqual([backfilled, july]);
  });

  it('refuses a model that has seen days it would serve', async () => {
    const future = await aVersion('2025-07-09');
    await expect(registry.promote({ ...BY, modelVersionId: future, effectiveFrom: '2025-07-08' as Day })).rejects.toThrow(BadData);
    await expect(registry.promote({ ...BY, modelVersionId: 999_999 })).rejects.toThrow(NotFound);
  });

  it('lets one of two promotions that saw the same log through', async () => {
    const [a, b] = [await aVersion('2025-07-02'), await aVersion('2025-07-03')];
    const sequence = (await models.promotions(GAME, CHAMPION))[0]?.sequence ?? 0;
    const both = await Promise.allSettled([a, b].map((modelVersionId) => registry.promote({ ...BY, modelVersionId, expectedSequence: sequence })));
    expect(both.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((result) => result.status === 'rejected')?.reason).toBeInstanceOf(Conflict);
  });

  it('rolls back to the champion before, from today on, and keeps the log', async () => {
    const before = await championOn('2025-07-10');
    const next = await aVersion('2025-07-10');
    await registry.promote({ ...BY, modelVersionId: next });
    expect(await championOn('2025-07-10')).toBe(next);
    await registry.rollBack(BY);
    expect(await championOn('2025-07-10')).toBe(before);
    const log = await models.promotions(GAME, CHAMPION);
    expect(log.slice(0, 2).map((row) => row.modelVersionId)).toEqual([before, next]);
  });

  it('numbers versions, registers a training run once, and never changes or forgets one', async () => {
    const id = await aVersion('2025-07-10');
    const version = (await models.version(id)) as ModelVersion;
    expect((await models.register(version)).isNew).toBe(false);
    expect(version.version).toBeGreaterThan(1);
    await expect(dataSource.query('UPDATE model_version SET name = $1', ['x'])).rejects.toThrow(/append-only: UPDATE refused/);
    await expect(dataSource.query('DELETE FROM promotion')).rejects.toThrow(/append-only: DELETE refused/);
  });
});
