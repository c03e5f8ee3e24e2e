import { toDay } from '../../../shared/day.js';
import type { BacktestReport, ModelBacktest } from '../backtest/backtest-report.js';
import type { ErrorReport } from '../error-report.js';
import { count, emptyState, escapeHtml, figure, inOrder, paragraph, percent, pValue, section, signedPercent, table, withInterval, words } from './html.js';
import { type ChartSeries, forestPlot, lineChart } from './svg-charts.js';

const asDay = (value: number) => toDay(Math.round(value));

/** All models beside the last price. */
export function headline({ models, evaluation }: BacktestReport): string {
  const against = models.map(({ modelName, evaluation: of, dieboldMarianoInMoney: money, gate }) => [
    modelName, gate.passed ? 'passes' : 'fails', withInterval(of.relativeMae), withInterval(of.relativeRmse), withInterval(of.relativeLogError), withInterval(of.relativeLogRmse),
    pValue(of.dieboldMariano?.holmPValue), pValue(money?.holmPValue), figure(of.rankCorrelation),
  ]);
  const alone = models.map(({ modelName, evaluation: { overall: of } }) => [
    modelName, figure(of.mase), figure(of.rmsse), percent(of.mape), percent(of.naiveMape), percent(of.wape), signedPercent(of.logBias), percent(of.coverage80), percent(of.coverage95),
    figure(of.winkler80), figure(of.winkler95), `${figure(of.pinball10, 4)} / ${figure(of.pinball50, 4)} / ${figure(of.pinball90, 4)}`, percent(of.answerRate),
  ]);
  return section(
    'models',
    'The models against the last price',
    paragraph('Relative errors below 1 are better than the last price ("naive"), above 1 worse. "Log" errors are in proportion, so that a $5 card counts like a $500 one. p-values are of Diebold-Mariano tests on period means, corrected for the number of models (Holm); they say that a difference is no accident, not in whose favour.'),
    table({
      caption: `Against the last price, ${count(evaluation.rows)} rows at ${evaluation.cutoffs} cutoffs; 95 % intervals in brackets`,
      head: ['model', 'gate', 'rel. MAE', 'rel. RMSE', 'rel. log MAE', 'rel. log RMSE', 'DM p, log', 'DM p, money', 'rank corr.'],
      rows: against,
    }),
    table({
      caption: 'Errors and intervals by themselves',
      head: ['model', 'MASE', 'RMSSE', 'MAPE', 'MAPE of the last price', 'WAPE', 'bias', 'in 80 %', 'in 95 %', 'Winkler 80 %', 'Winkler 95 %', 'pinball 10 / 50 / 90 %', 'answered'],
      rows: alone,
    }),
    probabilities(models, evaluation.moveRatio),
  );
}

function probabilities(models: readonly ModelBacktest[], moveRatio: number): string {
  const rows = models.flatMap(({ modelName, evaluation }) =>
    (['up', 'down'] as const).map((direction) => {
      const of = evaluation[direction];
      return [
        `${modelName}, ${direction}`, count(of.rows), percent(of.baseRate), figure(of.auc), figure(of.brier, 4), figure(of.climatologyBrier, 4), figure(of.expectedCalibrationError),
        percent(of.top.precision), percent(of.top.recall), withInterval({ value: of.top.lift, lower95: of.top.liftLower95, upper95: of.top.liftUpper95 }, (value) => figure(value, 2)),
      ];
    }),
  );
  const head = ['model', 'rows', 'base rate', 'AUC', 'Brier', 'climatology Brier', 'calibration error', 'top 5 %: right', 'top 5 %: found', 'top 5 %: lift (95 %)'];
  return table({ caption: `Probabilities of a rise (up) or a fall (down) of at least ${percent(moveRatio, 0)}`, head, rows });
}

/** The verdict of every model with its reasons. */
export function gates({ models, options }: BacktestReport): string {
  const parts = models.map(({ modelName, gate }) => {
    const failed = gate.checks.filter((check) => !check.passed);
    const verdict = gate.passed ? '<span class="good">passes</span>' : `<span class="bad">does not pass</span>: ${escapeHtml(failed.map((check) => words(check.id)).join(', '))}`;
    const rows = gate.checks.map((check) => [check.description, check.passed ? 'holds' : 'fails', check.measured, check.required]);
    return `<details><summary><strong>${escapeHtml(modelName)}</strong> ${verdict}</summary><div class="texts">${table({ caption: `Checks of ${modelName}`, head: ['check', 'outcome', 'measured', 'required'], rows })}</div></details>`;
  });
  return section('gate', 'The gate', paragraph(`A model may give signals only if every check holds on the last ${options.gateCutoffs} cutoffs. Judged as the first champion: nobody to be compared with.`), ...parts);
}

