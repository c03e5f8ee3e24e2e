import { Command, Option } from 'commander';
import { ApiKeyIssuer, type ApiKeyScope } from '../auth/index.js';
import { print, table } from './print.js';
import { withSession } from './session.js';

export function keysCommand(): Command {
  const keys = new Command('keys').description('Make, list and revoke API keys.');
  keys
    .command('create')
    .description('Make a key. It is shown this once.')
    .argument('<name>', 'what the key is for')
    .addOption(new Option('--scope <scope>', 'what it may do: ask, change data too, or operate the service too').choices(['read', 'write', 'admin']).default('read'))
    .addHelpText('after', '\nExamples:\n  npm run -s pokewatch -- keys create dashboard\n  npm run -s pokewatch -- keys create operations --scope admin')
    .action(async (name: string, options: { scope: ApiKeyScope }) => {
      await withSession(async ({ app }) => {
        const issued = await app.get(ApiKeyIssuer).issue({ name, scopes: [options.scope] });
        print(issued.text);
      });
    });
  keys
    .command('list')
    .description('Show all keys without their secrets.')
    .action(async () => {
      await withSession(async ({ app }) => {
        const rows = await app.get(ApiKeyIssuer).list();
        const day = (at: Date | null) => at?.toISOString().slice(0, 10) ?? '';
        print(table(['id', 'prefix', 'name', 'scopes', 'created', 'last used', 'revoked'], rows.map((row) => [String(row.id), row.prefix, row.name, row.scopes.join(','), day(row.createdAt), day(row.lastUsedAt), day(row.revokedAt)])));
      });
    });
  keys
    .command('revoke')
    .description('Make a key useless, now and for ever.')
    .argument('<id>', 'the number in the list')
    .addHelpText('after', '\nExample:\n  npm run -s pokewatch -- keys revoke 3')
    .action(async (id: string) => {
      await withSession(async ({ app }) => {
        await app.get(ApiKeyIssuer).revoke(Number(id));
        print(`Key ${id} is revoked.`);
      });
    });
  return keys;
}
