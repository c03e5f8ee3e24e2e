import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  BASELINE_MODELS,
  type BacktestFacts,
  type BacktestReport,
  DEFAULT_REPORT,
  evidenceOf,
  OutOfSample,
  type OutOfSamplePlan,
  predictionHeading,
  predictionLines,
  renderReport,
  REPORT_UNITS,
  rowMarket,
  rowsAt,
  selectRows,
  selectSignals,
  type SeriesName,
  type SignalColumns,
  signalColumns,
  type Walked,
  type WalkForwardResult,
} from '../modelling/index.js';
import { type Day, dayOf, toDay } from '../shared/day.js';
import { BadData } from '../shared/errors.js';
import { CURRENCY_DIGITS, toDecimal } from '../shared/money.js';
import type { Progress } from '../shared/progress.js';
import type { Series } from '../shared/series.js';
import { observationsHash, requireWritable, softwareVersion, writeChunks, writeText } from './backtest-files.js';
import { type BacktestGame, BacktestMarket } from './backtest-market.js';
import { signalSource } from './backtest-policy.js';
import { PolicyInForce } from './policy-in-force.js';
import { ReplayedSpikes } from './replayed-spikes.js';
import { type TradeCosts, tradeCostsFor } from './trade-costs.js';

export interface BacktestRequest {
  readonly gameSlug: string;
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly horizonDays: number;
  readonly stepDays: number;
  /** Beside the baselines; undefined: all there are. */
  readonly models?: readonly string[] | undefined;
  /** In major units: 5 is $5. */
  readonly minPriceMajor: number;
  readonly predictionsPath?: string | undefined;
  readonly reportPath?: string | undefined;
  readonly htmlPath?: string | undefined;
  readonly progress: Progress;
}

export interface BacktestSummary {
  readonly report: BacktestReport;
  /** Lines of the predictions file without its heading; 0 where none was asked for. */
  readonly predictionLines: number;
}

/** What is at hand once the market is read. */
interface Work {
  readonly market: BacktestGame;
  readonly request: BacktestRequest;
  readonly plan: OutOfSamplePlan;
  readonly panel: Awaited<ReturnType<OutOfSample['panel']>>;
  readonly names: readonly SeriesName[];
  readonly costs: TradeCosts;
}

/** Walks the models through the past of a game, says what the policy would have said, and judges both. */
@Injectable()
export class Backtest {
  constructor(
    private readonly markets: BacktestMarket,
    private readonly outOfSample: OutOfSample,
    private readonly inForce: PolicyInForce,
    private readonly spikes: ReplayedSpikes,
  ) {}

  async run(request: BacktestRequest): Promise<BacktestSummary> {
    const work = await this.prepare(request);
    const { plan, panel } = work;
    const total = (plan.options.judgedCutoffDays?.length ?? 0) * plan.models.length;
    const step = request.progress.stage('walk-forward', total, 'evaluations');
    const walked = await this.outOfSample.walk(plan, panel, step);
    const { result } = walked;
    step.end(`${plan.models.length} models, ${plan.cutoffs.cutoffDays.length} cutoffs`);
    requireRows(work, result);
    const signals = await this.signalsOf(work, result);
    const lines = await this.writePredictions(work, result, signals);
    const report = await this.judge(work, walked, signals);
    if (request.reportPath !== undefined) await writeText(request.reportPath, `${JSON.stringify(report, null, 1)}\n`);
    if (request.htmlPath !== undefined) await writeText(request.htmlPath, renderReport(report));
    return { report, predictionLines: lines };
  }

