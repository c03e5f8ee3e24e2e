import type { INestApplicationContext } from '@nestjs/common';
import { tell } from '../cli/print.js';
import { CatalogueReader, LivePrices } from '../ingestion/index.js';

interface Welcome {
  readonly url: string;
  /** Where the embedded database rests; undefined where there is none. */
  readonly dataDir: string | undefined;
  /** The keys made at this very start; empty where there are keys already. */
  readonly keys: { readonly readKey?: string; readonly adminKey?: string };
}

/** What a person sees once the server is ready: where the docs are, the keys (once), and a request that works. */
export async function welcome(app: INestApplicationContext, { url, keys, dataDir }: Welcome): Promise<void> {
  const games = await app.get(CatalogueReader).games();
  const simulated = games.length > 0 && games.every((game) => game.isSimulated);
  // With several games the feed wants to know which.
  const shown = games.find((game) => !game.isSimulated) ?? games[0];
  const ofGame = shown === undefined ? '' : `game=${shown.slug}&`;
  const sources = app.get(LivePrices).slugs;
  const key = keys.readKey ?? 'YOUR_READ_KEY';
  const lines = [
    '',
    `PokeWatch is ready: ${url}`,
    // What stands behind # is not sent: the page takes the key from there, and has it exchanged for a session.
    `  dashboard  ${url}/${keys.adminKey === undefined ? '' : `#key=${keys.adminKey}`}`,
    `  docs       ${url}/docs`,
    ...(dataDir === undefined ? [] : [`  database   ${dataDir}`]),
    ...(simulated ? ['  data       SIMULATED market: no real card, no real price. Load real ones: npm run -s pokewatch -- import FILE.csv'] : []),
    ...(sources.length > 0 ? [`  prices     live, from ${sources.join(', then ')}. How they stand: npm run -s pokewatch -- status`] : []),
    ...(keys.readKey === undefined ? [] : [`  read key   ${keys.readKey}`]),
    ...(keys.adminKey === undefined ? [] : [`  admin key  ${keys.adminKey}`]),
    keys.readKey === undefined
      ? '  keys       as printed at the first start. New ones: npm run -s pokewatch -- keys create --help'
      : '  Keep the keys: they are shown this once. New ones: npm run -s pokewatch -- keys create --help',
    '',
    `  curl -H 'X-API-Key: ${key}' '${url}/v1/signals?${ofGame}limit=3'`,
    '',
  ];
  tell(lines.join('\n'));
}
