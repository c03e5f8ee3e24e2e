import { Command } from 'commander';
import type { Game } from '../ingestion/index.js';
import { Pipeline, PipelineWorker, RunPlanner, type RunOutcome } from '../pipeline/index.js';
import { type Day, dayRange } from '../shared/day.js';
import { BadData } from '../shared/errors.js';
import { toDayOption } from './day-option.js';
import { print } from './print.js';
import { type Session, withSession } from './session.js';
import { TerminalProgress } from './terminal-progress.js';

interface RunOptions {
  day?: Day;
  from?: Day;
  to?: Day;
  game?: string;
  json: boolean;
  retrain: boolean;
}

export function runCommand(): Command {
  return new Command('run')
    .description('Run the daily pipeline: collect, quality, features, train, validate, register, estimate, signal, score, mature, experiment, drift, publish.')
    .option('--day <day>', 'the day to run (default: the last observed day; today where live sources are asked)', toDayOption)
    .option('--from <day>', 'first day of a range', toDayOption)
    .option('--to <day>', 'last day of a range', toDayOption)
    .option('--game <slug>', 'one game (default: every real game with prices, or the simulated one where there is no other)')
    .option('--retrain', 'train although it is not due', false)
    .option('--json', 'print one JSON line per day', false)
    .addHelpText(
      'after',
      `
Examples:
  npm run -s pokewatch -- run
  npm run -s pokewatch -- run --day 2025-06-30 --game pokemon
  npm run -s pokewatch -- run --from 2025-06-01 --to 2025-06-30

A day whose prices and settings have not changed since its last run is not run again.`,
    )
    .action(async (options: RunOptions) => {
      if (options.day && (options.from || options.to)) throw new BadData('--day excludes --from and --to; expected one or the other.');
      if (Boolean(options.from) !== Boolean(options.to)) throw new BadData('--from and --to belong together; one of them is missing.');
      await withSession((session) => runGames(session, options));
    });
}

async function runGames(session: Session, options: RunOptions): Promise<void> {
  const games = await session.app.get(RunPlanner).gamesFor(options.game);
  if (games.length === 0) throw new BadData('There are no prices yet; import a file first, or start the server for a simulated market.');
  await session.app.get(PipelineWorker).start();
  for (const game of games) await runGame(session, game, options);
}

async function runGame({ app }: Session, game: Game, options: RunOptions): Promise<void> {
  const last = await app.get(RunPlanner).dayFor(game);
  const from = options.from ?? options.day ?? last;
  const to = options.to ?? options.day ?? last;
  if (from === undefined || to === undefined) throw new BadData(`${game.slug} has no prices yet; import a file first.`);
  if (to < from) throw new BadData(`--to ${to} is before --from ${from}; expected the same day or later.`);
  const days = dayRange(from, to);
  const rounds = { count: days.length, unit: 'days' };
  const progress = new TerminalProgress(process.stderr, () => performance.now(), rounds);
  try {
    const request = { game, trigger: 'cli', isTrainingForced: options.retrain, progress };
    // On a terminal the lines go above the bars; into a pipe or file they go by themselves.
    const write = process.stdout.isTTY && process.stderr.isTTY ? (text: string) => progress.say(text) : print;
    for await (const outcome of app.get(Pipeline).runEach(days, request)) {
      for (const line of options.json ? [JSON.stringify({ game: game.slug, ...outcome })] : describe(outcome, game)) write(line);
    }
  } finally {
    progress.stop();
  }
}

function describe(outcome: RunOutcome, game: Game): string[] {
  const simulated = game.isSimulated ? ' (simulated market)' : '';
  if (!outcome.hasRun) return [`${outcome.day} ${game.slug}${simulated}: nothing has changed since ${outcome.runId}; 0 rows written`];
  const signals = Object.entries(outcome.reports['signal']?.counts ?? {}).map(([name, count]) => `${name} ${count}`);
  const notes = Object.values(outcome.reports).flatMap((report) => report.notes ?? []);
  return [`${outcome.day} ${game.slug}${simulated}: ${outcome.written} rows written; ${signals.join(', ')}`, ...notes.map((note) => `  ${note}`)];
}
