import { Command, InvalidArgumentError } from 'commander';
import { LAB_PROVIDERS, type RunningLab, startLab } from '../lab/index.js';
import { systemClock } from '../shared/clock.js';
import { addDays, type Day, dayOf } from '../shared/day.js';
import { toDayOption } from './day-option.js';
import { print, tell } from './print.js';

interface LabCommandOptions {
  port: number;
  host: string;
  printings: number;
  seed: number;
  day?: Day;
  cardmarketRows: number;
}

export function labCommand(): Command {
  return new Command('lab')
    .description('Imitate the price sources on this machine, with an invented market and faults at the flick of a switch.')
    .option('--port <port>', 'port to listen on; 0 takes a free one', wholeOption(0, 65_535), 4010)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--printings <n>', 'printings in the market', wholeOption(1, 500_000), 20_000)
    .option('--seed <n>', 'the same seed gives the same market and the same failures', wholeOption(0, 2_147_483_647), 1)
    .option('--day <day>', 'the day whose prices are served (default: yesterday, UTC)', toDayOption)
    .option('--cardmarket-rows <n>', 'rows of the Cardmarket price file, at least; the real one has about 80000', wholeOption(0, 500_000), 0)
    .addHelpText(
      'after',
      `
Examples:
  npm run -s pokewatch -- lab
  npm run -s pokewatch -- lab --port 4010 --printings 20000 --seed 1
  npm run -s pokewatch -- lab --port 0 --printings 500 --day 2026-11-20
  curl -X POST localhost:4010/_lab/faults -d '{"provider": "tcgcsv", "failRatio": 0.2}'

Prints one base URL per source, then runs until it is stopped. docs/laboratory.md lists the faults.`,
    )
    .action(async (options: LabCommandOptions) => {
      const lab = await startLab({ ...options, day: options.day ?? addDays(dayOf(systemClock.now()), -1) });
      tell(`Laboratory at ${lab.url}: ${lab.market.cards.length} INVENTED cards in ${lab.market.sets.length} sets, day ${lab.day}. Ctrl-C stops it.`);
      for (const provider of LAB_PROVIDERS) print(`${baseUrlKey(provider)}=${lab.urlOf(provider)}`);
      await stopped(lab);
    });
}

/** The setting that says where a source is. */
function baseUrlKey(provider: string): string {
  return `${provider.toUpperCase()}_BASE_URL`;
}

function stopped(lab: RunningLab): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => void lab.close().then(resolve, reject);
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}

function wholeOption(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : NaN;
    if (number >= min && number <= max) return number;
    throw new InvalidArgumentError(`"${text}" is not accepted; expected a whole number from ${min} to ${max}.`);
  };
}
