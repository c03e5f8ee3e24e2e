import type { LabCard, LabSet, LabVariant } from '../domain/lab-market.js';
import { cardmarketQuote, printingOf, tcgplayerQuote } from '../domain/lab-quotes.js';
import { reshape } from '../domain/reshape.js';
import { type Answer, instantOn, json, type LabRequest, type LabSource, type LabView, major, majorOrNull } from '../lab-source.js';
import { fields, reverseQuote } from './cardmarket.source.js';

const LANGUAGES = new Set(['en', 'fr', 'es', 'it', 'pt', 'de', 'ja']);
const DEFAULT_PER_PAGE = 100;
/** The provider's own stamps: Cardmarket's file of the night, TCGplayer's of the evening. */
const CARDMARKET_AT = '00:45:12';
const TCGPLAYER_AT = '20:05:00';

/** api.tcgdex.net v2: briefs in lists, prices only card by card, no key. */
export const tcgdex: LabSource = {
  provider: 'tcgdex',
  answer(request, view) {
    const [, version, language, kind, id, more] = request.path.split('/');
    if (version !== 'v2' || !LANGUAGES.has(language ?? '') || more !== undefined) return notFound();
    if (kind === 'cards') return id === undefined ? cardList(request, view) : oneCard(id, view);
    if (kind === 'sets') return id === undefined ? list(view.market.sets.map(setBrief), request, view) : oneSet(id, view);
    return notFound();
  },
  refuse({ status }) {
    if (status === 404) return notFound();
    return json({ error: status === 429 ? 'Too Many Requests' : status >= 500 ? 'Internal Server Error' : 'Forbidden' }, { status });
  },
};

function cardList(request: LabRequest, view: LabView): Answer {
  const name = request.query.get('name')?.toLowerCase();
  const cards = name === undefined ? view.market.cards : view.market.cards.filter((card) => card.name.toLowerCase().includes(name));
  return list(cards.map(cardBrief), request, view);
}

/** All of it, or a page where a page is asked for. A page behind the last one is empty. */
function list(all: readonly object[], { query }: LabRequest, view: LabView): Answer {
  const page = Number(query.get('pagination:page') ?? 1);
  const perPage = Number(query.get('pagination:itemsPerPage') ?? DEFAULT_PER_PAGE);
  if (![page, perPage].every((each) => Number.isInteger(each) && each >= 1)) return json({ error: 'pagination must be whole numbers from 1' }, { status: 400 });
  const isPaged = query.has('pagination:page') || query.has('pagination:itemsPerPage');
  const rows = isPaged ? all.slice((page - 1) * perPage, page * perPage) : all;
  return json(reshape(rows, view.faults.reshaped, { rename: { localId: 'local_id' } }));
}

function oneCard(id: string, view: LabView): Answer {
  const card = view.market.byTcgdexId.get(id);
  if (card === undefined) return notFound();
  const body = {
    category: 'Pokemon', ...cardBrief(card), illustrator: 'Nobody', rarity: card.rarity, set: setBrief(card.set),
    variants: {
      firstEdition: card.variants.some((variant) => variant.startsWith('1st')), holo: card.variants.includes('Holofoil'),
      normal: card.variants.includes('Normal'), reverse: card.variants.includes('Reverse Holofoil'), wPromo: false,
    },
    hp: 30 + 10 * (card.number % 9), types: ['Colorless'], updated: instantOn(view.day, TCGPLAYER_AT).toISOString(), pricing: pricing(card, view),
  };
  return json(reshape(body, view.faults.reshaped, { list: 'pricing', rename: { pricing: 'prices', marketPrice: 'market' } }));
}

function pricing(card: LabCard, view: LabView): object {
  const usual = cardmarketQuote(printingOf(view.market.seed, card, card.variants[0]!), view.dayNumber);
  return {
    cardmarket: {
      updated: instantOn(view.day, CARDMARKET_AT).toISOString(), unit: view.faults.currency ?? 'EUR', idProduct: card.ids.cardmarket,
      ...fields(usual, ''), ...fields(reverseQuote(card, view), '-holo'),
    },
    tcgplayer: {
      updated: instantOn(view.day, TCGPLAYER_AT).toISOString(), unit: view.faults.currency ?? 'USD',
      ...Object.fromEntries(card.variants.map((variant) => [variantKey(variant), tcgplayerPrices(card, variant, view)])),
    },
  };
}

function variantKey(variant: LabVariant): string {
  return variant.toLowerCase().replaceAll(' ', '-');
}

function tcgplayerPrices(card: LabCard, variant: LabVariant, view: LabView): object {
  const quote = tcgplayerQuote(printingOf(view.market.seed, card, variant), view.dayNumber);
  return {
    productId: card.ids.tcgplayer, lowPrice: major(quote.lowCents), midPrice: major(quote.midCents), highPrice: major(quote.highCents),
    marketPrice: majorOrNull(quote.marketCents), directLowPrice: majorOrNull(quote.directLowCents),
  };
}

function oneSet(id: string, view: LabView): Answer {
  const set = view.market.sets.find((each) => each.ids.tcgdex === id);
  if (set === undefined) return notFound();
  const cards = (view.market.cardsOfSet.get(set) ?? []).map(cardBrief);
  const body = { ...setBrief(set), releaseDate: set.releasedOn, serie: { id: 'lab', name: 'Laboratory' }, cards };
  return json(reshape(body, view.faults.reshaped, { list: 'cards', rename: { localId: 'local_id' } }));
}

function cardBrief(card: LabCard): object {
  const localId = card.ids.tcgdex.slice(card.ids.tcgdex.indexOf('-') + 1);
  return { id: card.ids.tcgdex, localId, name: card.name, image: `https://images.invalid/${card.ids.tcgdex}` };
}

function setBrief(set: LabSet): object {
  return { id: set.ids.tcgdex, name: set.name, cardCount: { total: set.cardCount, official: set.cardCount } };
}

function notFound(): Answer {
  return json({ error: 'Endpoint or id not found' }, { status: 404 });
}