  private async prepare(request: BacktestRequest): Promise<Work> {
    if (!(request.minPriceMajor >= 0 && request.minPriceMajor < 1_000_000)) throw new BadData(`--min-price is ${request.minPriceMajor}; expected a price from 0 to 1000000.`);
    const market = await this.markets.of(request.gameSlug);
    const { game, span, currencies, knownAt } = market;
    const { horizonDays, stepDays, models, from, to } = request;
    const minimumPriceCents = Math.round(request.minPriceMajor * 10 ** (CURRENCY_DIGITS[currencies[0] ?? ''] ?? 2));
    const plan = this.outOfSample.plan({ gameId: game.id, knownAt, span, from, to, horizonDays, stepDays, minimumPriceCents, models, moveRatio: this.inForce.moveRatio });
    await requireWritable('--predictions', request.predictionsPath);
    await requireWritable('--report', request.reportPath);
    await requireWritable('--html', request.htmlPath);
    const step = request.progress.stage('market');
    const panel = await this.outOfSample.panel(plan);
    step.end(`${panel.series.length.toLocaleString('en')} printings`);
    const byPrinting = new Map(market.names.map((one) => [one.printingId, { seriesId: one.externalId, currency: one.currency }]));
    const names = panel.series.map((series) => byPrinting.get(series.printingId) as SeriesName);
    return { market, request, plan, panel, names, costs: tradeCostsFor(currencies.length === 1 ? currencies[0] : undefined) };
  }

  private async signalsOf({ market, panel }: Work, result: WalkForwardResult): Promise<Map<string, SignalColumns>> {
    const { firstDay: from, lastDay: to } = market.span;
    const spikesOf = await this.spikes.of(market.game.id, { from, to, knownAt: market.knownAt });
    const of = { panel, rows: result.rows, market: rowMarket(panel, result.rows) };
    return new Map(result.predictions.map((one) => [one.modelName, signalColumns(of, one, signalSource(this.inForce, spikesOf))]));
  }

  private async writePredictions({ request, plan, names }: Work, result: WalkForwardResult, signals: ReadonlyMap<string, SignalColumns>): Promise<number> {
    if (request.predictionsPath === undefined) return 0;
    const table = { rows: result.rows, written: rowsAt(result, plan.cutoffs.cutoffDays), horizonDays: plan.options.horizonDays, names };
    const step = request.progress.stage('predictions', result.predictions.length, 'models');
    await writeChunks(
      request.predictionsPath,
      (function* () {
        yield predictionHeading();
        for (const [at, one] of result.predictions.entries()) {
          yield* predictionLines(table, one, signals.get(one.modelName) as SignalColumns);
          step.at(at + 1);
        }
      })(),
    );
    const lines = table.written.length * result.predictions.length;
    step.end(`${lines.toLocaleString('en')} lines`);
    return lines;
  }

  private async judge(work: Work, { result: walked, passedLookAhead }: Walked, signals: ReadonlyMap<string, SignalColumns>): Promise<BacktestReport> {
    const { plan, panel, request } = work;
    const chosen = rowsAt(walked, plan.cutoffs.judgedDays);
    const rule = { ...DEFAULT_REPORT, lastCutoffs: Math.max(1, plan.cutoffs.judgedDays.length) };
    const quality = await this.markets.dataQuality(work.market);
    const step = request.progress.stage('evaluation', plan.models.length, 'models');
    const evidence = evidenceOf({
      result: selectRows(walked, plan.cutoffs.judgedDays, chosen),
      panel,
      signals: new Map([...signals].map(([name, columns]) => [name, selectSignals(columns, chosen)])),
      netReturnOf: work.costs.netReturnOf,
      rule,
      baselines: BASELINE_MODELS,
      gateFactsOf: (name) => ({ lookAheadTestPassed: passedLookAhead[name], dataQualityPassed: quality.passed }),
    });
    for (let done = 1; ; done++) {
      const next = evidence.next();
      step.at(Math.min(done, plan.models.length));
      await nextTurn();
      if (!next.done) continue;
      const { models: _, ...evaluation } = next.value.evaluation;
      step.end(`${evaluation.rows.toLocaleString('en')} rows judged`);
      const { judgedCutoffDays: __, ...options } = plan.options;
      return {
        version: 1,
        ...this.factsOf(work),
        units: REPORT_UNITS,
        options: { ...options, report: rule, gateCutoffs: DEFAULT_REPORT.lastCutoffs },
        cutoffs: cutoffFacts(plan, { predictedRows: rowsAt(walked, plan.cutoffs.cutoffDays).length, maturedRows: chosen.length, judgedRows: evaluation.rows }),
        notes: [...notesOf(work), ...quality.notes],
        evaluation,
        models: next.value.models,
      };
    }
  }

