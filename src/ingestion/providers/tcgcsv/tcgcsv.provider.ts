import { dayNumber } from '../../../shared/day.js';
import { isRejection } from '../../domain/accept-values.js';
import type { Rejection } from '../../domain/quote.js';
import { ask, checkDay, partWithoutQuotes, resourceOf } from '../ask.js';
import { readJson } from '../json-body.js';
import { ParsedRows } from '../parsed-rows.js';
import type { Provider, ProviderPart, ProviderRequest } from '../provider.js';
import { parseGroups, parseLastUpdated, parsePrices, parseProducts, type TcgGroup } from './parse-tcgcsv.js';

/** Pokemon in English; Japanese cards are category 85. */
const CATEGORY = 3;
/** tcgcsv asks its callers to say who they are. */
const HOW = { headers: { 'user-agent': 'PokeWatch (daily price collector)', accept: 'application/json, text/plain' }, timeoutMs: 60_000, maxBytes: 67_108_864 };
const STAMP = 'last-updated.txt';

/** TCGplayer's market prices by tcgcsv.com: all of them, one body per set. */
export const tcgcsv: Provider = {
  slug: 'tcgcsv',
  title: 'TCGplayer prices by tcgcsv.com',
  game: 'pokemon',
  kind: 'snapshot',
  currency: 'USD',
  makesCatalogue: true,
  defaultBaseUrl: 'https://tcgcsv.com',
  limits: { requestsPerMinute: 120, burst: 10, concurrency: 2 },
  fetch: fetchTcgcsv,
};

/**
 * Reads the stamp first: where it is unchanged, so is everything, and nothing else is asked. The stamp is yielded last, so that it is
 * remembered only when all sets are in. Prices themselves are always asked for in full: a set whose prices stood still has prices of
 * the day all the same.
 */
async function* fetchTcgcsv(request: ProviderRequest): AsyncGenerator<ProviderPart> {
  checkDay(request);
  const stamp = await ask(request, { ...HOW, path: STAMP, isConditional: true });
  if (stamp.status === 304) {
    yield partWithoutQuotes(STAMP, stamp);
    return;
  }
  const stampRows = new ParsedRows();
  const updatedOn = parseLastUpdated(stamp.body.toString('utf8'), request.today);
  if (isRejection(updatedOn)) stampRows.reject(stamp.body.toString('utf8'), updatedOn);
  const groupsName = `${CATEGORY}/groups`;
  const answer = await ask(request, { ...HOW, path: `tcgplayer/${groupsName}` });
  const { items: groups, rows } = parseGroups(readJson(answer.body, groupsName), groupsName);
  yield { ...partWithoutQuotes(groupsName, answer), rejected: rows.rejected };
  for (const [i, group] of groups.entries()) {
    yield* fetchGroup(request, group, isRejection(updatedOn) ? undefined : updatedOn);
    request.onPart?.(i + 1, groups.length);
  }
  yield { ...partWithoutQuotes(STAMP, stamp), rejected: stampRows.rejected, ...(stamp.status === 200 ? { resource: resourceOf(stamp) } : {}) };
}

/** The products and prices of one set; both bodies are let go before the next is asked for. */
async function* fetchGroup(request: ProviderRequest, group: TcgGroup, sourceUpdatedOn: number | undefined): AsyncGenerator<ProviderPart> {
  const [productsName, pricesName] = [`${CATEGORY}/${group.groupId}/products`, `${CATEGORY}/${group.groupId}/prices`];
  if (request.isDone?.(pricesName)) return;
  const productsAnswer = await ask(request, { ...HOW, path: `tcgplayer/${productsName}` });
  if (productsAnswer.status === 404) {
    yield { ...partWithoutQuotes(productsName, productsAnswer), rejected: [missing(group, 'products')] };
    return;
  }
  const { items: products, rows } = parseProducts(readJson(productsAnswer.body, productsName), productsName);
  yield { ...partWithoutQuotes(productsName, productsAnswer), rejected: rows.rejected };
  const pricesAnswer = await ask(request, { ...HOW, path: `tcgplayer/${pricesName}` });
  if (pricesAnswer.status === 404) {
    yield { ...partWithoutQuotes(pricesName, pricesAnswer), rejected: [missing(group, 'prices')] };
    return;
  }
  const context = { name: pricesName, group, products, observedOn: dayNumber(request.day), sourceUpdatedOn };
  yield { name: pricesName, body: pricesAnswer.body, ...parsePrices(readJson(pricesAnswer.body, pricesName), context) };
}


function missing(group: TcgGroup, what: string): Rejection & { raw: string } {
  const detail = `the ${what} of group ${group.groupId} (${group.name}) answered 404; expected ${what}, because the group is listed.`;
  return { reason: 'unknown_product', detail, raw: JSON.stringify(group) };
}