/** Plots of errors and calibration of the models in focus. */
export function plots({ models, evaluation }: BacktestReport, focus: readonly ModelBacktest[]): string {
  const forest = forestPlot({
    title: 'Relative mean absolute error, with 95 % interval',
    description: models.map((model) => `${model.modelName} ${withInterval(model.evaluation.relativeMae)}`).join('; '),
    xLabel: 'error / error of the last price (1: no better)',
    rows: models.map((model) => ({ name: model.modelName, ...model.evaluation.relativeMae })),
  });
  const losses = lineChart({
    title: 'Loss by cutoff, relative to the last price',
    description: 'For each cutoff the mean absolute log error of each model divided by that of the last price. Below 1 is better.',
    xLabel: 'cutoff',
    yLabel: 'loss ratio',
    series: focus.map(({ modelName, evaluation: of }) => ({
      name: modelName,
      points: of.periods.cutoffDays.map((day, i) => [day, ratioOrNull(of.periods.loss[i], of.periods.naiveLoss[i])] as const),
    })),
    xText: asDay,
    yText: (value) => value.toFixed(2),
    reference: { y: 1, name: 'last price' },
  });
  const charts = [forest, losses, ...(['up', 'down'] as const).map((direction) => reliability(focus, direction, evaluation.moveRatio)), coverage(focus), ...(['up', 'down'] as const).map((direction) => lifts(focus, direction))];
  return section('plots', 'Plots', focus.length > 0 ? paragraph(`Lines are of ${focus.map((model) => model.modelName).join(', ')}; the tables have all models.`) : emptyState('Only the last price was run: there is nothing to compare.'), `<div class="charts">${charts.join('')}</div>`);
}

function reliability(focus: readonly ModelBacktest[], direction: 'up' | 'down', moveRatio: number): string {
  const series = focus.map(({ modelName, evaluation }): ChartSeries => {
    const bins = evaluation[direction].reliability;
    const most = bins.reduce((largest, bin) => Math.max(largest, bin.count), 1);
    return {
      name: modelName,
      points: bins.map((bin) => [bin.meanProbability, bin.observedShare] as const),
      radii: bins.map((bin) => 2 + 5 * Math.sqrt(bin.count / most)),
    };
  });
  const move = direction === 'up' ? 'rise' : 'fall';
  return lineChart({
    title: `Reliability of P(${direction})`,
    description: `How often a ${move} of at least ${percent(moveRatio, 0)} came true, by the probability that was stated. On the dashed line both agree. Larger marks are more rows.`,
    xLabel: `stated probability of a ${move}`,
    yLabel: 'came true',
    series,
    xText: (value) => percent(value, 0),
    yText: (value) => percent(value, 0),
    isSquare: true,
  });
}

function coverage(focus: readonly ModelBacktest[]): string {
  const quarters = [...new Set(focus.flatMap((model) => Object.keys(model.evaluation.slices['quarter'] ?? {})))].toSorted();
  return lineChart({
    title: 'Coverage of the 80 % interval by quarter',
    description: 'Share of prices within the 80 % interval, by calendar quarter of the cutoff. The band is 77 to 83 %, what the gate asks for.',
    xLabel: 'quarter of the cutoff',
    yLabel: 'within 80 % interval',
    series: focus.map(({ modelName, evaluation }) => ({
      name: modelName,
      points: quarters.map((quarter, at) => [at, evaluation.slices['quarter']?.[quarter]?.coverage80 ?? null] as const),
    })),
    xText: (value) => quarters[value] ?? '',
    xTicks: quarters.map((_, at) => at).filter((at) => at % Math.ceil(quarters.length / 5) === 0),
    yText: (value) => percent(value, 0),
    band: { from: 0.77, to: 0.83, name: '77 to 83 %' },
  });
}

function lifts(focus: readonly ModelBacktest[], direction: 'up' | 'down'): string {
  return lineChart({
    title: `Lift of the top 5 % of P(${direction}), by cutoff`,
    description: `How much more often than all cards the 5 % with the highest P(${direction}) moved, at each cutoff. 1 is chance.`,
    xLabel: 'cutoff',
    yLabel: 'lift',
    series: focus.map(({ modelName, liftByCutoff }) => ({ name: modelName, points: liftByCutoff[direction].map((one) => [one.cutoffDay, one.lift] as const) })),
    xText: asDay,
    yText: (value) => value.toFixed(1),
    reference: { y: 1, name: 'chance' },
  });
}

/** Errors of the models in focus in every part of the market. */
export function slices(focus: readonly ModelBacktest[]): string {
  const dimensions = Object.keys(focus[0]?.evaluation.slices ?? {});
  if (dimensions.length === 0) return section('slices', 'Parts of the market', emptyState('Nothing was judged.'));
  const parts = dimensions.map((dimension) => {
    const values = inOrder(focus.flatMap((model) => Object.keys(model.evaluation.slices[dimension] ?? {})));
    const rows = values.flatMap((value) =>
      focus.flatMap(({ modelName, evaluation }) => {
        const errors = evaluation.slices[dimension]?.[value];
        return errors ? [sliceRow(`${words(value)}: ${modelName}`, errors)] : [];
      }),
    );
    const head = ['part', 'rows', 'rel. MAE', 'rel. RMSE', 'rel. log MAE', 'MASE', 'MAPE / naive', 'WAPE', 'bias', 'in 80 %', 'in 95 %', 'Winkler 80 %', 'pinball 10 / 90 %'];
    return `<details${dimension === 'priceBand' ? ' open' : ''}><summary>By ${escapeHtml(words(dimension))}</summary>${table({ caption: `By ${words(dimension)}`, head, rows })}</details>`;
  });
  return section('slices', 'Parts of the market', ...parts);
}

function sliceRow(name: string, of: ErrorReport): string[] {
  return [
    name, count(of.rows), figure(of.relativeMae), figure(of.relativeRmse), figure(of.relativeLogError), figure(of.mase), `${percent(of.mape)} / ${percent(of.naiveMape)}`, percent(of.wape),
    signedPercent(of.logBias), percent(of.coverage80), percent(of.coverage95), figure(of.winkler80), `${figure(of.pinball10, 4)} / ${figure(of.pinball90, 4)}`,
  ];
}

function ratioOrNull(above: number | undefined, below: number | undefined): number | null {
  return above !== undefined && below !== undefined && below > 0 ? above / below : null;
}
