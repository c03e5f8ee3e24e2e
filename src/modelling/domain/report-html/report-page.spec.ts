import { describe, expect, it } from 'vitest';
import { aMarket, someFacts } from '../../../../test/builders/panel.builder.js';
import { type BacktestReport, REPORT_UNITS } from '../backtest/backtest-report.js';
import { evidenceOf } from '../backtest/build-report.js';
import { rowMarket } from '../backtest/row-market.js';
import { signalColumns, type SignalSource } from '../backtest/signal-columns.js';
import { drift } from '../drift.js';
import { DEFAULT_REPORT } from '../evaluation-report.js';
import { naive } from '../naive.js';
import { DEFAULT_WALK_FORWARD, walkForward } from '../walk-forward.js';
import { renderReport } from './report-page.js';

const market = aMarket({ series: 30, days: 500, stepDays: 7, momentum: 0.5, seed: 3 });
const panel = { ...market, facts: market.facts.map((facts) => someFacts({ ...facts, category: '<b>chase</b>' })) };

function aReport(over: { days?: number[]; say?: SignalSource; isSimulated?: boolean } = {}): BacktestReport {
  const days = over.days ?? Array.from({ length: 40 }, (_, i) => 189 + i * 7);
  const options = { ...DEFAULT_WALK_FORWARD, judgedCutoffDays: days, calibration: { ...DEFAULT_WALK_FORWARD.calibration, minimumResiduals: 100, minimumGroupResiduals: 60 } };
  const result = walkForward({ panel, models: [naive, drift], options });
  const say: SignalSource = over.say ?? ((row) => ({ signal: row.fairValueCents > 1.02 * row.marketCents ? 'BUY' : 'HOLD', confidence: row.upProbability }));
  const rows = { panel, rows: result.rows, market: rowMarket(panel, result.rows) };
  const steps = evidenceOf({
    result,
    panel,
    signals: new Map(result.predictions.map((one) => [one.modelName, signalColumns(rows, one, say)])),
    netReturnOf: (paid, sold) => (0.85 * sold) / paid - 1,
    rule: { ...DEFAULT_REPORT, lastCutoffs: 40, replicates: 50 },
    baselines: ['naive', 'drift'],
    gateFactsOf: () => ({ lookAheadTestPassed: true, dataQualityPassed: undefined }),
  });
  let next = steps.next();
  while (!next.done) next = steps.next();
  const { models, ...evaluation } = next.value.evaluation;
  expect(models).toHaveLength(2);
  return {
    version: 1,
    units: REPORT_UNITS,
    software: { name: 'pokewatch', version: '0.0.0' },
    generated: '2026-01-01',
    game: { slug: 'test', name: 'Cards & <Co>', isSimulated: over.isSimulated ?? false, currencies: ['USD'] },
    data: { firstDay: '1970-01-01', lastDay: '1971-05-10', printings: 30, observations: 2_160, observationsHash: 'abc' },
    policy: { version: 'test-1', settings: { buyRatio: 0.02 } },
    costs: { profile: 'fifteen', description: '15 % of the sale' },
    options: { ...options, report: DEFAULT_REPORT, gateCutoffs: 26 },
    cutoffs: { first: '1970-07-09', last: null, judged: 40, notMatured: [], warmup: 0, predictedRows: result.rows.cutoffDay.length, judgedRows: evaluation.rows, rowsWithoutTarget: 0 },
    notes: [],
    evaluation,
    models: next.value.models,
  };
}

const REPORT = aReport();
const PAGE = renderReport(REPORT);
const drawings = (page: string) => [...page.matchAll(/<svg class="chart".*?<\/svg>/gs)].map(([svg]) => svg);

describe('the report page', () => {
  it('needs nothing from anywhere: no scripts, no addresses, no pictures', () => {
    expect(PAGE).not.toMatch(/<script|<link|<img|@import|url\(|https?:/);
    expect(PAGE).toMatch(/^<!doctype html>/);
  });

  it('writes names as text', () => {
    expect(PAGE).toContain('Cards &#38; &#60;Co&#62;');
    expect(PAGE).not.toContain('<b>chase');
  });

  it('tells those who do not see it what each plot shows', () => {
    expect(drawings(PAGE).length).toBeGreaterThanOrEqual(8);
    for (const svg of drawings(PAGE)) expect(svg).toMatch(/role="img".*<title>[^<]+<\/title><desc>[^<]+<\/desc>/s);
    for (const [cell] of PAGE.matchAll(/<th(?=[ >])[^>]*>/g)) expect(cell).toMatch(/scope="(col|row)"/);
  });

  it('draws nothing that is not a number', () => {
    expect(PAGE).not.toMatch(/NaN|undefined|Infinity|null|\[object/);
  });

  it('has the figures of the report in its tables', () => {
    expect(PAGE).toContain(REPORT.models[1]?.evaluation.relativeMae.value?.toFixed(3));
    expect(PAGE).toContain('data quality');
    // No listings in this market: only what was bought at the published price has a row.
    expect(PAGE).toContain('BUY at published market price');
    expect(PAGE).not.toContain('BUY at median listing');
    expect(PAGE).toContain('No asking prices were observed');
  });

  it('is the same for the same report, also after it was JSON', () => {
    expect(renderReport(JSON.parse(JSON.stringify(REPORT)) as BacktestReport)).toBe(PAGE);
  });

  it('says of a simulated market that it is one', () => {
    expect(renderReport(aReport({ isSimulated: true }))).toContain('Simulated market: these cards and prices are invented.');
    expect(PAGE).not.toContain('invented');
  });

  it('says so where no signal was given', () => {
    const page = renderReport(aReport({ say: () => ({ signal: null, confidence: null }) }));
    expect(page).toContain('Neither BUY nor SELL was said');
    expect(page).toContain('No BUY was said, so nothing was bought.');
  });

  it('says so where nothing is calibrated or judged yet', () => {
    const early = renderReport(aReport({ days: [189, 196] }));
    expect(early).toContain('Its probabilities are not calibrated yet');
    expect(early).toContain('Reliability of P(up): nothing to draw.');
    const future = renderReport(aReport({ days: [490, 497] }));
    expect(future).toContain('No cutoff can be judged yet');
    expect(future).not.toMatch(/NaN|undefined|Infinity/);
  });
});
