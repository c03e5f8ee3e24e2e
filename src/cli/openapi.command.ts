import { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { describeApi } from '../http/index.js';
import { createApp } from '../start/create-app.js';
import { print } from './print.js';
import { withDatabase } from './session.js';

export function openapiCommand(): Command {
  return new Command('openapi')
    .description('Print the OpenAPI document of the HTTP API, or write it to a file.')
    .option('--out <file>', 'where to write it')
    .addHelpText('after', '\nExample:\n  npm run -s pokewatch -- openapi --out openapi.json')
    .action(async (options: { out?: string }) => {
      await withDatabase(async ({ config, database }) => {
        const app = await createApp(config, database);
        try {
          const text = `${JSON.stringify(describeApi(app), null, 2)}\n`;
          if (options.out === undefined) print(text);
          else await writeFile(options.out, text);
        } finally {
          await app.close();
        }
      });
    });
}
