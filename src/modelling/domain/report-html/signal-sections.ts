import { toDay } from '../../../shared/day.js';
import { type BacktestReport, type ModelBacktest, PRICE_BASES, type PriceBasis } from '../backtest/backtest-report.js';
import type { CallReport } from '../backtest/signal-report.js';
import type { ReturnReport } from '../backtest/signal-returns.js';
import { count, emptyState, escapeHtml, figure, inOrder, paragraph, percent, section, signedPercent, table, withInterval, words } from './html.js';
import { lineChart } from './svg-charts.js';

const BASIS_WORDS: Readonly<Record<PriceBasis, string>> = {
  market: 'published market price',
  medianListing: 'median listing',
  lowestListing: 'lowest sane listing',
};

/** What the policy said, how often it was right, and what was left of it. */
export function signals({ models, policy, costs }: BacktestReport, focus: readonly ModelBacktest[]): string {
  const activity = models.map(({ modelName, signals: { activity: of } }) => [
    modelName, count(of.buy), count(of.sell), count(of.hold), count(of.none), percent(of.signalRate, 2), percent(of.flipRatePerCardDay, 2), of.meanDwellDays === null ? '–' : `${figure(of.meanDwellDays, 0)} days`,
  ]);
  return section(
    'signals',
    'Signals',
    paragraph(`What policy ${policy.version} would have said on each model's estimates, had it been let through. Costs: ${costs.description}.`),
    table({ caption: 'What was said, one row per card and cutoff', head: ['model', 'BUY', 'SELL', 'HOLD', 'none', 'BUY or SELL', 'changes per card-day', 'mean dwell'], rows: activity }),
    ...focus.map(ofModel),
  );
}

function ofModel(model: ModelBacktest): string {
  const { buy, sell } = model.signals.activity;
  const title = `<h3>${escapeHtml(model.modelName)}</h3>`;
  if (buy + sell === 0) return `${title}${emptyState('Neither BUY nor SELL was said: there is nothing to judge.')}`;
  return `${title}${calls(model)}${returns(model)}`;
}

function calls({ modelName, signals: { holdings } }: ModelBacktest): string {
  const rowOf = (name: string, of: CallReport) => [
    name, count(of.calls), count(of.right), percent(of.precision), percent(of.recall, 2), percent(of.baseRate), withInterval(of.lift, (value) => figure(value, 2)),
  ];
  const rows = holdings.flatMap(({ holdingDays, buy, sell, byCategory }) => [
    rowOf(`BUY, ${holdingDays} days`, buy),
    rowOf(`SELL, ${holdingDays} days`, sell),
    ...(Object.keys(byCategory).length > 1
      ? Object.entries(byCategory).flatMap(([category, pair]) => [rowOf(`BUY, ${holdingDays} days, ${category}`, pair.buy), rowOf(`SELL, ${holdingDays} days, ${category}`, pair.sell)])
      : []),
  ]);
  return table({ caption: `How often the price moved as ${modelName}'s signals said`, head: ['signal and holding', 'calls', 'right', 'precision', 'recall', 'base rate', 'lift (95 %)'], rows });
}

function returns({ signals: { buyReturns, buyReturnsByPriceBand, sellReturns } }: ModelBacktest): string {
  const rowOf = (name: string, of: ReturnReport) => [
    name, count(of.calls), withInterval(of.meanGrossRatio, signedPercent), signedPercent(of.medianGrossRatio), withInterval(of.meanExcessRatio, signedPercent),
    withInterval(of.meanNetRatio, signedPercent), signedPercent(of.medianNetRatio), percent(of.shareNetAboveZero),
  ];
  const rowsOf = (name: string, of: ReturnReport) => (of.calls > 0 ? [rowOf(name, of)] : []);
  const rows = [
    ...PRICE_BASES.flatMap((basis) => rowsOf(`BUY at ${BASIS_WORDS[basis]}`, buyReturns[basis])),
    ...inOrder(Object.keys(buyReturnsByPriceBand)).flatMap((band) =>
      PRICE_BASES.flatMap((basis) => {
        const of = buyReturnsByPriceBand[band]?.[basis];
        return of ? rowsOf(`BUY, ${words(band)}, at ${BASIS_WORDS[basis]}`, of) : [];
      }),
    ),
  ];
  const head = ['bought', 'calls', 'mean gross (95 %)', 'median gross', 'mean over market (95 %)', 'mean net (95 %)', 'median net', 'net above zero'];
  const after = `After a SELL (${count(sellReturns.calls)} calls) the price changed by ${withInterval(sellReturns.meanGrossRatio, signedPercent)} on average, ${withInterval(sellReturns.meanExcessRatio, signedPercent)} against its market. Below zero is what a seller wants.`;
  const unlisted = buyReturns.market.calls > 0 && buyReturns.lowestListing.calls === 0 ? paragraph('No asking prices were observed with these BUYs: what was left for a buyer at a listing cannot be said.') : '';
  return `${table({ caption: 'What a BUY was worth over the horizon, gross and net of the costs of selling', head, rows })}${unlisted}${paragraph(after)}`;
}

/** The paper portfolios of the models in focus that bought anything. */
export function portfolios(focus: readonly ModelBacktest[]): string {
  const invested = focus.filter((model) => model.signals.portfolio.trades > 0);
  const explanation = paragraph('Equal shares in every open BUY, held until the horizon after its latest BUY; money without a BUY rests. "Market" holds every card of the universe alike, without costs.');
  if (invested.length === 0) return section('portfolio', 'A paper portfolio', emptyState('No BUY was said, so nothing was bought.'));
  const charts = invested.map(({ modelName, signals: { portfolio } }) => {
    const line = (name: string, values: readonly number[]) => ({ name, points: values.map((value, i) => [portfolio.days[i] as number, value] as const) });
    return lineChart({
      title: `Paper portfolio of ${modelName}`,
      description: `Value of a portfolio that began at 1 and follows the BUYs on ${modelName}, before and after costs, beside the whole market.`,
      xLabel: 'day',
      yLabel: 'value (start: 1)',
      series: [line('gross', portfolio.grossValue), ...(portfolio.netValue ? [line('net of costs', portfolio.netValue)] : []), line('market', portfolio.marketValue)],
      xText: (value) => toDay(Math.round(value)),
      yText: (value) => value.toFixed(2),
      reference: { y: 1, name: 'start' },
    });
  });
  const rows = invested.map(({ modelName, signals: { portfolio: of } }) => [
    modelName, figure(of.grossValue.at(-1), 2), figure(of.netValue?.at(-1), 2), figure(of.marketValue.at(-1), 2), percent(of.maximumDrawdownRatio), percent(of.maximumNetDrawdownRatio),
    percent(of.turnoverRatioPerStep), count(of.trades), of.meanHoldingDays === null ? '–' : `${figure(of.meanHoldingDays, 0)} days`, percent(of.investedRatio),
  ]);
  const head = ['model', 'gross', 'net', 'market', 'largest fall, gross', 'largest fall, net', 'exchanged per step', 'holdings', 'mean holding', 'time invested'];
  return section('portfolio', 'A paper portfolio', explanation, table({ caption: 'Value at the end (start: 1)', head, rows }), `<div class="charts">${charts.join('')}</div>`);
}
