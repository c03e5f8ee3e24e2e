import { Command, InvalidArgumentError } from 'commander';
import { Backtest, type BacktestSummary } from '../serving/index.js';
import type { Day } from '../shared/day.js';
import { BadData } from '../shared/errors.js';
import { toDayOption } from './day-option.js';
import { print, table, tell } from './print.js';
import { withSession } from './session.js';
import { TerminalProgress } from './terminal-progress.js';

interface BacktestOptions {
  game: string;
  from?: Day;
  to?: Day;
  horizonDays: number;
  stepDays: number;
  models?: string[];
  minPrice: number;
  predictions?: string;
  report?: string;
  html?: string;
}

export function backtestCommand(): Command {
  return new Command('backtest')
    .description('Walk the models through the past of a game and judge what they and the signal policy would have said, out of sample.')
    .requiredOption('--game <slug>', 'whose prices')
    .option('--from <day>', 'first cutoff (default: 40 cutoffs up to --to, or the first with enough history)', toDayOption)
    .option('--to <day>', 'last possible cutoff (default: the last observed day minus the horizon)', toDayOption)
    .option('--horizon-days <n>', 'how far ahead fair values look, 1 to 90', toNumber, 28)
    .option('--step-days <n>', 'days between two cutoffs, 1 to 91', toNumber, 7)
    .option('--models <names>', 'comma-separated; the baselines always run beside them (default: all)', toNames)
    .option('--min-price <amount>', 'cards cheaper than this at a cutoff take no part in it', toNumber, 5)
    .option('--predictions <file>', 'write one row per model, series and cutoff to this CSV file, compressed where it ends in .gz')
    .option('--report <file>', 'write all figures to this JSON file')
    .option('--html <file>', 'write the report for reading to this one file')
    .addHelpText(
      'after',
      `
Examples:
  npm run -s pokewatch -- backtest --game pokemon --html report.html
  npm run -s pokewatch -- backtest --game lorcana --from 2025-03-01 --to 2025-11-30 --horizon-days 7 --report report.json
  npm run -s pokewatch -- backtest --game pokemon --models local-level --min-price 20 --predictions predictions.csv.gz

At each cutoff the models know what was known then. Cutoffs whose horizon has not passed in the data are predicted, never judged.`,
    )
    .action(async (options: BacktestOptions) => {
      if (options.from && options.to && options.to < options.from) throw new BadData(`--to ${options.to} is before --from ${options.from}; expected the same day or later.`);
      const progress = new TerminalProgress(process.stderr, () => performance.now());
      try {
        const summary = await withSession(({ app }) =>
          app.get(Backtest).run({
            gameSlug: options.game,
            from: options.from,
            to: options.to,
            horizonDays: options.horizonDays,
            stepDays: options.stepDays,
            models: options.models,
            minPriceMajor: options.minPrice,
            predictionsPath: options.predictions,
            reportPath: options.report,
            htmlPath: options.html,
            progress,
          }),
        );
        progress.stop();
        show(summary, options);
      } finally {
        progress.stop();
      }
    });
}

function show({ report, predictionLines }: BacktestSummary, options: BacktestOptions): void {
  for (const note of report.notes) tell(`Note: ${note}`);
  const { cutoffs, game } = report;
  const simulated = game.isSimulated ? ' (simulated market: invented cards and prices)' : '';
  print(`${game.slug}${simulated}: ${cutoffs.judged} cutoff${cutoffs.judged === 1 ? '' : 's'} from ${cutoffs.first ?? '-'} to ${cutoffs.last ?? '-'}, ${report.options.horizonDays} days ahead, ${cutoffs.judgedRows.toLocaleString('en')} rows judged`);
  print(
    table(
      ['model', 'rel. MAE', '95 %', 'rel. RMSE', 'DM p', 'cover 80', 'lift up', 'lift down', 'BUY', 'SELL', `gate (last ${report.options.gateCutoffs})`],
      report.models.map(({ modelName, evaluation, signals, gate }) => [
        modelName,
        figure(evaluation.relativeMae.value),
        `${figure(evaluation.relativeMae.lower95)} to ${figure(evaluation.relativeMae.upper95)}`,
        figure(evaluation.relativeRmse.value),
        figure(evaluation.dieboldMariano?.holmPValue),
        figure(evaluation.overall.coverage80),
        figure(evaluation.up.top.lift),
        figure(evaluation.down.top.lift),
        String(signals.activity.buy),
        String(signals.activity.sell),
        gate.passed ? 'passes' : `fails ${gate.checks.filter((check) => !check.passed).map((check) => check.id).join(', ')}`,
      ]),
    ),
  );
  const written = [
    ...(options.predictions === undefined ? [] : [`${options.predictions} (${predictionLines.toLocaleString('en')} lines)`]),
    ...(options.report === undefined ? [] : [options.report]),
    ...(options.html === undefined ? [] : [options.html]),
  ];
  if (written.length > 0) print(`Written: ${written.join(', ')}`);
}

function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? '-' : value.toFixed(3);
}

function toNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError(`"${text}" is not a number.`);
  return value;
}

function toNames(text: string): string[] {
  const names = text.split(',').map((name) => name.trim()).filter((name) => name !== '');
  if (names.length === 0) throw new InvalidArgumentError('expected names of models, separated by commas.');
  return [...new Set(names)];
}
