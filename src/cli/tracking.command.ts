import { Command } from 'commander';
import { TrackingSender, TrackingStatus } from '../tracking/index.js';
import { print, table } from './print.js';
import { withSession } from './session.js';

export function trackingCommand(): Command {
  const tracking = new Command('tracking').description('What MLflow and DVC have been told of trainings and models.');
  tracking
    .command('status')
    .description('Show what was sent, what waits, and what was refused and why.')
    .option('--limit <n>', 'how many events', (text) => Number.parseInt(text, 10), 20)
    .option('--json', 'print as JSON', false)
    .addHelpText('after', '\nExample:\n  npm run -s pokewatch -- tracking status --limit 50')
    .action(async (options: { limit: number; json: boolean }) => {
      await withSession(async ({ app }) => {
        const status = app.get(TrackingStatus);
        const [overview, events] = [await status.overview(), await status.list({ limit: options.limit })];
        if (options.json) return print(JSON.stringify({ ...overview, events }, null, 2));
        print(`MLflow ${overview.mlflow ? 'is told' : 'is not set (MLFLOW_TRACKING_URI)'}; DVC ${overview.dvc ? 'is told' : 'is not set (DVC_REMOTE_URL)'}.\n`);
        print(table(['kind', 'state', 'events'], overview.counts.map(({ kind, state, events: count }) => [kind, state, String(count)])));
        print(table(['id', 'event', 'state', 'attempts', 'remote', 'error'], events.map((one) => [String(one.id), one.key, one.state, String(one.attempts), one.remoteId ?? '', one.lastError ?? ''])));
      });
    });
  tracking
    .command('replay')
    .description('Send again what was refused, and now what waits.')
    .addHelpText('after', '\nExample (after new credentials):\n  npm run -s pokewatch -- tracking replay')
    .action(async () => {
      await withSession(async ({ app }) => {
        const replayed = await app.get(TrackingStatus).replay();
        const { sent, postponed, failed, dropped } = await app.get(TrackingSender).sendDue();
        print(`${replayed} events had been refused. Now ${sent} were sent, ${postponed} wait, ${failed} were refused, ${dropped} had nothing left to send.`);
      });
    });
  return tracking;
}
