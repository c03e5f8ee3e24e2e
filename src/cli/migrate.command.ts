import { Command } from 'commander';
import { print } from './print.js';
import { migrate, withRawDatabase } from './session.js';

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Bring the schema of the database up to date, and end. Every start does it too; this is for those who want it done before.')
    .addHelpText('after', '\nExamples:\n  npm run -s pokewatch -- migrate\n  node dist/src/cli.js migrate')
    .action(async () => {
      await withRawDatabase(async ({ database }) => {
        const ran = await migrate(database.url);
        print(ran.length === 0 ? 'The schema is up to date.' : `Ran ${ran.length} migration(s): ${ran.join(', ')}.`);
      });
    });
}
