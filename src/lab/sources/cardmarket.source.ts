import type { LabCard } from '../domain/lab-market.js';
import { cardmarketQuote, printingOf, sealedThing, type CardmarketQuote, type PricedThing } from '../domain/lab-quotes.js';
import { reshape } from '../domain/reshape.js';
import { type Answer, instantOn, json, type LabSource, type LabView, major } from '../lab-source.js';

const SINGLES = 51;
const BOOSTER_BOXES = 53;
const WRITTEN_AT = '00:45:12';
/** Products no other source knows: the real file has four times as many as there are English cards. */
const FIRST_OTHER_ID = 8_000_001;
const OTHER_EXPANSION = 79_999;

/** Cardmarket's public files: prices and catalogue, one large body each, in a bucket. */
export const cardmarket: LabSource = {
  provider: 'cardmarket',
  answer({ path }, view) {
    switch (path) {
      case '/productCatalog/priceGuide/price_guide_6.json': return file('priceGuides', priceGuides(view), view);
      case '/productCatalog/productList/products_singles_6.json': return file('products', singles(view), view);
      case '/productCatalog/productList/products_nonsingles_6.json': return file('products', nonsingles(view), view);
      default: return bucketError(403, 'AccessDenied', 'Access Denied');
    }
  },
  refuse({ status }) {
    if (status === 404) return bucketError(404, 'NoSuchKey', 'The specified key does not exist.');
    if (status === 429 || status === 503) return bucketError(status, 'SlowDown', 'Please reduce your request rate.');
    return status >= 500 ? bucketError(status, 'InternalError', 'We encountered an internal error. Please try again.') : bucketError(status, 'AccessDenied', 'Access Denied');
  },
};

function file(list: string, rows: readonly object[], view: LabView): Answer {
  const body = { version: 1, createdAt: `${view.day}T02:45:12+0200`, [list]: rows };
  const shape = { list, rename: { trend: 'trendPrice', idProduct: 'productId' } };
  const about = { headers: { 'content-type': 'application/json' }, lastModified: instantOn(view.day, WRITTEN_AT), isNeverPacked: true };
  return json(reshape(body, view.faults.reshaped, shape), about);
}

function priceGuides(view: LabView): object[] {
  const { seed, cards, sealed } = view.market;
  return [
    ...cards.map((card) => cardRow(card, view)),
    ...sealed.map((each) => ({ idProduct: each.ids.cardmarket, idCategory: BOOSTER_BOXES, ...fields(cardmarketQuote(sealedThing(seed, each), view.dayNumber), '') })),
    ...otherIds(view).map((idProduct) => ({ idProduct, idCategory: SINGLES, ...fields(cardmarketQuote(otherThing(seed, idProduct), view.dayNumber), ''), ...fields(undefined, '-holo') })),
  ];
}

/** The reverse holo is a second price of the same product; nobody tells editions apart. */
function cardRow(card: LabCard, view: LabView): object {
  const usual = printingOf(view.market.seed, card, card.variants[0]!);
  return { idProduct: card.ids.cardmarket, idCategory: SINGLES, ...fields(cardmarketQuote(usual, view.dayNumber), ''), ...fields(reverseQuote(card, view), '-holo') };
}

/** What Cardmarket says of the reverse holo of a card; undefined where there is none. */
export function reverseQuote(card: LabCard, view: LabView): CardmarketQuote | undefined {
  if (!card.variants.includes('Reverse Holofoil')) return undefined;
  return cardmarketQuote(printingOf(view.market.seed, card, 'Reverse Holofoil'), view.dayNumber);
}

/** The six numbers of a price guide. Where there is nothing to say, Cardmarket writes null five times and 0 for the trend. */
export function fields(quote: CardmarketQuote | undefined, suffix: '' | '-holo'): Record<string, number | null> {
  const euro = (cents: number | undefined): number | null => (cents === undefined ? null : major(cents));
  const [avg, low, trend] = [euro(quote?.avgCents), euro(quote?.lowCents), euro(quote?.trendCents) ?? 0];
  const [avg1, avg7, avg30] = [euro(quote?.avg1Cents), euro(quote?.avg7Cents), euro(quote?.avg30Cents)];
  if (suffix === '') return { avg, low, trend, avg1, avg7, avg30 };
  return { 'avg-holo': avg, 'low-holo': low, 'trend-holo': trend, 'avg1-holo': avg1, 'avg7-holo': avg7, 'avg30-holo': avg30 };
}

function singles(view: LabView): object[] {
  const row = (idProduct: number, name: string, expansion: number, dateAdded: string) => ({
    idProduct, name, idCategory: SINGLES, categoryName: 'Pokémon Single', idExpansion: expansion, idMetacard: idProduct + 500_000, dateAdded,
  });
  return [
    ...view.market.cards.map((card) => row(card.ids.cardmarket, card.name, card.set.ids.cardmarket, `${card.set.releasedOn} 00:00:00`)),
    ...otherIds(view).map((id) => row(id, `Invented promo ${id - FIRST_OTHER_ID + 1}`, OTHER_EXPANSION, '2010-01-01 00:00:00')),
  ];
}

function nonsingles(view: LabView): object[] {
  return view.market.sealed.map((each) => ({
    idProduct: each.ids.cardmarket, name: each.name, idCategory: BOOSTER_BOXES, categoryName: 'Pokémon Display', idExpansion: each.set.ids.cardmarket,
    idMetacard: 0, dateAdded: `${each.set.releasedOn} 00:00:00`,
  }));
}

function otherIds(view: LabView): number[] {
  const missing = view.cardmarketRows - view.market.cards.length - view.market.sealed.length;
  return Array.from({ length: Math.max(0, missing) }, (_, i) => FIRST_OTHER_ID + i);
}

function otherThing(seed: number, idProduct: number): PricedThing {
  return { seed, stream: -8 * idProduct, baseCents: 50 + (idProduct % 997) * 3, priceFactor: 1 };
}

function bucketError(status: number, code: string, message: string): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>LAB0000000000000</RequestId><HostId>lab</HostId></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}
