import { Bug } from '../../../shared/errors.js';
import { gather } from '../cutoff-rows.js';
import { DEFAULT_REPORT, evaluateWalkForward, type EvaluationReport, reportOf, type ReportRule } from '../evaluation-report.js';
import { priceBandOf } from '../evaluation-slices.js';
import { lastPricedIndexAt, type Panel } from '../fair-value-model.js';
import { type GateFacts, judge } from '../gate.js';
import type { ModelPredictions } from '../walk-forward-rows.js';
import type { WalkForwardResult } from '../walk-forward.js';
import { categoryOf, type ModelBacktest, PRICE_BASES, type PriceBasis, type SignalsReport } from './backtest-report.js';
import { directionsByQuarter, liftByCutoff, type MoneyTest, moneyTests, rowsByCutoff } from './model-evidence.js';
import { paperPortfolio } from './paper-portfolio.js';
import { realisedAfter, rowMarket, type RowMarket } from './row-market.js';
import { BUY, SELL, type SignalColumns } from './signal-columns.js';
import { holdingReport, signalActivity } from './signal-report.js';
import { categoryMarket, type NetReturn, type ReturnReport, returnReport } from './signal-returns.js';

/** How long a signal is given before it is judged, beside the horizon. */
const HOLDING_DAYS = [7, 14, 30];

export interface EvidenceInput {
  /** At matured cutoffs only; rows whose target nobody saw stay NaN and count in nothing but the policy's activity and portfolio. */
  readonly result: WalkForwardResult;
  readonly panel: Panel;
  /** By model; entries align with the rows. */
  readonly signals: ReadonlyMap<string, SignalColumns>;
  readonly netReturnOf: NetReturn;
  readonly rule: ReportRule;
  readonly baselines: readonly string[];
  /** The gate's facts of a model beside its report and its flip rate. */
  readonly gateFactsOf: (modelName: string) => Pick<GateFacts, 'lookAheadTestPassed' | 'dataQualityPassed'>;
}

export interface Evidence {
  readonly evaluation: EvaluationReport;
  readonly models: readonly ModelBacktest[];
}

/** Evaluation, signals and verdict of every model of a walk-forward. One model after the other, so that a caller can let others run. */
export function* evidenceOf(input: EvidenceInput): Generator<string, Evidence> {
  const { result, panel, rule } = input;
  const evaluation = evaluateWalkForward(result, panel.facts, rule);
  const isSameForGate = result.cutoffDays.length <= DEFAULT_REPORT.lastCutoffs;
  const gateReport = isSameForGate ? evaluation : evaluateWalkForward(result, panel.facts, { ...rule, lastCutoffs: DEFAULT_REPORT.lastCutoffs });
  const tests = moneyTests(result.rows, result.predictions, result.options);
  const shared = sharedColumns(input);
  const models: ModelBacktest[] = [];
  for (const [at, predictions] of result.predictions.entries()) {
    models.push(modelBacktest(input, predictions, { evaluation, gateReport, test: tests[at] ?? null, shared }));
    yield predictions.modelName;
  }
  return { evaluation, models };
}

/** What all models share. */
interface SharedColumns {
  readonly market: RowMarket;
  readonly category: readonly string[];
  readonly marketRatio: Float64Array;
  readonly printingId: Float64Array;
  readonly realised: readonly { holdingDays: number; cents: Float64Array }[];
  readonly rowsOfDay: ReadonlyMap<number, Int32Array>;
}

function sharedColumns({ result, panel }: EvidenceInput): SharedColumns {
  const { rows, options } = result;
  const category = Array.from(rows.seriesIndex, (index) => categoryOf(panel.facts[index]));
  const holdings = [...new Set([...HOLDING_DAYS, options.horizonDays])].toSorted((a, b) => a - b);
  return {
    market: rowMarket(panel, rows),
    category,
    marketRatio: categoryMarket({ cutoffDay: rows.cutoffDay, marketCents: rows.marketCents, soldCents: rows.actualCents, category }),
    printingId: Float64Array.from(rows.seriesIndex, (index) => panel.series[index]?.printingId ?? -1),
    realised: holdings.map((holdingDays) => ({ holdingDays, cents: realisedAfter(panel, rows, holdingDays, options.maximumStalenessDays) })),
    rowsOfDay: rowsByCutoff(rows),
  };
}

