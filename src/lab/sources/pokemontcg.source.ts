import type { LabCard, LabSet, LabVariant } from '../domain/lab-market.js';
import { cardmarketQuote, printingOf, tcgplayerQuote } from '../domain/lab-quotes.js';
import { reshape } from '../domain/reshape.js';
import { type Answer, json, type LabRequest, type LabSource, type LabView, major, majorOrNull } from '../lab-source.js';
import type { RequestCounter } from '../request-counter.js';
import { reverseQuote } from './cardmarket.source.js';

const PER_MINUTE_WITHOUT_KEY = 30;
const PER_DAY = { withoutKey: 1000, withKey: 20_000 };
const MAX_PAGE_SIZE = 250;
const VARIANT_KEYS: Readonly<Record<LabVariant, string>> = {
  Normal: 'normal', Holofoil: 'holofoil', 'Reverse Holofoil': 'reverseHolofoil', Unlimited: 'unlimited', '1st Edition': '1stEditionNormal',
  'Unlimited Holofoil': 'unlimitedHolofoil', '1st Edition Holofoil': '1stEditionHolofoil',
};

/** api.pokemontcg.io v2: cards page by page with the prices of both markets; a key only raises the limits. */
export function pokemontcgSource(counter: RequestCounter): LabSource {
  return {
    provider: 'pokemontcg',
    answer(request, view) {
      return overLimit(request, counter) ?? route(request, view) ?? error(404, 'The requested resource could not be found.');
    },
    refuse({ status, limited }) {
      if (status === 429) return error(429, limited === 'daily' ? 'Daily rate limit exceeded.' : 'Rate limit exceeded.');
      return error(status, status === 404 ? 'The requested resource could not be found.' : status >= 500 ? 'Internal Server Error' : 'The API key is not valid.');
    },
  };
}

function overLimit({ headers, at }: LabRequest, counter: RequestCounter): Answer | undefined {
  const key = headers['x-api-key'];
  const usage = counter.usage(key ?? '', at);
  if (usage.dayUsed >= (key === undefined ? PER_DAY.withoutKey : PER_DAY.withKey)) return error(429, 'Daily rate limit exceeded.');
  if (key === undefined && usage.minuteUsed >= PER_MINUTE_WITHOUT_KEY) return error(429, 'Rate limit exceeded.');
  counter.spend(key ?? '', at, 1);
  return undefined;
}

function route(request: LabRequest, view: LabView): Answer | undefined {
  const [, version, kind, id, more] = request.path.split('/');
  if (version !== 'v2' || more !== undefined) return undefined;
  if (kind === 'sets') {
    const sets = view.market.sets.map(setBody);
    return id === undefined ? page(sets, request, view) : single(sets.find((set) => set.id === id), view);
  }
  if (kind !== 'cards') return undefined;
  if (id !== undefined) {
    const card = view.market.byPokemontcgId.get(id);
    return single(card && cardBody(card, view), view);
  }
  const wanted = search(request.query.get('q') ?? '', view);
  return wanted === undefined ? error(400, 'Bad Request. Your request is either malformed, or is missing one or more required fields.') : page(wanted, request, view, (card) => selected(cardBody(card, view), request.query.get('select')));
}

function single(data: object | undefined, view: LabView): Answer | undefined {
  return data && json(reshape({ data }, view.faults.reshaped, shapePlan));
}

/** Only the named top-level fields, where some are named. */
function selected(body: object, select: string | null): object {
  if (select === null) return body;
  const names = new Set(select.split(','));
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.has(name)));
}

/** `set.id:lab1`, `name:"Emberfox"`, `id:lab1-1`, or several of them; undefined for what is not understood. */
function search(query: string, view: LabView): readonly LabCard[] | undefined {
  let cards: readonly LabCard[] = view.market.cards;
  for (const term of query.match(/\S+:"[^"]*"|\S+/g) ?? []) {
    const [, field, value] = /^([\w.]+):"?([^"]+)"?$/.exec(term) ?? [];
    if (field === 'set.id') cards = cards.filter((card) => card.set.ids.pokemontcg === value);
    else if (field === 'name') cards = cards.filter((card) => card.name.toLowerCase() === value!.toLowerCase());
    else if (field === 'id') cards = cards.filter((card) => card.ids.pokemontcg === value);
    else return undefined;
  }
  return cards;
}

