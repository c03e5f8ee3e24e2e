import { Command, InvalidArgumentError, Option } from 'commander';
import { userInfo } from 'node:os';
import { ACCOUNT_PATTERN, type ApiKey, ApiKeyIssuer, type ApiKeyScope, AuditLog, COMMAND_LINE, UsageReports } from '../auth/index.js';
import { systemClock } from '../shared/clock.js';
import { NotFound } from '../shared/errors.js';
import { print, table, tell } from './print.js';
import { type Session, withSession } from './session.js';

interface Settings {
  scope: ApiKeyScope;
  perMinute?: number | 'none';
  perDay?: number | 'none';
  network: string[];
  everywhere?: boolean;
  expires?: Date | 'never';
  name?: string;
  account?: string;
  overlapHours: number;
  json: boolean;
}

const DAY_MS = 86_400_000;
const RUN = 'npm run -s pokewatch -- keys';

export function keysCommand(): Command {
  return new Command('keys')
    .description('API keys: list, make, change, rotate and revoke them. A change holds in every running server within a second, and is in the audit log.')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(createCommand())
    .addCommand(editCommand())
    .addCommand(rotateCommand())
    .addCommand(revokeCommand());
}

function listCommand(): Command {
  return new Command('list')
    .description('Show all keys without their secrets.')
    .option('--json', 'print as JSON', false)
    .addHelpText('after', `\nExample:\n  ${RUN} list`)
    .action((options: Settings) =>
      withSession(async ({ app }) => {
        const keys = await app.get(ApiKeyIssuer).list();
        print(options.json ? JSON.stringify(keys, null, 2) : tableOf(keys));
      }),
    );
}

function showCommand(): Command {
  return named('show', 'Show one key, and how much it asked on each of the last 30 days.')
    .option('--json', 'print as JSON', false)
    .addHelpText('after', `\nExamples:\n  ${RUN} show 3\n  ${RUN} show Ab3dEf9h --json`)
    .action((named: string, options: Settings) =>
      withSession(async ({ app }) => {
        const key = await keyNamed(app, named);
        const usage = await app.get(UsageReports).own(key);
        if (options.json) return print(JSON.stringify({ ...key, usage }, null, 2));
        print(tableOf([key]));
        const rows = usage.days.map((each) => [each.day, each.requests, each.items, each.refused, each.errors].map(String));
        print(rows.length === 0 ? '\nIt asked nothing in the last 30 days.' : `\n${table(['day', 'requests', 'items of batches', 'refused', 'errors'], rows)}`);
      }),
    );
}

function createCommand(): Command {
  return withSettings(new Command('create').description('Make a key. It is shown this once, on standard output.').argument('<name>', 'what the key is for'))
    .addOption(new Option('--scope <scope>', 'what it may do: ask, change data too, or operate the service too').choices(['read', 'write', 'admin']).default('read'))
    .option('--account <account>', 'whose key it is: keys of one account see the same collection and alert rules (not said: a new account)', toAccount)
    .addHelpText('after', `\nExamples:\n  ${RUN} create dashboard\n  ${RUN} create phone --scope write --account home\n  ${RUN} create operations --scope admin --network 10.0.0.0/8 --network ::1\n  ${RUN} create partner --per-minute 600 --per-day 50000 --expires 90d`)
    .action((name: string, { scope, account, ...settings }: Settings) =>
      withSession(async ({ app }) => {
        const request = { name, account, scopes: [scope], expiresAt: dateOf(settings.expires ?? 'never'), allowedNetworks: settings.network, limits: { requestsPerMinute: null, requestsPerDay: null, ...toLimits(settings) } };
        const { key, text } = await app.get(ApiKeyIssuer).issue(request);
        await audit(app, 'createKey', request);
        tell(`Key ${key.id} (${key.prefix}) is made. Keep what follows: it is shown this once.`);
        print(text);
      }),
    );
}

function editCommand(): Command {
  return withSettings(named('edit', 'Change a key; what is not named stays.'))
    .option('--name <name>', 'a new name')
    .option('--everywhere', 'from now on it may be used from every address', false)
    .addHelpText('after', `\nExamples:\n  ${RUN} edit 3 --per-day 10000\n  ${RUN} edit Ab3dEf9h --everywhere --per-minute none --expires never`)
    .action((named: string, settings: Settings) =>
      withSession(async ({ app }) => {
        const { id } = await keyNamed(app, named);
        const change = {
          limits: toLimits(settings),
          ...(settings.name === undefined ? {} : { name: settings.name }),
          ...(settings.everywhere ? { allowedNetworks: [] } : settings.network.length > 0 ? { allowedNetworks: settings.network } : {}),
          ...(settings.expires === undefined ? {} : { expiresAt: dateOf(settings.expires) }),
        };
        const key = await app.get(ApiKeyIssuer).change(id, change);
        await audit(app, 'changeKey', { id, ...change });
        print(tableOf([key]));
      }),
    );
}