function modelBacktest(
  input: EvidenceInput,
  predictions: ModelPredictions,
  of: { evaluation: EvaluationReport; gateReport: EvaluationReport; test: MoneyTest | null; shared: SharedColumns },
): ModelBacktest {
  const { result, rule } = input;
  const { modelName } = predictions;
  const evaluation = reportOf(of.evaluation, modelName);
  const signals = input.signals.get(modelName);
  if (!evaluation || !signals) throw new Bug(`the backtest of ${modelName} has no evaluation or no signals`);
  const directions = { moveRatio: result.options.calibration.moveRatio, horizonDays: result.options.horizonDays, topShare: rule.topShare, bootstrap: bootstrapOf(input) };
  const said = signalsReport(input, signals, of.shared);
  const flipRate = said.activity.flipRatePerCardDay;
  return {
    modelName,
    isBaseline: input.baselines.includes(modelName),
    evaluation,
    dieboldMarianoInMoney: of.test,
    liftByCutoff: {
      up: liftByCutoff(result.rows, predictions.pUp, 'up', directions),
      down: liftByCutoff(result.rows, predictions.pDown, 'down', directions),
    },
    directionsByQuarter: directionsByQuarter(result.rows, predictions, directions),
    signals: said,
    gate: judge(of.gateReport, modelName, {
      ...input.gateFactsOf(modelName),
      champion: null,
      policy: flipRate === null ? undefined : { flipRate },
    }),
    fits: result.fits.filter((fit) => fit.modelName === modelName).map(({ parameters: _, ...fit }) => fit),
  };
}

function signalsReport(input: EvidenceInput, signals: SignalColumns, shared: SharedColumns): SignalsReport {
  const { rows, options } = input.result;
  const all = Int32Array.from(rows.cutoffDay.keys());
  const bootstrap = bootstrapOf(input);
  const bought = all.filter((row) => signals.code[row] === BUY);
  const columns = { cutoffDay: rows.cutoffDay, marketCents: rows.marketCents, category: shared.category };
  const bands = [...new Set(Array.from(bought, (row) => priceBandOf(rows.marketCents[row] as number)))];
  const trade = (called: Int32Array, paidCents: Float64Array) =>
    returnReport({ cutoffDay: rows.cutoffDay, paidCents, soldCents: rows.actualCents, marketRatio: shared.marketRatio }, called, input.netReturnOf, bootstrap);
  const byBasis = (called: Int32Array): Record<PriceBasis, ReturnReport> => {
    const paid: Record<PriceBasis, Float64Array> = { market: rows.marketCents, medianListing: shared.market.midCents, lowestListing: shared.market.listingCents };
    return Object.fromEntries(PRICE_BASES.map((basis) => [basis, trade(called, paid[basis])])) as Record<PriceBasis, ReturnReport>;
  };
  return {
    activity: signalActivity({ printingId: shared.printingId, cutoffDay: rows.cutoffDay }, signals, all),
    holdings: shared.realised.map(({ holdingDays, cents }) =>
      holdingReport({ ...columns, realisedCents: cents }, signals, all, { holdingDays, moveRatio: options.calibration.moveRatio, bootstrap: bootstrapOf(input, holdingDays) }),
    ),
    buyReturns: byBasis(bought),
    buyReturnsByPriceBand: Object.fromEntries(
      bands.map((band) => [band, byBasis(bought.filter((row) => priceBandOf(rows.marketCents[row] as number) === band))]),
    ),
    sellReturns: trade(all.filter((row) => signals.code[row] === SELL), rows.marketCents),
    portfolio: portfolioOf(input, bought, shared),
  };
}

function portfolioOf({ result, panel, netReturnOf }: EvidenceInput, bought: Int32Array, shared: SharedColumns) {
  const { rows, options, cutoffDays } = result;
  const last = cutoffDays.at(-1);
  const after = last === undefined ? [] : Array.from({ length: Math.ceil(options.horizonDays / options.stepDays) }, (_, k) => last + (k + 1) * options.stepDays);
  return paperPortfolio(
    Array.from(bought, (row) => ({ day: rows.cutoffDay[row] as number, seriesIndex: rows.seriesIndex[row] as number })),
    {
      horizonDays: options.horizonDays,
      days: [...cutoffDays, ...after],
      priceCents: (index, day) => {
        const series = panel.series[index];
        return series?.marketCents[lastPricedIndexAt(series, day)] ?? NaN;
      },
      marketAt: (day) => (shared.rowsOfDay.get(Math.min(day, last ?? day)) ?? new Int32Array()).map((row) => rows.seriesIndex[row] as number),
      netReturnOf,
    },
  );
}

function bootstrapOf({ result, rule }: EvidenceInput, horizonDays = result.options.horizonDays) {
  return { blockLength: Math.max(1, Math.ceil(horizonDays / result.options.stepDays)), replicates: rule.replicates, level: 0.95, seed: rule.seed };
}

/** Signals of the chosen rows of a longer walk-forward. */
export function selectSignals({ code, confidence }: SignalColumns, chosen: Int32Array): SignalColumns {
  return { code: Int8Array.from(chosen, (row) => code[row] as number), confidence: gather(confidence, chosen) };
}
