import { Command, Option } from 'commander';
import { readFileSync } from 'node:fs';
import { AlertChannels, AlertReader, CHANNEL_EVENTS, CHANNEL_KINDS, type ChannelEvent, DeliveryReplay, toDeliveryState, toKind } from '../alerts/index.js';
import { BadData, messageOf } from '../shared/errors.js';
import { print, table } from './print.js';
import { withSession } from './session.js';

interface AddOptions {
  readonly url?: string;
  readonly secret?: string;
  readonly host?: string;
  readonly port?: string;
  readonly security?: string;
  readonly user?: string;
  readonly password?: string;
  readonly from?: string;
  readonly to?: string[];
  readonly events?: ChannelEvent[];
}

const STANDARD_INPUT = 0;

export function alertsCommand(): Command {
  const alerts = new Command('alerts').description('Who is told when something is wrong, and what was told.');
  alerts.addCommand(channelsCommand()).addCommand(addCommand()).addCommand(testCommand()).addCommand(listCommand()).addCommand(deliveriesCommand());
  return alerts;
}

function channelsCommand(): Command {
  return new Command('channels').description('Show all channels without their secrets.').action(async () => {
    await withSession(async ({ app }) => {
      const rows = await app.get(AlertChannels).list();
      const head = ['id', 'kind', 'name', 'events', 'state', 'target', 'why'];
      print(table(head, rows.map((row) => [String(row.id), row.kind, row.name, row.events.join(', '), stateOf(row), row.hint, row.stateReason ?? ''])));
    });
  });
}

function addCommand(): Command {
  return new Command('add')
    .description('Add a channel. Secrets are read from a file with @FILE and from standard input with -, so that no shell remembers them.')
    .argument('<kind>', CHANNEL_KINDS.join(', '))
    .argument('<name>', 'what you call it')
    .addOption(new Option('--url <url>', 'slack, discord, webhook: the address (a secret)'))
    .addOption(new Option('--secret <secret>', 'webhook: signs each body; at least 16 characters'))
    .addOption(new Option('--host <host>', 'email: the mail server'))
    .addOption(new Option('--port <port>', 'email: its port; 587 where nothing is said'))
    .addOption(new Option('--security <how>', 'email: how the connection is encrypted').choices(['tls', 'starttls', 'none']))
    .addOption(new Option('--user <user>', 'email: who signs in'))
    .addOption(new Option('--password <password>', 'email: with this'))
    .addOption(new Option('--from <address>', 'email: the sender'))
    .addOption(new Option('--to <address...>', 'email: who is told'))
    .addOption(new Option('--events <event...>', 'what it is told; alerts where nothing is said').choices(CHANNEL_EVENTS))
    .addHelpText('after', '\nExamples:\n  npm run -s pokewatch -- alerts add slack team --url @slack-url.txt\n  npm run -s pokewatch -- alerts add email owner --host mail.example.com --user me --password - --from watch@example.com --to me@example.com')
    .action(async (kind: string, name: string, options: AddOptions) => {
      const { events, ...said } = options;
      const target = { ...said, ...secretsFrom(options), ...(options.port === undefined ? {} : { port: Number(options.port) }) };
      await withSession(async ({ app }) => {
        const channel = await app.get(AlertChannels).add({ kind: toKind(kind), name, target, events });
        print(`Channel ${channel.id} (${channel.kind}, ${channel.hint}) is added. Try it: npm run -s pokewatch -- alerts test ${channel.id}`);
      });
    });
}

function testCommand(): Command {
  return new Command('test')
    .description('Send a message for real and show the receipt. Exits with 1 where it does not arrive.')
    .argument('<id>', 'the number of the channel')
    .addHelpText('after', '\nExample:\n  npm run -s pokewatch -- alerts test 1')
    .action(async (id: string) => {
      await withSession(async ({ app }) => {
        const { state, receipt, lastError } = await app.get(AlertChannels).test(numberOf(id));
        print(`${state}: ${receipt === null ? (lastError ?? '') : `${receipt.status} ${receipt.answer}`}`);
        if (state !== 'delivered') process.exitCode = 1;
      });
    });
}

