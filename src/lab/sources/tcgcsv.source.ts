import { printedNumber, type LabCard, type LabSealed, type LabSet } from '../domain/lab-market.js';
import { printingOf, sealedThing, tcgplayerQuote, type PricedThing } from '../domain/lab-quotes.js';
import { reshape } from '../domain/reshape.js';
import { type Answer, instantOn, json, type LabRequest, type LabSource, type LabView, major, majorOrNull } from '../lab-source.js';

/** Names that programs send when nobody has thought about it; the source wants to know who asks. */
const NAMELESS = /^(node|undici|axios|got|python-requests|python-urllib|go-http-client|java|curl|wget|okhttp)\b/i;
const REFRESHED_AT = '20:05:00';

/** tcgcsv.com: TCGplayer's products and prices, one body per set, no key. */
export const tcgcsv: LabSource = {
  provider: 'tcgcsv',
  answer(request, view) {
    const agent = request.headers['user-agent'] ?? '';
    if (agent === '') return plain(401, 'Please set a User-Agent that says who you are.');
    if (NAMELESS.test(agent)) return plain(403, `User-Agent "${agent}" is not identifying. Please say who you are.`);
    return route(request, view) ?? plain(404, 'Not found');
  },
  refuse({ status }) {
    return plain(status, status === 429 ? 'Too many requests' : status >= 500 ? 'Internal Server Error' : 'Access denied');
  },
};

function route({ path }: LabRequest, view: LabView): Answer | undefined {
  if (path === '/last-updated.txt') return { ...plain(200, stamp(view)), lastModified: refreshedAt(view) };
  if (path.startsWith('/archive/')) return plain(403, 'The price archive has been temporarily removed due to rising server costs.');
  const [, root, category, group, file] = path.split('/');
  if (root !== 'tcgplayer') return undefined;
  if (category === 'categories' && group === undefined) return list(categories(view), view);
  if (category === '85' && group === 'groups') return list([], view);
  if (category !== '3') return undefined;
  if (group === 'groups' && file === undefined) return list(view.market.sets.map((set) => groupOf(set, view)), view);
  const set = view.market.sets.find((each) => String(each.ids.tcgplayer) === group);
  if (set === undefined) return undefined;
  if (file === 'products') return list(productsOf(set, view), view);
  return file === 'prices' ? list(pricesOf(set, view), view, false) : undefined;
}

function list(results: readonly object[], view: LabView, hasTotal = true): Answer {
  const body = { ...(hasTotal ? { totalItems: results.length } : {}), success: true, errors: [], results };
  const shape = { list: 'results', rename: { marketPrice: 'market_price', productId: 'product_id', groupId: 'group_id' } };
  return json(reshape(body, view.faults.reshaped, shape), { lastModified: refreshedAt(view) });
}

function categories(view: LabView): object[] {
  const category = (categoryId: number, name: string) => ({
    categoryId, name, modifiedOn: `${view.day}T00:00:00`, displayName: name, seoCategoryName: name, categoryDescription: null,
    categoryPageTitle: name, sealedLabel: 'Sealed Products', nonSealedLabel: 'Single Cards', conditionGuideUrl: '', isScannable: true, popularity: 0, isDirect: true,
  });
  return [category(3, 'Pokemon'), category(85, 'Pokemon Japan')];
}

function groupOf(set: LabSet, view: LabView): object {
  return {
    groupId: set.ids.tcgplayer, name: `${set.abbreviation}: ${set.name}`, abbreviation: set.abbreviation, isSupplemental: false,
    publishedOn: `${set.releasedOn}T00:00:00`, modifiedOn: `${view.day}T19:40:11.5`, categoryId: 3,
  };
}

function productsOf(set: LabSet, view: LabView): object[] {
  const cards = (view.market.cardsOfSet.get(set) ?? []).map((card) => product(card, view, [
    { name: 'Number', displayName: 'Card Number', value: printedNumber(card) },
    { name: 'Rarity', displayName: 'Rarity', value: card.rarity },
    { name: 'HP', displayName: 'HP', value: String(30 + 10 * (card.number % 9)) },
  ]));
  const sealed = view.market.sealedOfSet.get(set);
  return sealed === undefined ? cards : [...cards, product(sealed, view, [{ name: 'CardText', displayName: 'Description', value: 'An invented box.' }])];
}

function product(of: LabCard | LabSealed, view: LabView, extendedData: readonly object[]): object {
  const id = of.ids.tcgplayer;
  return {
    productId: id, name: tcgplayerName(of), cleanName: tcgplayerName(of).replace(/[^\w ]+/g, '').replace(/ {2,}/g, ' '),
    imageUrl: `https://images.invalid/product/${id}_200w.jpg`, categoryId: 3, groupId: of.set.ids.tcgplayer,
    url: `https://tcgplayer.invalid/product/${id}`, modifiedOn: `${view.day}T18:12:40.07`, imageCount: 1,
    presaleInfo: { isPresale: false, releasedOn: null, note: null }, extendedData,
  };
}

/** Some products have the number in their name, most do not. */
export function tcgplayerName(of: LabCard | LabSealed): string {
  return 'number' in of && of.number % 3 === 0 ? `${of.name} - ${printedNumber(of)}` : of.name;
}

function pricesOf(set: LabSet, view: LabView): object[] {
  const rows = (view.market.cardsOfSet.get(set) ?? []).flatMap((card) =>
    card.variants.map((variant) => priceRow(card.ids.tcgplayer, variant, printingOf(view.market.seed, card, variant), view)));
  const sealed = view.market.sealedOfSet.get(set);
  return sealed === undefined ? rows : [...rows, priceRow(sealed.ids.tcgplayer, 'Normal', sealedThing(view.market.seed, sealed), view)];
}

function priceRow(productId: number, subTypeName: string, thing: PricedThing, view: LabView): object {
  const quote = tcgplayerQuote(thing, view.dayNumber);
  return {
    productId, lowPrice: major(quote.lowCents), midPrice: major(quote.midCents), highPrice: major(quote.highCents),
    marketPrice: majorOrNull(quote.marketCents), directLowPrice: majorOrNull(quote.directLowCents), subTypeName,
  };
}

function refreshedAt(view: LabView): Date {
  return instantOn(view.day, REFRESHED_AT);
}

function stamp(view: LabView): string {
  return `${view.day}T${REFRESHED_AT}+0000\n`;
}

function plain(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}
