import { Command } from 'commander';
import { lineageLines, SignalLineage } from '../pipeline/index.js';
import { type SignalRecord, SignalRecords } from '../serving/index.js';
import type { Day } from '../shared/day.js';
import { BadData } from '../shared/errors.js';
import { toDayOption } from './day-option.js';
import { print } from './print.js';
import { withSession } from './session.js';

interface LineageOptions {
  card?: string;
  day?: Day;
  observations: number;
  verify: boolean;
  json: boolean;
}

export function lineageCommand(): Command {
  return new Command('lineage')
    .description('Show what a signal was made from: policy, estimate, model, training, features, prices, bytes, run and code.')
    .argument('[signal-id]', 'its `signal_id`, as GET /v1/signals has it')
    .option('--card <card-id>', 'instead: the signal that is served of this card')
    .option('--day <day>', 'with --card: of this day; the last evaluated one where nothing is said', toDayOption)
    .option('--observations <n>', 'at most so many prices, newest first', observationCount, 10)
    .option('--verify', 'read the bytes of the prices and the training snapshot, and hash them again', false)
    .option('--json', 'print as JSON', false)
    .addHelpText(
      'after',
      "\nExamples:\n  npm run -s pokewatch -- lineage 4711-2025-06-30-net-1f2e3d4c\n  npm run -s pokewatch -- lineage --card 'base1-4|Holofoil' --day 2025-06-30 --verify",
    )
    .action(async (signalId: string | undefined, options: LineageOptions) => {
      await withSession(async ({ app }) => {
        const record = await recordOf(app.get(SignalRecords), signalId, options);
        const lineage = await app.get(SignalLineage).of(record, { observations: options.observations, isVerified: options.verify });
        if (options.json) return print(JSON.stringify(lineage, null, 2));
        if (record.card.isSimulated) print('SIMULATED MARKET: the cards, the prices and everything that follows from them are made up.\n');
        print(lineageLines(lineage).join('\n'));
      });
    });
}

async function recordOf(records: SignalRecords, signalId: string | undefined, { card, day }: LineageOptions): Promise<SignalRecord> {
  if ((signalId === undefined) === (card === undefined)) throw new BadData('lineage wants either the id of a signal or --card, and not both; --help shows examples.');
  if (signalId !== undefined) return records.byId(signalId);
  return records.served({ cardId: card as string, day });
}

function observationCount(text: string): number {
  const count = Number(text);
  if (!/^\d{1,3}$/.test(text) || count < 1 || count > 400) throw new BadData(`--observations is "${text}"; expected a number from 1 to 400.`);
  return count;
}
