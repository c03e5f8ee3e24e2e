import { Command } from 'commander';
import { ImportStage, type ImportSummary } from '../ingestion/index.js';
import { print, tell } from './print.js';
import { withSession } from './session.js';
import { TerminalProgress } from './terminal-progress.js';

interface ImportOptions {
  game: string;
  source: string;
  dryRun: boolean;
  json: boolean;
  report?: string;
}

export function importCommand(): Command {
  return new Command('import')
    .description('Load price files (.csv, .csv.gz) into the database. Good rows are kept, bad rows go to quarantine and to the report.')
    .argument('<file...>', 'files with the columns series_id, name, set, variant, date, price, currency, and optional ones')
    .option('--game <slug>', 'the game the cards belong to', 'pokemon')
    .option('--source <slug>', 'who says these prices', 'csv')
    .option('--dry-run', 'check everything, write nothing', false)
    .option('--json', 'print the summary as JSON', false)
    .option('--report <file>', 'write the rejected rows with line number and reason to this CSV file')
    .addHelpText(
      'after',
      `
Examples:
  npm run -s pokewatch -- import prices.csv.gz
  npm run -s pokewatch -- import lorcana.csv --game lorcana --report rejected.csv
  npm run -s pokewatch -- import prices.csv --dry-run --json

Importing the same file again changes nothing; another price for a day that is known is stored as a correction.`,
    )
    .action(async (files: string[], options: ImportOptions) => {
      const progress = new TerminalProgress(process.stderr, () => performance.now());
      try {
        const summary = await withSession(({ app }) =>
          app.get(ImportStage).run({
            files,
            gameSlug: options.game,
            sourceSlug: options.source,
            isDryRun: options.dryRun,
            reportPath: options.report,
            progress,
          }),
        );
        progress.stop();
        report(summary, options);
      } finally {
        progress.stop();
      }
    });
}

function report(summary: ImportSummary, options: ImportOptions): void {
  for (const warning of summary.warnings) tell(`Note: ${warning}`);
  if (options.json) {
    print(JSON.stringify(summary, null, 2));
    return;
  }
  const reasons = Object.entries(summary.reasons).map(([reason, count]) => `    ${reason.padEnd(20)} ${count.toLocaleString('en')}`);
  const line = (label: string, count: number) => `  ${label.padEnd(10)} ${count.toLocaleString('en').padStart(12)}`;
  print(
    [
      `${options.dryRun ? 'Checked, nothing written' : 'Imported'} (game ${options.game}, source ${options.source}) in ${summary.seconds.toFixed(1)} s`,
      line('rows', summary.rows),
      line('accepted', summary.accepted),
      line('unchanged', summary.unchanged),
      line('corrected', summary.corrected),
      line('rejected', summary.rejected),
      ...reasons,
      ...(summary.accepted > 0 && !options.dryRun ? [`Next: npm run -s pokewatch -- run --game ${options.game}`] : []),
    ].join('\n'),
  );
}
