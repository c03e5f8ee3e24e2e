import type { BacktestReport, ModelBacktest } from '../backtest/backtest-report.js';
import { toDecimal } from '../../../shared/money.js';
import { NO_DEMONSTRATED_SKILL } from '../gate.js';
import { count, percent, signedPercent, words } from './html.js';
import { MOST_SERIES } from './svg-charts.js';

/** The models a page draws: those through the gate first, then those that are no baselines, then by error; never the last price. */
export function modelsInFocus(models: readonly ModelBacktest[]): ModelBacktest[] {
  const rank = (model: ModelBacktest) => Number(!model.gate.passed) * 2 + Number(model.isBaseline);
  const error = (model: ModelBacktest) => model.evaluation.relativeLogError.value ?? Infinity;
  return models
    .filter((model) => model.modelName !== 'naive')
    .toSorted((a, b) => rank(a) - rank(b) || error(a) - error(b))
    .slice(0, MOST_SERIES);
}

/** The best of those through the gate, or else of all: by error in proportion, as the champion is chosen. */
function bestOf(models: readonly ModelBacktest[]): ModelBacktest | undefined {
  const error = (model: ModelBacktest) => Number(!model.gate.passed) * 1_000 + (model.evaluation.relativeLogError.value ?? 999);
  return models.filter((model) => model.modelName !== 'naive').toSorted((a, b) => error(a) - error(b))[0];
}

/** What the figures mean, one sentence each. */
export function summaryOf(report: BacktestReport): string[] {
  if (report.cutoffs.judgedRows === 0) return ['No cutoff can be judged yet: the days after them are not over in the data. There is nothing to say about any model.'];
  const passed = report.models.filter((model) => model.gate.passed).map((model) => model.modelName);
  const best = bestOf(report.models);
  return [
    passed.length > 0
      ? `Through the gate: ${passed.join(', ')}. Signals may rest on the best of them.`
      : `No model is through the gate. The service would show the last price as fair value and give no signal (${NO_DEMONSTRATED_SKILL}). That is an answer, not an error.`,
    ...(best ? [errorSentence(best, report), probabilitySentence(best, report), signalSentence(best)] : []),
  ];
}

function errorSentence({ modelName, evaluation }: ModelBacktest, { options }: BacktestReport): string {
  const { value, lower95, upper95 } = evaluation.relativeMae;
  if (value === null) return `${modelName} gave no estimates that could be judged.`;
  const change = Math.abs(value - 1) < 0.0005 ? 'the same as those' : `${value < 1 ? `${percent(1 - value)} smaller` : `${percent(value - 1)} larger`} than those`;
  const interval = lower95 === null || upper95 === null ? 'its uncertainty cannot be computed from so few cutoffs' : `95 % interval ${signedPercent(lower95 - 1)} to ${signedPercent(upper95 - 1)}`;
  const verdict =
    lower95 === null || upper95 === null ? '' : upper95 < 1 ? ' That is better than the last price beyond chance.' : lower95 > 1 ? ' That is worse than the last price beyond chance.' : ' The interval holds zero: no difference to the last price is shown.';
  return `${modelName}: its errors in money, ${options.horizonDays} days ahead, are ${change} of the last price (${interval}).${verdict}`;
}

function probabilitySentence({ evaluation }: ModelBacktest, { evaluation: { moveRatio, topShare } }: BacktestReport): string {
  const { up, down } = evaluation;
  if (up.top.lift === null && down.top.lift === null) return 'Its probabilities are not calibrated yet, so nothing can be said of them.';
  const side = (move: string, of: typeof up) =>
    of.top.lift === null ? `no figure for ${move}` : `${move} in ${percent(of.top.precision)} of cases where ${percent(of.baseRate)} of all cards did`;
  return `The ${percent(topShare, 0)} of cards it called most likely ${side(`rose by ${percent(moveRatio, 0)} or more`, up)}, and those called most likely to fall ${side('fell as much', down)}.`;
}

function signalSentence({ modelName, signals }: ModelBacktest): string {
  const { buy, sell } = signals.activity;
  if (buy + sell === 0) return `On ${modelName} the signal policy said neither BUY nor SELL.`;
  const { meanGrossRatio, meanNetRatio } = signals.buyReturns.market;
  if (buy === 0) return `On ${modelName} the signal policy said no BUY and ${count(sell)} SELL.`;
  const net = meanNetRatio.value === null ? '' : `, and ${signedPercent(meanNetRatio.value)} after the costs of selling`;
  return `On ${modelName} the signal policy said ${count(buy)} BUY and ${count(sell)} SELL. A BUY brought ${signedPercent(meanGrossRatio.value)} on average at published prices${net}.`;
}

/** What a reader must not take from the figures. */
export function limitsOf(report: BacktestReport): string[] {
  return [
    'Published market prices lag what can be bought: part of any skill is the published price catching up with asking prices. The rows for listing prices show what is left for a buyer.',
    'Net figures take the costs of selling, not the buyer\'s own postage, tax, time or the risk that nobody buys at the market price.',
    'The paper portfolio buys and sells any number of cards at the published price at once. Real markets are thin.',
    `Cards cheaper than ${leastPrice(report)} at a cutoff are not in any figure.`,
    'History that was imported at once is used in its latest version, not in the version a daily collector would have seen. Catalogue facts such as categories are those of today.',
    `Figures by ${words('outcome')} (moved or unmoved) look at what happened afterwards; nobody could have chosen by it.`,
    'Many figures stand beside each other; some look good by chance. The gate and the Holm correction are there for that.',
    'Nothing here is financial advice.',
  ];
}

/** The least price of the universe, in words. */
export function leastPrice({ options, game }: BacktestReport): string {
  const currency = game.currencies[0] ?? '';
  return `${toDecimal(options.minimumPriceCents, currency)} ${currency}`.trim();
}