  private factsOf({ market, panel, names, costs }: Work): BacktestFacts {
    const { game, currencies } = market;
    const { firstDay, lastDay } = market.span;
    return {
      software: softwareVersion(),
      generated: dayOf(market.knownAt),
      game: { slug: game.slug, name: game.name, isSimulated: game.isSimulated, currencies },
      data: {
        firstDay,
        lastDay,
        printings: panel.series.length,
        observations: panel.series.reduce((sum, one: Series) => sum + one.days.length, 0),
        observationsHash: observationsHash(panel.series, names.map((name) => name.seriesId)),
      },
      policy: { version: this.inForce.version, settings: this.inForce.settings },
      costs: { profile: costs.profile, description: costs.description },
    };
  }
}

function requireRows({ market, plan }: Work, result: WalkForwardResult): void {
  if (rowsAt(result, plan.cutoffs.cutoffDays).length > 0) return;
  const currency = market.currencies[0] ?? '';
  throw new BadData(`No card has a price of at least ${toDecimal(plan.options.minimumPriceCents, currency)} ${currency} at any cutoff; expected a lower --min-price or a range with prices.`);
}

function cutoffFacts({ cutoffs }: OutOfSamplePlan, counts: { predictedRows: number; maturedRows: number; judgedRows: number }): BacktestReport['cutoffs'] {
  const judged = new Set(cutoffs.judgedDays);
  const [first, last] = [cutoffs.judgedDays[0], cutoffs.judgedDays.at(-1)];
  return {
    first: first === undefined ? null : toDay(first),
    last: last === undefined ? null : toDay(last),
    judged: judged.size,
    notMatured: cutoffs.cutoffDays.filter((day) => !judged.has(day)).map(toDay),
    warmup: cutoffs.warmupDays.length,
    predictedRows: counts.predictedRows,
    judgedRows: counts.judgedRows,
    rowsWithoutTarget: counts.maturedRows - counts.judgedRows,
  };
}

function notesOf({ market, plan, costs }: Work): string[] {
  const { game, currencies } = market;
  const { cutoffs, request } = plan;
  const open = cutoffs.cutoffDays.length - cutoffs.judgedDays.length;
  return [
    ...(game.isSimulated ? ['This market is simulated: its cards and prices are invented, and nothing here says anything about real cards.'] : []),
    ...(open > 0 ? [`${open} cutoff(s) are predicted and not judged: the ${request.horizonDays} days after them are not over in the data, which end on ${request.span.lastDay}.`] : []),
    ...(cutoffs.droppedCutoffs > 0 ? [`${cutoffs.droppedCutoffs} cutoff(s) after ${request.span.lastDay}, the last observed day, are left out.`] : []),
    ...(cutoffs.poorCutoffs > 0 ? [`${cutoffs.poorCutoffs} cutoff(s) have fewer than ${plan.options.minimumTrainingCutoffs} earlier ones to learn from; their estimates rest on little.`] : []),
    ...(cutoffs.warmupDays.length < 12 ? [`${cutoffs.warmupDays.length === 0 ? 'No cutoff lies' : `Only ${cutoffs.warmupDays.length} cutoff(s) lie`} before the first one: intervals and probabilities begin later, when enough residuals have matured.`] : []),
    ...(currencies.length > 1 ? [`The prices are in ${currencies.join(', ')}; sums of money mix them, and net figures are not computed.`] : []),
    ...(costs.profile === 'none' && currencies.length === 1 ? [`${costs.description}.`] : []),
  ];
}
