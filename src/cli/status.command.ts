import { Command } from 'commander';
import { CatalogueReader, LivePrices } from '../ingestion/index.js';
import { RunReader } from '../pipeline/index.js';
import { print, table } from './print.js';
import { withSession } from './session.js';
import { sourceLines } from './source-lines.js';

export function statusCommand(): Command {
  return new Command('status')
    .description('Show the live sources and the latest runs, stage by stage for the newest.')
    .option('--game <slug>', 'one game only')
    .option('--limit <n>', 'how many runs', (text) => Number.parseInt(text, 10), 10)
    .option('--json', 'print as JSON', false)
    .addHelpText('after', '\nExamples:\n  npm run -s pokewatch -- status\n  npm run -s pokewatch -- status --game pokemon --limit 3')
    .action(async (options: { game?: string; limit: number; json: boolean }) => {
      await withSession(async ({ app }) => {
        const game = options.game === undefined ? undefined : await app.get(CatalogueReader).gameBySlug(options.game);
        const runs = await app.get(RunReader).recent({ gameId: game?.id, limit: options.limit });
        if (options.json) return print(JSON.stringify(runs, null, 2));
        const sources = sourceLines(await app.get(LivePrices).status());
        if (sources !== '') print(`${sources}\n`);
        if (runs.length === 0) return print('No run yet.');
        print(table(['run', 'state', 'trigger', 'started', 'seconds'], runs.map((run) => [run.id, run.state, run.trigger, run.startedAt.toISOString(), secondsOf(run)])));
        const stages = runs[0] ? await app.get(RunReader).stagesOf(runs[0].id) : [];
        print(`\n${runs[0]?.id ?? ''}`);
        print(
          table(
            ['stage', 'state', 'ms', 'written', 'counts'],
            stages.map((stage) => [stage.stage, stage.state, String(stage.durationMs ?? ''), String(stage.report?.written ?? ''), stage.error ?? countsOf(stage.report)]),
          ),
        );
      });
    });
}

function secondsOf(run: { startedAt: Date; finishedAt: Date | null }): string {
  return run.finishedAt ? ((run.finishedAt.getTime() - run.startedAt.getTime()) / 1_000).toFixed(1) : '';
}

function countsOf(report: { counts: Readonly<Record<string, number>>; skipped?: string } | null): string {
  if (!report) return '';
  return report.skipped ?? Object.entries(report.counts).map(([name, count]) => `${name} ${count}`).join(', ');
}
