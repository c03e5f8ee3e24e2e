import { Command, Option } from 'commander';
import { MatchReview, type ReportState, UnmatchedProducts, type WrongCardReport } from '../ingestion/index.js';
import { BadData } from '../shared/errors.js';
import { print, table } from './print.js';
import { withSession } from './session.js';

const AUTHOR = 'command line';
const SHOWN = 200;

export function identityCommand(): Command {
  const identity = new Command('identity').description('Which product of a source is which card: what matches nothing, and reports of wrong cards.');
  identity.addCommand(unmatchedCommand()).addCommand(matchCommand()).addCommand(reportsCommand());
  identity
    .command('release')
    .description('The match is right: its prices are taken again.')
    .argument('<report>', 'the number in the list of reports')
    .addHelpText('after', '\nExample:\n  npm run -s pokewatch -- identity release 7')
    .action((id: string) => withSession(async ({ app }) => print(decided(await app.get(MatchReview).release(toId(id), AUTHOR)))));
  identity
    .command('confirm')
    .description('The match is wrong: no price it brought speaks for the card any more.')
    .argument('<report>', 'the number in the list of reports')
    .addHelpText('after', '\nExample:\n  npm run -s pokewatch -- identity confirm 7')
    .action((id: string) => withSession(async ({ app }) => print(decided(await app.get(MatchReview).confirm(toId(id), AUTHOR)))));
  return identity;
}

function unmatchedCommand(): Command {
  return new Command('unmatched')
    .description('Products of sources that match no card.')
    .option('--source <slug>', 'of one source')
    .option('--game <slug>', 'of one game')
    .option('--after <id>', 'those behind this number', '0')
    .addHelpText('after', '\nExample:\n  npm run -s pokewatch -- identity unmatched --source cardmarket')
    .action((options: { source?: string; game?: string; after: string }) =>
      withSession(async ({ app }) => {
        const { products, nextCursor } = await app.get(UnmatchedProducts).page({ source: options.source, game: options.game, cursor: Number(options.after), limit: SHOWN });
        const rows = products.map(({ id, source, externalId, said, reason, candidates, seenCount }) => [
          String(id), source, externalId, said.name, said.set, said.number, reason, candidates.map((one) => one.cardId).join(' '), String(seenCount),
        ]);
        print(table(['id', 'source', 'product', 'name', 'set', 'number', 'reason', 'candidates', 'seen'], rows));
        if (nextCursor !== undefined) print(`There are more: --after ${nextCursor}`);
      }),
    );
}

function matchCommand(): Command {
  return new Command('match')
    .description('Say which card an unmatched product is.')
    .argument('<id>', 'the number in the list of unmatched products')
    .argument('<card>', 'the card id')
    .addHelpText('after', "\nExample:\n  npm run -s pokewatch -- identity match 12 '42382|Holofoil'")
    .action((id: string, cardId: string) =>
      withSession(async ({ app }) => {
        const match = await app.get(UnmatchedProducts).match(toId(id), cardId, AUTHOR);
        print(`${match.externalId} of ${match.source} is ${match.cardId}.`);
      }),
    );
}

function reportsCommand(): Command {
  return new Command('reports')
    .description('Reports of wrong cards.')
    .addOption(new Option('--state <state>', 'only those that are').choices(['open', 'released', 'confirmed']))
    .option('--after <id>', 'those behind this number', '0')
    .addHelpText('after', '\nExample:\n  npm run -s pokewatch -- identity reports --state open')
    .action((options: { state?: ReportState; after: string }) =>
      withSession(async ({ app }) => {
        const { reports, nextCursor } = await app.get(MatchReview).reports({ state: options.state, cursor: Number(options.after), limit: SHOWN });
        const rows = reports.map((one) => [
          String(one.id), one.reportedAt.toISOString().slice(0, 10), one.state, one.cardId, one.source, one.externalId, one.provenance, one.matchState, one.reportedBy, one.note ?? '',
        ]);
        print(table(['id', 'day', 'state', 'card', 'source', 'product', 'matched by', 'match', 'reported by', 'note'], rows));
        if (nextCursor !== undefined) print(`There are more: --after ${nextCursor}`);
      }),
    );
}

function decided({ id, state, cardId, source, externalId, matchState }: WrongCardReport): string {
  return `Report ${id} is ${state}: ${externalId} of ${source} is ${matchState} for ${cardId}.`;
}

function toId(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new BadData(`The number is ${JSON.stringify(text)}; expected one of the first column, such as 7.`);
  return Number(text);
}
