import { BadData } from '../../../shared/errors.js';
import { dayNumber } from '../../../shared/day.js';
import { ask, checkDay, partWithoutQuotes } from '../ask.js';
import { readJson } from '../json-body.js';
import type { Provider, ProviderPart, ProviderRequest } from '../provider.js';
import { parseTcgdexCard } from './parse-tcgdex.js';
import { toTcgdexId } from './tcgdex-id.js';

const HOW = { headers: { accept: 'application/json' }, timeoutMs: 30_000, maxBytes: 4_194_304 };

/** TCGplayer's prices as TCGdex passes them on, card by card: for those that are tracked. */
export const tcgdex: Provider = {
  slug: 'tcgdex',
  title: 'TCGdex',
  game: 'pokemon',
  kind: 'snapshot',
  currency: 'USD',
  makesCatalogue: false,
  defaultBaseUrl: 'https://api.tcgdex.net/v2/en',
  // No limit is published, only the wish that callers be considerate.
  limits: { requestsPerMinute: 120, burst: 5, concurrency: 2 },
  fetch: fetchTcgdex,
};

/**
 * One call for each wanted card. Not conditional: a card whose price stood still has a price of the day all the same, and is as small
 * as the question.
 */
async function* fetchTcgdex(request: ProviderRequest): AsyncGenerator<ProviderPart> {
  checkDay(request);
  if (!request.wanted) throw new BadData('wanted is not given; expected the ids of the cards to ask for, such as base1-4: TCGdex has prices card by card only.');
  const ids = [...new Set(request.wanted.map(toTcgdexId))];
  for (const [i, id] of ids.entries()) {
    const name = `cards/${id}`;
    if (request.isDone?.(name)) continue;
    const answer = await ask(request, { ...HOW, path: `cards/${encodeURIComponent(id)}` });
    if (answer.status === 404) yield { ...partWithoutQuotes(name, answer), rejected: [unknown(id)] };
    else {
      const context = { name, id, observedOn: dayNumber(request.day), today: request.today };
      yield { name, body: answer.body, ...parseTcgdexCard(readJson(answer.body, name), context) };
    }
    request.onPart?.(i + 1, ids.length);
  }
}

function unknown(id: string): ProviderPart['rejected'][number] {
  return { reason: 'unknown_product', detail: `${JSON.stringify(id)} answered 404; expected the id of a card that TCGdex has, such as base1-4.`, raw: JSON.stringify({ id }) };
}
