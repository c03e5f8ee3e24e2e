import { Command } from 'commander';
import { Backfill, Pipeline, PipelineWorker } from '../pipeline/index.js';
import type { Day } from '../shared/day.js';
import { toDayOption } from './day-option.js';
import { print } from './print.js';
import { withSession } from './session.js';
import { TerminalProgress } from './terminal-progress.js';

interface BackfillOptions {
  game: string;
  from: Day;
  to: Day;
  json: boolean;
}

export function backfillCommand(): Command {
  return new Command('backfill')
    .description('Run past days of a game whose prices are here or can still be asked for, oldest first. At most 366 days at a time.')
    .requiredOption('--game <slug>', 'a game of imported files or of sources with history')
    .requiredOption('--from <day>', 'first day', toDayOption)
    .requiredOption('--to <day>', 'last day', toDayOption)
    .option('--json', 'print one JSON line per day', false)
    .addHelpText(
      'after',
      `
Example:
  npm run -s pokewatch -- backfill --game pokemon --from 2025-06-01 --to 2025-06-30

A source that says only what is true now is never asked for a past day: what it said of a day stands.
A day whose prices and settings have not changed since its last run is not run again.`,
    )
    .action((options: BackfillOptions) =>
      withSession(async ({ app }) => {
        const { game, days } = await app.get(Backfill).plan(options);
        await app.get(PipelineWorker).start();
        const progress = new TerminalProgress(process.stderr, () => performance.now(), { count: days.length, unit: 'days' });
        try {
          for await (const outcome of app.get(Pipeline).runEach(days, { game, trigger: 'cli', progress })) {
            const written = outcome.hasRun ? `${outcome.written} rows written` : `nothing has changed since ${outcome.runId}; 0 rows written`;
            print(options.json ? JSON.stringify({ game: game.slug, ...outcome }) : `${outcome.day} ${game.slug}: ${written}`);
          }
        } finally {
          progress.stop();
        }
      }),
    );
}
