import { dayNumber } from '../../../shared/day.js';
import { BadData } from '../../../shared/errors.js';
import { ask, checkDay, partWithoutQuotes } from '../ask.js';
import { readJson } from '../json-body.js';
import type { Provider, ProviderPart, ProviderRequest } from '../provider.js';
import { type PageFacts, parseCards, parseSets, type PricedSet } from './parse-bodies.js';

/** The most cards a page may have, and how many are asked for where it is not known how many there are. */
const MAX_CARDS = 200;
const FIRST_CARDS = 50;
const MAX_SETS = 500;
/** Fewer points than days are thinned out; the provider's own default is 30. */
const MIN_POINTS = 30;
const HOW = { headers: { accept: 'application/json' }, timeoutMs: 60_000, maxBytes: 67_108_864 };

/** TCGplayer's prices by printing and condition, with history, by pokemonpricetracker.com. Its credits are billed by the limit asked for. */
export const pokemonpricetracker: Provider = {
  slug: 'pokemonpricetracker',
  title: 'PokemonPriceTracker',
  game: 'pokemon',
  kind: 'historical',
  currency: 'USD',
  makesCatalogue: false,
  defaultBaseUrl: 'https://www.pokemonpricetracker.com/api/v2',
  limits: { requestsPerMinute: 50, burst: 5, concurrency: 2, creditsPerDay: 100 },
  keyHeader: (key) => ({ authorization: `Bearer ${key}` }),
  fetch: fetchPrices,
};

/**
 * Wanted are TCGplayer product ids (`42382`), each a call of its own, and whole sets by their number (`set:604`); nothing named is
 * every set that has cards.
 */
async function* fetchPrices(request: ProviderRequest): AsyncGenerator<ProviderPart> {
  checkDay(request);
  const wanted = request.wanted?.map(toWanted);
  const targets: (Wanted | PricedSet)[] = wanted ?? [];
  if (!wanted) yield* fetchSets(request, targets);
  for (const [i, target] of targets.entries()) {
    yield* 'cardId' in target ? fetchCard(request, target.cardId) : fetchSet(request, target);
    request.onPart?.(i + 1, targets.length);
  }
}

type Wanted = { readonly cardId: string } | { readonly setId: string; readonly cardCount?: number };

function toWanted(name: string): Wanted {
  const match = /^(set:)?(\d+)$/.exec(name);
  if (!match) throw new BadData(`wanted has ${JSON.stringify(name)}; expected a TCGplayer product id such as 42382, or a set such as set:604.`);
  return match[1] ? { setId: match[2] as string } : { cardId: match[2] as string };
}

async function* fetchSets(request: ProviderRequest, into: (Wanted | PricedSet)[]): AsyncGenerator<ProviderPart> {
  for (let offset = 0; ; ) {
    const name = `sets?language=english&limit=${MAX_SETS}&offset=${offset}`;
    const answer = await ask(request, { ...HOW, path: name, credits: 1 });
    const { sets, rows, page } = parseSets(readJson(answer.body, name), name);
    into.push(...sets);
    yield { ...partWithoutQuotes(name, answer), rejected: rows.rejected };
    if (!goesOn(page, name)) return;
    offset += page.count;
  }
}

async function* fetchCard(request: ProviderRequest, cardId: string): AsyncGenerator<ProviderPart> {
  const name = pageName(request, `tcgPlayerId=${cardId}`, { limit: 1, offset: 0 });
  if (request.isDone?.(name)) return;
  const { part, page } = await fetchPage(request, name, 1);
  const isThere = page !== undefined && page.count > 0;
  yield isThere ? part : { ...part, rejected: [...part.rejected, unknownCard(cardId)] };
}

/** The cards of a set, page by page; the last page is asked for no larger than it is. */
async function* fetchSet(request: ProviderRequest, { setId, cardCount }: { readonly setId: string; readonly cardCount?: number }): AsyncGenerator<ProviderPart> {
  let left = cardCount ?? FIRST_CARDS;
  for (let offset = 0; ; ) {
    const limit = Math.max(1, Math.min(MAX_CARDS, left));
    const name = pageName(request, `setId=${setId}`, { limit, offset });
    // Only of a set whose size is known can be said what follows a page that is not asked for again.
    if (cardCount !== undefined && request.isDone?.(name)) {
      offset += limit;
      left = cardCount - offset;
      if (left <= 0) return;
      continue;
    }
    const { part, page } = await fetchPage(request, name, limit);
    yield part;
    if (!page || !goesOn(page, part.name)) return;
    offset += page.count;
    left = page.total === undefined ? FIRST_CARDS : page.total - offset;
  }
}

function pageName(request: ProviderRequest, what: string, { limit, offset }: { limit: number; offset: number }): string {
  const days = historyDays(request);
  const history = days === 0 ? 'includeHistory=false' : `includeHistory=true&days=${days}`;
  return `cards?${what}&language=english&limit=${limit}&offset=${offset}&${history}&maxDataPoints=${Math.max(MIN_POINTS, days)}`;
}

function historyDays({ from, today }: ProviderRequest): number {
  return from === undefined ? 0 : Math.max(1, today - dayNumber(from) + 1);
}

/** One page of cards. 404 is the provider's way to say that nothing was found. */
async function fetchPage(request: ProviderRequest, name: string, limit: number): Promise<{ part: ProviderPart; page?: PageFacts }> {
  const answer = await ask(request, { ...HOW, path: name, credits: limit * (historyDays(request) === 0 ? 1 : 2) });
  if (answer.status === 404) return { part: partWithoutQuotes(name, answer) };
  const { rows, page } = parseCards(readJson(answer.body, name), { name, day: dayNumber(request.day), today: request.today });
  return { part: { name, body: answer.body, ...rows }, page };
}

/** Whether a page follows. An empty page that promises more would be asked for for ever. */
function goesOn({ hasMore, count }: PageFacts, name: string): boolean {
  if (hasMore && count === 0) throw new BadData(`${name}: metadata.hasMore is true on a page without entries; expected entries, or false.`);
  return hasMore;
}

function unknownCard(cardId: string): ProviderPart['rejected'][number] {
  return { reason: 'unknown_product', detail: `tcgPlayerId ${cardId} has no result; expected the TCGplayer product id of a card.`, raw: JSON.stringify({ tcgPlayerId: cardId }) };
}
