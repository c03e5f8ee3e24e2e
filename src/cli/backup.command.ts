import { Command } from 'commander';
import { backUp } from '../database/index.js';
import { systemClock } from '../shared/clock.js';
import { print } from './print.js';
import { withDatabase } from './session.js';
import { TerminalProgress } from './terminal-progress.js';

export function backupCommand(): Command {
  return new Command('backup')
    .description('Write everything the database holds into a folder, as of one moment, beside a running server.')
    .argument('<folder>', 'a folder that is empty or not there')
    .addHelpText(
      'after',
      `
Examples:
  npm run -s pokewatch -- backup backups/2025-06-30
  npm run -s pokewatch -- backup "backups/$(date -u +%F)"

One compressed file per table in the COPY format of PostgreSQL, with row counts and hashes in manifest.json, which is written last: a folder without it is
no backup. \`restore\` reads it into an empty database, of any server from version 15 on. It holds hashes of API keys, and the secrets of alert channels in
the clear: keep it like the database.`,
    )
    .action(async (folder: string) => {
      await withDatabase(async ({ database }) => {
        const progress = new TerminalProgress(process.stderr, Date.now);
        const { tables } = await backUp({ url: database.url, folder, now: systemClock.now(), progress });
        print(`${tables.length} tables with ${tables.reduce((sum, table) => sum + table.rows, 0)} rows are in ${folder}.`);
      });
    });
}