function listCommand(): Command {
  return new Command('list')
    .description('Show the latest alerts, or with --deliveries what was sent of them.')
    .option('--open', 'only those that are not over')
    .option('--deliveries', 'every message to every channel, with its receipt')
    .addHelpText('after', '\nExamples:\n  npm run -s pokewatch -- alerts list --open\n  npm run -s pokewatch -- alerts list --deliveries')
    .action(async (options: { open?: boolean; deliveries?: boolean }) => {
      await withSession(async ({ app }) => {
        const reader = app.get(AlertReader);
        print(options.deliveries === true ? deliveriesTable(await reader.deliveries({ limit: 50 })) : await alertsTable(reader, options.open === true ? true : undefined));
      });
    });
}

function deliveriesCommand(): Command {
  return new Command('deliveries')
    .description('Show what was sent, newest first, or send one of them again.')
    .option('--state <state>', 'only those: pending, delivered, failed or skipped_muted')
    .option('--channel <id>', 'only those to this channel')
    .option('--before <id>', 'only older ones: the last number of the page before')
    .addHelpText('after', '\nExamples:\n  npm run -s pokewatch -- alerts deliveries --state failed\n  npm run -s pokewatch -- alerts deliveries --channel 1 --before 150\n  npm run -s pokewatch -- alerts deliveries replay 12')
    .action(async (options: { state?: string; channel?: string; before?: string }) => {
      const state = options.state === undefined ? undefined : toDeliveryState(options.state);
      const channelId = options.channel === undefined ? undefined : numberOf(options.channel);
      const beforeId = options.before === undefined ? undefined : numberOf(options.before, 'alerts deliveries');
      await withSession(async ({ app }) => {
        const { deliveries, nextBeforeId } = await app.get(AlertReader).deliveryPage({ state, channelId, beforeId, limit: 50 });
        print(deliveriesTable(deliveries));
        if (nextBeforeId !== undefined) print(`There are older ones: --before ${nextBeforeId}`);
      });
    })
    .addCommand(replayCommand());
}

function replayCommand(): Command {
  return new Command('replay')
    .description('Send a message again: the same body and id to the same channel, signed anew. A worker sends it.')
    .argument('<id>', 'the number of the delivery')
    .addHelpText('after', '\nExample:\n  npm run -s pokewatch -- alerts deliveries replay 12')
    .action(async (id: string) => {
      await withSession(async ({ app }) => {
        const { id: replayId, replayOf, channelName } = await app.get(DeliveryReplay).replay(numberOf(id, 'alerts deliveries'));
        print(`Delivery ${replayId} says again what ${replayOf ?? id} said to "${channelName}"; it waits for a worker (npm start).`);
      });
    });
}

async function alertsTable(reader: AlertReader, isOpen: boolean | undefined): Promise<string> {
  const rows = await reader.alerts({ isOpen, limit: 50 });
  const cells = rows.map((row) => [String(row.id), row.severity, minute(row.openedAt), row.recoveredAt === null ? 'open' : minute(row.recoveredAt), row.key, row.title]);
  return table(['id', 'severity', 'opened', 'recovered', 'key', 'title'], cells);
}

function deliveriesTable(rows: Awaited<ReturnType<AlertReader['deliveries']>>): string {
  const cells = rows.map((row) => [String(row.id), row.kind, row.replayOf === null ? '' : String(row.replayOf), row.channelName, row.state, String(row.attempts), row.receipt === null ? '' : `${row.receipt.status} ${row.receipt.answer}`, row.alertKey ?? '', row.lastError ?? '']);
  return table(['id', 'kind', 'replay of', 'channel', 'state', 'attempts', 'receipt', 'key', 'error'], cells);
}

function secretsFrom(options: AddOptions): AddOptions {
  const { url, secret, password } = options;
  const named = Object.entries({ url, secret, password }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(named.map(([name, value]) => [name, readSecret(name, value)]));
}

function readSecret(name: string, value: string): string {
  if (value !== '-' && !value.startsWith('@')) return value;
  try {
    return readFileSync(value === '-' ? STANDARD_INPUT : value.slice(1), 'utf8').trim();
  } catch (error) {
    throw new BadData(`--${name} ${value} cannot be read (${messageOf(error)}); expected @FILE, - for standard input, or the ${name} itself.`);
  }
}

function numberOf(id: string, list = 'alerts channels'): number {
  if (!/^\d{1,9}$/.test(id)) throw new BadData(`id "${id}" is not a number; expected one of "${list}".`);
  return Number(id);
}

function stateOf(channel: { state: string; mutedUntil: Date | null }): string {
  return channel.mutedUntil === null ? channel.state : `${channel.state} until ${minute(channel.mutedUntil)}`;
}

function minute(at: Date): string {
  return at.toISOString().slice(0, 16).replace('T', ' ');
}
