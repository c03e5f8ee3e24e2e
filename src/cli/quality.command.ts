import { Command } from 'commander';
import { QualityBook } from '../pipeline/index.js';
import type { Day } from '../shared/day.js';
import { toDayOption } from './day-option.js';
import { print, table } from './print.js';
import { withSession } from './session.js';

export function qualityCommand(): Command {
  return new Command('quality')
    .description('Show what was expected of the prices of a market day, what was found, and which prices are in quarantine.')
    .requiredOption('--game <slug>', 'the game')
    .option('--day <day>', 'the market day; the last one that was judged, where nothing is said', toDayOption)
    .option('--json', 'print as JSON', false)
    .addHelpText('after', '\nExamples:\n  npm run -s pokewatch -- quality --game pokemon\n  npm run -s pokewatch -- quality --game pokemon --day 2025-06-30 --json')
    .action(async (options: { game: string; day?: Day; json: boolean }) => {
      await withSession(async ({ app }) => {
        const answer = await app.get(QualityBook).ofDay(options.game, options.day);
        if (options.json) return print(JSON.stringify(answer, null, 2));
        if (answer.sources.length === 0) return print(`No prices of ${options.game}${answer.date === null ? '' : ` about ${answer.date}`} were judged.`);
        for (const { source, date, passed, failed, not_evaluated: notEvaluated, expectations, run_id: runId } of answer.sources) {
          print(`${source} ${date}: ${passed} passed, ${failed} failed, ${notEvaluated} not evaluated${runId === null ? '' : ` (${runId})`}`);
          print(table(['status', 'severity', 'expectation', 'observed', 'rows', 'expected'], expectations.map((one) => [
            one.status, one.severity, one.expectation, one.observed === null ? '' : one.observed.toFixed(3), String(one.unexpected_count), one.reason ?? one.expected,
          ])));
        }
        if (answer.flag_counts.length > 0) print(table(['source', 'flag', 'prices'], answer.flag_counts.map((one) => [one.source, one.flag, String(one.count)])));
        if (answer.quarantined.length > 0) {
          print(table(['flag id', 'card', 'source', 'released by', 'detail'], answer.quarantined.map((one) => [String(one.id), one.card_id, one.source, one.released_by ?? '', JSON.stringify(one.detail)])));
        }
      });
    });
}
