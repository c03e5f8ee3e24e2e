import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket } from '../../test/builders/panel.builder.js';
import { tidyCsv } from '../../test/support/ingestion.js';
import { ImportStage, IngestionModule, SimulatedMarketStage } from '../ingestion/index.js';
import { addDays, type Day, daysBetween, toDay } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import { Backtest, type BacktestRequest } from './backtest.js';
import { ServingModule } from './serving.module.js';

const FIRST_DAY = '2024-01-04' as Day;
const START = daysBetween('1970-01-01' as Day, FIRST_DAY);
const LAST_DAY = addDays(FIRST_DAY, 69 * 7);
const CUT = addDays(FIRST_DAY, 60 * 7);
const MARKET = aMarket({ series: 60, days: 490, stepDays: 7, momentum: 0.5, seed: 21 });

interface Prediction {
  readonly model: string;
  readonly series_id: string;
  readonly cutoff: Day;
  readonly market_price: number;
  readonly fair_value: number;
  readonly line: string;
}

describe('a backtest', () => {
  let http: HttpApp;
  let folder: string;

  beforeAll(async () => {
    http = await anHttpApp({ modules: [ServingModule, IngestionModule] });
    folder = mkdtempSync(join(tmpdir(), 'pokewatch-test-'));
    await importMarket('whole', LAST_DAY);
    await importMarket('cut', CUT);
    // Two imports of one instant are kept apart by moving the second one on.
    http.clock.advance(60_000);
  }, 120_000);
  afterAll(async () => {
    await http?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const path = (name: string): string => join(folder, name);

  /** The same products in another game get other card ids, and keep the series ids of the file. */
  async function importMarket(gameSlug: string, until: Day): Promise<void> {
    const rows = MARKET.series.flatMap((series) =>
      Array.from(series.days, (day, i) => ({
        series_id: seriesIdOf(series.printingId), name: `Card ${series.printingId}`, number: String(series.printingId), date: toDay(START + day),
        price: (series.marketCents[i]! / 100).toFixed(2), low: (series.marketCents[i]! / 110).toFixed(2), mid: (series.marketCents[i]! / 95).toFixed(2),
      })).filter((row) => row.date <= until),
    );
    writeFileSync(path(`${gameSlug}.csv`), tidyCsv(rows));
    await http.app.get(ImportStage).run({ files: [path(`${gameSlug}.csv`)], gameSlug, sourceSlug: 'csv' });
  }

  const seriesIdOf = (printingId: number): string => `base1-${printingId}|Normal`;

  function backtest(over: Partial<BacktestRequest> = {}) {
    return http.app.get(Backtest).run({ gameSlug: 'whole', horizonDays: 28, stepDays: 7, minPriceMajor: 5, progress: silentProgress, ...over });
  }

  function predictions(name: string): Prediction[] {
    const bytes = readFileSync(path(name));
    const [heading, ...lines] = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd().split('\n');
    expect(heading).toBe('model,series_id,cutoff,horizon_days,market_price,fair_value,lower80,upper80,p_up,p_down,signal,confidence');
    return lines.map((line) => {
      const [model = '', series_id = '', cutoff = '', , market = '', fair = ''] = line.split(',');
      return { model, series_id, cutoff: cutoff as Day, market_price: Number(market), fair_value: fair === '' ? NaN : Number(fair), line };
    });
  }

  /** The price 28 days later by the imported file alone: weekly prices are always there. */
  function actualOf({ series_id, cutoff }: Prediction): number {
    const series = MARKET.series.find((one) => seriesIdOf(one.printingId) === series_id);
    const at = series?.days.indexOf(daysBetween(FIRST_DAY, cutoff) + 28) ?? -1;
    return at < 0 ? NaN : series!.marketCents[at]! / 100;
  }

  it('writes predictions that anybody can score: the relative MAE of the file is that of the report', async () => {
    const { report, predictionLines } = await backtest({ predictionsPath: path('p.csv.gz'), reportPath: path('r.json'), htmlPath: path('r.html'), models: ['local-level'] });
    const rows = predictions('p.csv.gz');
    expect(rows).toHaveLength(predictionLines);
    expect([...new Set(rows.map((row) => row.model))]).toEqual(['naive', 'drift', 'moving-average', 'exponential-smoothing', 'theta', 'local-level']);
    expect(new Set(rows.map((row) => `${row.model} ${row.series_id} ${row.cutoff}`)).size).toBe(rows.length);
    for (const model of report.models) {
      const own = rows.filter((row) => row.model === model.modelName && !Number.isNaN(row.fair_value));
      const loss = own.reduce((sum, row) => sum + Math.abs(actualOf(row) - row.fair_value), 0);
      const naive = own.reduce((sum, row) => sum + Math.abs(actualOf(row) - row.market_price), 0);
      expect(loss / naive, model.modelName).toBeCloseTo(model.evaluation.relativeMae.value ?? NaN, 4);
    }
    expect(report.cutoffs).toMatchObject({ judged: 40, first: addDays(LAST_DAY, -28 - 39 * 7), last: addDays(LAST_DAY, -28), rowsWithoutTarget: 0 });
    expect(JSON.parse(readFileSync(path('r.json'), 'utf8'))).toEqual(report);
    expect(readFileSync(path('r.html'), 'utf8')).toContain('local-level');
    expect(report.models.find((model) => model.modelName === 'drift')?.evaluation.relativeLogError.upper95).toBeLessThan(1);
    expect(report.models[0]?.gate.checks.find((check) => check.id === 'data_quality')?.passed).toBe(true);
  }, 120_000);

  it('predicts the same to the last byte when the prices after the last cutoff are not there', async () => {
    const range = { from: addDays(CUT, -10 * 7), to: CUT };
    const whole = await backtest({ ...range, predictionsPath: path('whole.csv.p') });
    const cut = await backtest({ ...range, gameSlug: 'cut', predictionsPath: path('cut.csv.p') });
    expect(readFileSync(path('cut.csv.p'), 'utf8')).toBe(readFileSync(path('whole.csv.p'), 'utf8'));
    expect(whole.report.cutoffs).toMatchObject({ judged: 11, notMatured: [] });
    // 28 days are over only for the first seven; the others are predicted all the same.
    expect(cut.report.cutoffs).toMatchObject({ judged: 7, last: addDays(CUT, -28), notMatured: [21, 14, 7, 0].map((days) => addDays(CUT, -days)) });
    expect(cut.report.notes.join()).toContain('4 cutoff(s) are predicted and not judged');
    const last = predictions('cut.csv.p').filter((row) => row.cutoff === CUT && row.model === 'drift');
    expect(last.length).toBeGreaterThan(40);
    expect(last[0]?.line.split(',').slice(6, 10).every((field) => field !== '')).toBe(true);
  }, 120_000);

  it('gives the same report twice', async () => {
    const range = { from: addDays(CUT, -4 * 7), to: CUT, models: ['naive'] };
    expect(await backtest(range)).toEqual(await backtest(range));
  }, 60_000);

  it('says everywhere that a simulated market is one', async () => {
    const last = '2025-06-30' as Day;
    await http.app.get(SimulatedMarketStage).seed({ seed: 5, printings: 50, firstDay: addDays(last, -250), lastDay: last, progress: silentProgress });
    const { report } = await backtest({ gameSlug: 'simulated', models: ['naive'], htmlPath: path('s.html') });
    expect(report.game.isSimulated).toBe(true);
    expect(report.notes[0]).toContain('This market is simulated');
    expect(readFileSync(path('s.html'), 'utf8')).toContain('these cards and prices are invented');
  }, 60_000);

  it.each<[string, Partial<BacktestRequest>, string]>([
    ['a game that is not there', { gameSlug: 'digimon' }, 'There is no game "digimon"; expected one of '],
    ['models that are not there', { models: ['drift', 'oracle'] }, 'There is no model "oracle"; expected one or more of naive, drift'],
    ['a range that ends before it begins', { from: '2025-02-01' as Day, to: '2025-01-01' as Day }, '--to 2025-01-01 is before --from 2025-02-01'],
    ['a range without data', { from: '2030-01-01' as Day, to: '2030-02-01' as Day }, `expected days within ${FIRST_DAY} to ${LAST_DAY}`],
    ['no horizon', { horizonDays: 0 }, '--horizon-days is 0; expected a whole number of days from 1 to 90'],
    ['a long horizon', { horizonDays: 91 }, '--horizon-days is 91'],
    ['steps further apart than a refit', { stepDays: 92 }, '--step-days is 92; expected a whole number of days from 1 to 91'],
    ['a price that no card has', { minPriceMajor: 900_000, from: CUT, to: CUT }, 'No card has a price of at least 900000.00 USD at any cutoff; expected a lower --min-price'],
    ['a price below nothing', { minPriceMajor: -1 }, '--min-price is -1; expected a price from 0'],
    ['a folder that is not there', { predictionsPath: '/nowhere/at/all/p.csv' }, '--predictions /nowhere/at/all/p.csv cannot be written (ENOENT)'],
  ])('refuses %s before it begins', async (_, over, message) => {
    await expect(backtest(over)).rejects.toThrow(message);
  });
});
