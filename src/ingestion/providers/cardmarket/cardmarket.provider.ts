import { dayNumber } from '../../../shared/day.js';
import { ask, checkDay, partWithoutQuotes, resourceOf } from '../ask.js';
import { readJson } from '../json-body.js';
import type { Provider, ProviderPart, ProviderRequest } from '../provider.js';
import { type CardmarketProduct, parsePriceGuide, parseProductList } from './parse-cardmarket.js';

/** 6 is Pokemon. */
const GUIDE = 'priceGuide/price_guide_6.json';
const LISTS = [
  { path: 'productList/products_singles_6.json', productType: 'Cards' },
  { path: 'productList/products_nonsingles_6.json', productType: 'Sealed' },
] as const;
const HOW = { headers: { accept: 'application/json' }, timeoutMs: 180_000, maxBytes: 134_217_728 };

/** Cardmarket's price guide: one file a day of all its products, and two that name them. */
export const cardmarket: Provider = {
  slug: 'cardmarket',
  title: 'Cardmarket price guide',
  game: 'pokemon',
  kind: 'snapshot',
  currency: 'EUR',
  makesCatalogue: false,
  defaultBaseUrl: 'https://downloads.s3.cardmarket.com/productCatalog',
  limits: { requestsPerMinute: 10, burst: 3, concurrency: 1 },
  fetch: fetchCardmarket,
};

/** The guide is asked first: where it is unchanged, the lists are not needed. One list is in memory at a time. */
async function* fetchCardmarket(request: ProviderRequest): AsyncGenerator<ProviderPart> {
  checkDay(request);
  const guide = await ask(request, { ...HOW, path: GUIDE, isConditional: true });
  if (guide.status === 304) {
    yield partWithoutQuotes(GUIDE, guide);
    return;
  }
  const products = new Map<string, CardmarketProduct>();
  for (const [i, { path, productType }] of LISTS.entries()) {
    const answer = await ask(request, { ...HOW, path });
    const { rejected } = parseProductList(readJson(answer.body, path), { name: path, productType }, products);
    yield { ...partWithoutQuotes(path, answer), rejected };
    request.onPart?.(i + 1, LISTS.length + 1);
  }
  const context = { name: GUIDE, products, observedOn: dayNumber(request.day), today: request.today };
  yield { name: GUIDE, body: guide.body, ...parsePriceGuide(readJson(guide.body, GUIDE), context), resource: resourceOf(guide) };
  request.onPart?.(LISTS.length + 1, LISTS.length + 1);
}
