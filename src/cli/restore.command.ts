import { Command } from 'commander';
import { restore, withMigrationLock } from '../database/index.js';
import { systemClock } from '../shared/clock.js';
import { print } from './print.js';
import { migrate, withRawDatabase } from './session.js';
import { TerminalProgress } from './terminal-progress.js';

export function restoreCommand(): Command {
  return new Command('restore')
    .description('Read a backup into an empty database, and bring its schema up to date.')
    .argument('<folder>', 'a folder that `backup` has written')
    .addHelpText(
      'after',
      `
Examples:
  DATA_DIR=restored npm run -s pokewatch -- restore backups/2025-06-30
  DATABASE_URL=postgres://pokewatch@db/pokewatch npm run -s pokewatch -- restore backups/2025-06-30

Start the server on it afterwards. A database that has games is refused. Every file is checked against its hash before anything counts; where one does not
fit, nothing is restored. Runs that were under way when the backup was made are failed, and their days made up for by the schedule.`,
    )
    .action(async (folder: string) => {
      await withRawDatabase(async ({ database }) => {
        const progress = new TerminalProgress(process.stderr, Date.now);
        const manifest = await withMigrationLock(database.url, () => restore({ url: database.url, folder, now: systemClock.now(), progress }));
        await migrate(database.url);
        print(`The backup of ${manifest.createdAt} is restored: ${manifest.tables.reduce((sum, table) => sum + table.rows, 0)} rows.`);
      });
    });
}
