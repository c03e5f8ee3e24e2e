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
  async function aVersion(trainedThrough: string, { name = 'drift', hasPassedGate = true } = {}): Promise<number> {
    const [run] = (await dataSource.query(
      `INSERT INTO training_run (game_id, day, input_digest, horizon_days, candidates, report, recorded_at)
       VALUES ($1, $2, gen_random_uuid()::text, 28, '[]', '{}', now()) RETURNING id`,
      [GAME, trainedThrough],
    )) as { id: number }[];
    const version = { gameId: GAME, name, trainedThrough, horizonDays: 28, featureSetVersion: 1, snapshotHash: null, parameters: {}, calibration: null };
    const evidence = { report: {}, gate: { checks: [{ id: 'relative_mae', passed: hasPassedGate }] }, policyRecord: null, hasPassedGate, recordedAt: new Date() };
    return (await models.register({ ...version, ...evidence, trainingRunId: run?.id } as unknown as Omit<ModelVersion, 'id' | 'version'>)).id;
  }

  /** A promotion that waits for another transaction, which has written the same number and is open still. */
  async function promoteWhileAnotherIsWritten(modelVersionId: number, first: { modelVersionId: number; sequence: number }) {
    const other = dataSource.createQueryRunner();
    await other.startTransaction();
    await other.query(
      `INSERT INTO promotion (game_id, alias, sequence, model_version_id, effective_from, actor, reason, recorded_at)
       VALUES ($1, 'champion', $2, $3, '2025-07-05', 'other', 'at the same time', now())`,
      [GAME, first.sequence, first.modelVersionId],
    );
    const mine = registry.promote({ ...BY, modelVersionId, expectedSequence: first.sequence - 1 }).catch((error: unknown) => error);
    const waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    await expect.poll(async () => (await dataSource.query(waiting)) as unknown[]).toHaveLength(1);
    return { mine, other };
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

  it('makes a promotion wait for another one that is being written, and lets it through only where that one is given up', async () => {
    const [a, b] = [await aVersion('2025-07-02'), await aVersion('2025-07-03')];
    const last = (await models.promotions(GAME, CHAMPION))[0]?.sequence ?? 0;
    const { mine, other } = await promoteWhileAnotherIsWritten(b, { modelVersionId: a, sequence: last + 1 });
    await other.rollbackTransaction();
    await other.release();
    expect(await mine).toMatchObject({ sequence: last + 1, modelVersionId: b });
    await expect(registry.promote({ ...BY, modelVersionId: a, expectedSequence: last })).rejects.toThrow(/the last move of "champion" is number/);
    const log = await models.promotions(GAME, CHAMPION);
    expect(log.filter((row) => row.sequence === last + 1).map((row) => row.modelVersionId)).toEqual([b]);
  });

  it('answers the loser of two promotions that were written at once with a Conflict that says what to do', async () => {
    const [a, b] = [await aVersion('2025-07-04'), await aVersion('2025-07-04')];
    const last = (await models.promotions(GAME, CHAMPION))[0]?.sequence ?? 0;
    const { mine, other } = await promoteWhileAnotherIsWritten(b, { modelVersionId: a, sequence: last + 1 });
    await other.commitTransaction();
    await other.release();
    const error = await mine;
    expect(error).toBeInstanceOf(Conflict);
    expect((error as Conflict).message).toContain('read the log and decide again');
    expect((await models.promotions(GAME, CHAMPION))[0]).toMatchObject({ sequence: last + 1, modelVersionId: a, actor: 'other' });
  });

  it('promotes nobody who has not passed the gate without a reason, which it keeps; the last price needs none', async () => {
    const refused = await aVersion('2025-07-06', { name: 'theta', hasPassedGate: false });
    await expect(registry.promote({ ...BY, modelVersionId: refused })).rejects.toThrow(/has not passed the gate: relative_mae.*override_reason/);
    await registry.promote({ ...BY, modelVersionId: refused, overrideReason: 'to be seen beside the others' });
    expect((await models.promotions(GAME, CHAMPION))[0]).toMatchObject({ modelVersionId: refused, overrideReason: 'to be seen beside the others' });
    const naive = await aVersion('2025-07-06', { name: 'naive', hasPassedGate: false });
    expect(await registry.promote({ ...BY, modelVersionId: naive })).toMatchObject({ overrideReason: null });
    await expect(registry.promote({ ...BY, modelVersionId: naive })).rejects.toThrow(/is the champion of 2025-07-10 already/);
  });

  it('rolls back one further each time, and says where to', async () => {
    const ids = [await aVersion('2025-07-07'), await aVersion('2025-07-08'), await aVersion('2025-07-09')];
    const sequences: number[] = [];
    for (const modelVersionId of ids) sequences.push((await registry.promote({ ...BY, modelVersionId })).sequence);
    const [first, second, third] = ids;
    expect(await registry.rollBack(BY)).toMatchObject({ modelVersionId: second, previousModelVersionId: third, returnsToSequence: sequences[1] });
    expect(await registry.rollBack(BY)).toMatchObject({ modelVersionId: first, previousModelVersionId: second, returnsToSequence: sequences[0] });
    expect(await championOn('2025-07-10')).toBe(first);
    await expect(registry.rollBack({ ...BY, expectedSequence: 1 })).rejects.toThrow(Conflict);
  });

  it('has nothing to roll back to before a second champion', async () => {
    await expect(registry.rollBack({ ...BY, gameId: 2 })).rejects.toThrow('There is no earlier champion to roll back to.');
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
