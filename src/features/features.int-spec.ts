import { parquetReadObjects } from 'hyparquet';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApp, startApp } from '../../test/support/running-app.js';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../ingestion/index.js';
import { addDays, dayNumber, type Day } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import { FEATURE_SET } from './domain/feature-set.js';
import { logReturnAhead } from './domain/target.js';
import { FeatureRowRepository } from './feature-row.repository.js';
import { FeaturesStage } from './features.stage.js';
import { PanelReader } from './panel.reader.js';
import { TrainingSnapshots } from './training-snapshot.js';

const LAST_DAY = '2026-05-31' as Day;

describe('features of a game', () => {
  let running: RunningApp;
  let game: Game;

  beforeAll(async () => {
    running = await startApp();
    await running.app.get(SimulatedMarketStage).seed({ seed: 9, printings: 60, firstDay: addDays(LAST_DAY, -200), lastDay: LAST_DAY, progress: silentProgress });
    game = (await running.app.get(CatalogueReader).gameBySlug('simulated')) as Game;
  }, 120_000);

  afterAll(() => running?.close());

  const request = () => ({ gameId: game.id, day: addDays(LAST_DAY, -30), knownAt: new Date(), progress: silentProgress });

  it('are stored once: the stage writes its rows, and nothing when it runs again', async () => {
    const stage = running.app.get(FeaturesStage);
    const first = await stage.run(request());
    expect(first.written).toBe(first.counts['rows']);
    expect(first.written).toBeGreaterThan(30);
    expect((await stage.run(request())).written).toBe(0);
    const rows = await running.app.get(FeatureRowRepository).rowsOf(game.id, request().day, FEATURE_SET.version);
    expect(rows).toHaveLength(first.written);
    expect(rows[0]?.featureValues).toHaveLength(FEATURE_SET.features.length);
  });

  it('make a snapshot whose hash is that of its content: the same data twice, the same bytes', async () => {
    const panel = await running.app.get(PanelReader).panelAsOf(game.id, { day: LAST_DAY, knownAt: new Date(), lookbackDays: 400 });
    const days = [60, 53, 46].map((back) => dayNumber(addDays(LAST_DAY, -back)));
    const write = (cutoffDays: number[]) =>
      running.app.get(TrainingSnapshots).write({ gameId: game.id, panel, cutoffDays, horizonDays: 28, progress: silentProgress.stage('') });
    const first = await write(days);
    expect(await write(days)).toEqual(first);
    expect((await write(days.slice(1)))?.contentHash).not.toBe(first?.contentHash);

    const bytes = readFileSync(join(running.config.database.dataDir, 'snapshots', `${first?.contentHash}.parquet`));
    const rows = await parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer });
    expect(rows).toHaveLength(first?.rowCount ?? 0);
    const row = rows[5] as Record<string, number>;
    const series = panel.series.find((one) => one.printingId === row['printing_id']);
    expect(series && logReturnAhead(series, row['day'] as number, 28)).toBe(row['market_log_return_ahead']);
    expect(Object.keys(row)).toEqual(['printing_id', 'day', 'market_log_return_ahead', ...FEATURE_SET.features.map((feature) => feature.name)]);
  });
});
