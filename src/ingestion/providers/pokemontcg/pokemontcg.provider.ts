import { dayNumber } from '../../../shared/day.js';
import { ask, checkDay, partWithoutQuotes } from '../ask.js';
import { readJson } from '../json-body.js';
import type { Provider, ProviderPart, ProviderRequest } from '../provider.js';
import { parsePokemontcgCards } from './parse-pokemontcg.js';

const PAGE_SIZE = 250;
const FIELDS = 'id,name,number,rarity,set,tcgplayer';
/** Its outages outlast half a minute: the client's retries meet them with time. */
const HOW = { headers: { accept: 'application/json' }, timeoutMs: 60_000, maxBytes: 33_554_432, credits: 1 };

/** TCGplayer's prices as pokemontcg.io passes them on. Often behind by days, sometimes by weeks: to fall back on. */
export const pokemontcg: Provider = {
  slug: 'pokemontcg',
  title: 'pokemontcg.io',
  game: 'pokemon',
  kind: 'snapshot',
  currency: 'USD',
  makesCatalogue: true,
  defaultBaseUrl: 'https://api.pokemontcg.io/v2',
  limits: { requestsPerMinute: 30, burst: 2, concurrency: 1, creditsPerDay: 1_000 },
  keyHeader: (key) => ({ 'x-api-key': key }),
  isKeyOptional: true,
  fetch: fetchPokemontcg,
};

/** Wanted cards one by one (`base1-4`, with or without a variant behind `|`), or all of them page by page. */
async function* fetchPokemontcg(request: ProviderRequest): AsyncGenerator<ProviderPart> {
  checkDay(request);
  if (!request.wanted) {
    yield* fetchPages(request);
    return;
  }
  const ids = [...new Set(request.wanted.map((id) => id.split('|')[0] as string))];
  for (const [i, id] of ids.entries()) {
    const name = `cards/${encodeURIComponent(id)}?select=${FIELDS}`;
    if (request.isDone?.(name)) continue;
    const answer = await ask(request, { ...HOW, path: name });
    if (answer.status === 404) yield { ...partWithoutQuotes(name, answer), rejected: [unknown(id)] };
    else yield { name, body: answer.body, ...parsePokemontcgCards(readJson(answer.body, name), contextOf(request, name)).rows };
    request.onPart?.(i + 1, ids.length);
  }
}

async function* fetchPages(request: ProviderRequest): AsyncGenerator<ProviderPart> {
  for (let page = 1; ; page++) {
    const name = `cards?page=${page}&pageSize=${PAGE_SIZE}&orderBy=id&select=${FIELDS}`;
    if (request.isDone?.(name)) continue;
    const answer = await ask(request, { ...HOW, path: name });
    const { rows, count, total } = parsePokemontcgCards(readJson(answer.body, name), contextOf(request, name));
    yield { name, body: answer.body, ...rows };
    const pages = total === undefined ? page : Math.ceil(total / PAGE_SIZE);
    request.onPart?.(page, Math.max(page, pages));
    if (count === 0 || page >= pages) return;
  }
}

function contextOf({ day, today }: ProviderRequest, name: string) {
  return { name, observedOn: dayNumber(day), today };
}

function unknown(id: string): ProviderPart['rejected'][number] {
  return { reason: 'unknown_product', detail: `${JSON.stringify(id)} answered 404; expected the id of a card that pokemontcg.io has, such as base1-4.`, raw: JSON.stringify({ id }) };
}
