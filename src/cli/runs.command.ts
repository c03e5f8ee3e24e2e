import { Command } from 'commander';
import { PipelineWorker, RunCancellation, RunForks } from '../pipeline/index.js';
import { print } from './print.js';
import { withSession } from './session.js';
import { TerminalProgress } from './terminal-progress.js';

export function runsCommand(): Command {
  const runs = new Command('runs').description('Cancel a run, or run a day again from one stage on. `status` lists runs.');
  runs
    .command('cancel')
    .description('Cancel a running run: no further stage begins, and what the running one still answers is not heard.')
    .argument('<id>', 'the run, as `status` lists it')
    .addHelpText('after', '\nExample:\n  npm run -s pokewatch -- runs cancel daily:pokemon:2025-06-30:1')
    .action(async (id: string) => {
      await withSession(({ app }) => app.get(RunCancellation).cancel(id));
      print(`${id} is cancelled.`);
    });
  runs
    .command('retry')
    .description('Run the day of a failed or cancelled run again, from the stage that failed; or that of any finished run, from the stage you name.')
    .argument('<id>', 'the run whose reports and inputs are taken over')
    .option('--from <stage>', 'the stage to begin at')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npm run -s pokewatch -- runs retry daily:pokemon:2025-06-30:1
  npm run -s pokewatch -- runs retry daily:pokemon:2025-06-30:1 --from estimate

The new run is the next one of that day. It works on the prices that the old one knew.`,
    )
    .action(async (id: string, options: { from?: string; json: boolean }) => {
      const progress = new TerminalProgress(process.stderr, () => performance.now());
      try {
        const outcome = await withSession(async ({ app }) => {
          await app.get(PipelineWorker).start();
          return app.get(RunForks).run({ runId: id, fromStage: options.from, trigger: 'cli' }, progress);
        });
        progress.stop();
        print(options.json ? JSON.stringify(outcome) : `${outcome.runId}: ${outcome.written} rows written, on what ${id} had worked on.`);
      } finally {
        progress.stop();
      }
    });
  return runs;
}
