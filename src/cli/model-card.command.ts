import { Command, Option } from 'commander';
import { writeFile } from 'node:fs/promises';
import { toCardJson, toMarkdown } from '../modelling/index.js';
import { NamedModelCards } from '../serving/index.js';
import { BadData } from '../shared/errors.js';
import { print, tell } from './print.js';
import { withSession } from './session.js';

interface ModelCardOptions {
  model: number;
  format: 'md' | 'json';
  out?: string;
}

export function modelCardCommand(): Command {
  return new Command('model-card')
    .description('Write what to know of a registered model: data, features, parameters, evidence, limits.')
    .requiredOption('--model <id>', 'its number, as GET /v1/models lists it', modelId)
    .addOption(new Option('--format <format>', 'a page to read, or JSON').choices(['md', 'json']).default('md'))
    .option('--out <file>', 'write to this file instead of standard output')
    .addHelpText('after', '\nExamples:\n  npm run -s pokewatch -- model-card --model 12\n  npm run -s pokewatch -- model-card --model 12 --format json --out card.json')
    .action(async (options: ModelCardOptions) => {
      await withSession(async ({ app }) => {
        const card = await app.get(NamedModelCards).of(options.model);
        const text = options.format === 'md' ? toMarkdown(card) : `${JSON.stringify(toCardJson(card), null, 2)}\n`;
        if (options.out === undefined) return print(text);
        await writeFile(options.out, text);
        tell(`Wrote ${options.out}`);
      });
    });
}

function modelId(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new BadData(`--model is "${text}"; expected the number of a registered model, such as 12.`);
  return Number(text);
}