function rotateCommand(): Command {
  return named('rotate', 'Make a key that takes the place of another and may do the same. It is shown this once; the old one ends after the overlap.')
    .option('--overlap-hours <n>', 'how long the old key goes on beside it (0 to 720)', (text) => whole(text, 0, 720), 24)
    .addHelpText('after', `\nExamples:\n  ${RUN} rotate 3\n  ${RUN} rotate Ab3dEf9h --overlap-hours 0`)
    .action((named: string, { overlapHours }: Settings) =>
      withSession(async ({ app }) => {
        const { id } = await keyNamed(app, named);
        const { key, text } = await app.get(ApiKeyIssuer).rotate(id, overlapHours);
        await audit(app, 'rotateKey', { id, overlapHours });
        const old = await app.get(ApiKeyIssuer).find(id);
        tell(`Key ${key.id} (${key.prefix}) takes the place of ${id} (${old.prefix}), which ends at ${old.expiresAt?.toISOString()}. Keep what follows: it is shown this once.`);
        print(text);
      }),
    );
}

function revokeCommand(): Command {
  return named('revoke', 'Make a key useless, now and for ever.')
    .addHelpText('after', `\nExample:\n  ${RUN} revoke 3`)
    .action((named: string) =>
      withSession(async ({ app }) => {
        const { id, prefix } = await keyNamed(app, named);
        await app.get(ApiKeyIssuer).revoke(id);
        await audit(app, 'revokeKey', { id });
        print(`Key ${id} (${prefix}) is revoked.`);
      }),
    );
}

function named(command: string, description: string): Command {
  return new Command(command).description(description).argument('<key>', 'its number in the list, or its prefix');
}

function withSettings(command: Command): Command {
  return command
    .option('--per-minute <n>', 'requests in a minute, or none: as the server lets everybody', (text) => (text === 'none' ? text : whole(text, 1, 1_000_000)))
    .option('--per-day <n>', 'requests in a day (UTC), or none: as the server lets everybody', (text) => (text === 'none' ? text : whole(text, 1, 1_000_000_000)))
    .option('--network <cidr>', 'a network or address it may be used from; may be given more than once', (text: string, all: string[]) => [...all, text], [])
    .option('--expires <when>', 'an instant (2030-01-01T00:00:00Z), a number of days (90d), or never', toExpiry);
}

async function keyNamed(app: Session['app'], name: string): Promise<ApiKey> {
  const key = (await app.get(ApiKeyIssuer).list()).find((each) => each.prefix === name || String(each.id) === name);
  if (!key) throw new NotFound(`There is no API key ${name}; "${RUN} list" shows them, by number and prefix.`);
  return key;
}

async function audit(app: Session['app'], operation: string, body: unknown): Promise<void> {
  await app.get(AuditLog).record({ actor: { id: null, prefix: COMMAND_LINE, name: userName() }, operation, body });
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number that has no name.
    return String(process.getuid?.() ?? 'unknown');
  }
}

function toLimits({ perMinute, perDay }: Pick<Settings, 'perMinute' | 'perDay'>) {
  const numberOf = (limit: number | 'none') => (limit === 'none' ? null : limit);
  return { ...(perMinute === undefined ? {} : { requestsPerMinute: numberOf(perMinute) }), ...(perDay === undefined ? {} : { requestsPerDay: numberOf(perDay) }) };
}

function dateOf(expiry: Date | 'never'): Date | null {
  return expiry === 'never' ? null : expiry;
}

/** Not null for never: the parser of options takes that for nothing at all. */
function toExpiry(text: string): Date | 'never' {
  if (text === 'never') return text;
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  const expiry = days === undefined ? new Date(text) : new Date(systemClock.now().getTime() + Number(days) * DAY_MS);
  if (Number.isNaN(expiry.getTime())) throw new InvalidArgumentError(`"${text}" is no instant; expected one as 2030-01-01T00:00:00Z, a number of days as 90d, or never.`);
  return expiry;
}

function whole(text: string, min: number, max: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < min || number > max) throw new InvalidArgumentError(`"${text}" cannot be used; expected a whole number from ${min} to ${max}.`);
  return number;
}

function toAccount(text: string): string {
  if (!ACCOUNT_PATTERN.test(text)) throw new InvalidArgumentError(`"${text}" cannot be used; expected up to 64 letters, digits and . _ @ -, a letter or digit first.`);
  return text;
}

function tableOf(keys: readonly ApiKey[]): string {
  const minute = (at: Date | null) => at?.toISOString().slice(0, 16).replace('T', ' ') ?? '';
  const head = ['id', 'prefix', 'name', 'account', 'scopes', 'per minute', 'per day', 'networks', 'replaces', 'created', 'last used', 'expires', 'revoked'];
  const rows = keys.map(({ limits, ...key }) => [
    String(key.id), key.prefix, key.name, key.account, key.scopes.join(','), String(limits.requestsPerMinute ?? ''), String(limits.requestsPerDay ?? ''),
    key.allowedNetworks.join(','), String(key.replaces ?? ''), minute(key.createdAt), minute(key.lastUsedAt), minute(key.expiresAt), minute(key.revokedAt),
  ]);
  return table(head, rows);
}