function page<T>(all: readonly T[], { query }: LabRequest, view: LabView, render: (each: T) => unknown = (each) => each): Answer {
  const number = Number(query.get('page') ?? 1);
  const pageSize = Number(query.get('pageSize') ?? MAX_PAGE_SIZE);
  if (!Number.isInteger(number) || number < 1 || !Number.isInteger(pageSize) || pageSize < 1) return error(400, 'Bad Request. page and pageSize must be whole numbers from 1.');
  const size = Math.min(pageSize, MAX_PAGE_SIZE);
  const data = all.slice((number - 1) * size, number * size).map(render);
  return json(reshape({ data, page: number, pageSize: size, count: data.length, totalCount: all.length }, view.faults.reshaped, shapePlan));
}

const shapePlan = { list: 'data', rename: { tcgplayer: 'tcgPlayer', trendPrice: 'trend' } };

function cardBody(card: LabCard, view: LabView): object {
  const updatedAt = view.day.replaceAll('-', '/');
  return {
    id: card.ids.pokemontcg, name: card.name, supertype: 'Pokémon', subtypes: ['Basic'], hp: String(30 + 10 * (card.number % 9)), types: ['Colorless'],
    set: setBody(card.set), number: String(card.number), rarity: card.rarity, images: { small: `https://images.invalid/${card.ids.pokemontcg}.png` },
    tcgplayer: {
      url: `https://prices.invalid/tcgplayer/${card.ids.pokemontcg}`, updatedAt,
      prices: Object.fromEntries(card.variants.map((variant) => [VARIANT_KEYS[variant], tcgplayerPrices(card, variant, view)])),
    },
    cardmarket: { url: `https://prices.invalid/cardmarket/${card.ids.pokemontcg}`, updatedAt, prices: cardmarketPrices(card, view) },
  };
}

function tcgplayerPrices(card: LabCard, variant: LabVariant, view: LabView): object {
  const quote = tcgplayerQuote(printingOf(view.market.seed, card, variant), view.dayNumber);
  return {
    low: major(quote.lowCents), mid: major(quote.midCents), high: major(quote.highCents), market: majorOrNull(quote.marketCents),
    directLow: majorOrNull(quote.directLowCents),
  };
}

function cardmarketPrices(card: LabCard, view: LabView): object {
  const usual = cardmarketQuote(printingOf(view.market.seed, card, card.variants[0]!), view.dayNumber);
  const reverse = reverseQuote(card, view);
  return {
    averageSellPrice: major(usual.avgCents), lowPrice: major(usual.lowCents), trendPrice: major(usual.trendCents), germanProLow: 0, suggestedPrice: 0,
    reverseHoloSell: major(reverse?.avgCents ?? 0), reverseHoloLow: major(reverse?.lowCents ?? 0), reverseHoloTrend: major(reverse?.trendCents ?? 0),
    lowPriceExPlus: major(usual.lowCents), avg1: major(usual.avg1Cents), avg7: major(usual.avg7Cents), avg30: major(usual.avg30Cents),
    reverseHoloAvg1: major(reverse?.avg1Cents ?? 0), reverseHoloAvg7: major(reverse?.avg7Cents ?? 0), reverseHoloAvg30: major(reverse?.avg30Cents ?? 0),
  };
}

function setBody(set: LabSet) {
  return {
    id: set.ids.pokemontcg, name: set.name, series: 'Laboratory', printedTotal: set.cardCount, total: set.cardCount,
    releaseDate: set.releasedOn.replaceAll('-', '/'),
  };
}

function error(code: number, message: string): Answer {
  return json({ error: { message, code } }, { status: code });
}
