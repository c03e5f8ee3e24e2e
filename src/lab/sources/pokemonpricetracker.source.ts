import { addDays } from '../../shared/day.js';
import type { LabCard } from '../domain/lab-market.js';
import { reshape } from '../domain/reshape.js';
import { type Answer, json, type LabRequest, type LabSource, type LabView } from '../lab-source.js';
import type { RequestCounter } from '../request-counter.js';
import { type HistoryWindow, priceTrackerCard, priceTrackerSet } from './price-tracker-card.js';
import { charge, limitHeaders, type Plan, planOf, tooMany } from './price-tracker-limits.js';

const CARD_PARAMETERS = new Set([
  'search', 'set', 'setId', 'tcgPlayerId', 'cardNumber', 'language', 'minPrice', 'sortBy', 'sortOrder', 'limit', 'offset', 'fetchAllInSet',
  'includeHistory', 'days', 'maxDataPoints', 'includeEbay', 'includeCardmarket', 'includeBoth',
]);
const SET_PARAMETERS = new Set(['search', 'language', 'limit', 'offset', 'sortBy', 'sortOrder']);
const DEFAULT_LIMIT = 50;
const MAX_CARDS = 200;
const MAX_SETS = 500;
const DEFAULT_POINTS = 30;
const SHAPE = { list: 'data', rename: { tcgPlayerId: 'tcgplayer_id', marketPrice: 'market_price', market: 'marketPrice' } };

/** What a call asks for, and what it costs. */
interface Asked {
  readonly limit: number;
  readonly offset: number;
  readonly credits: number;
}

/** pokemonpricetracker.com v2: a key, credits by what was asked for, prices and their history card by card. */
export function pokemonpricetrackerSource(counter: RequestCounter): LabSource {
  return {
    provider: 'pokemonpricetracker',
    answer(request, view) {
      const plan = planOf(request);
      if (plan === undefined) return json({ error: 'Invalid or missing API key' }, { status: 401 });
      switch (request.path) {
        case '/api/v2/cards': return cards(request, view, plan, counter);
        case '/api/v2/sets': return sets(request, view, plan, counter);
        case '/api/v2/population': return json({ error: 'This endpoint is only available on the Business plan' }, { status: 403 });
        default: return json({ error: 'Not found' }, { status: 404 });
      }
    },
    refuse({ status, limited }, request) {
      const plan = planOf(request);
      if (status === 429 && plan) return tooMany(limited ?? 'minute', plan, counter.usage(request.headers['authorization'] ?? '', request.at), request);
      const error = { 401: 'Invalid or missing API key', 403: 'Not available on your plan', 404: 'No cards found', 429: 'Rate limit exceeded' }[status];
      return json({ error: error ?? 'Internal server error' }, { status });
    },
  };
}

function cards(request: LabRequest, view: LabView, plan: Plan, counter: RequestCounter): Answer {
  const { query } = request;
  const found = findCards(query, view);
  const isOne = query.has('tcgPlayerId');
  const asked = askedOf(query, { parameters: CARD_PARAMETERS, most: MAX_CARDS, fixed: isOne ? 1 : query.get('fetchAllInSet') === 'true' ? found.length : undefined });
  if ('status' in asked) return asked;
  const { usage, refused } = charge(request, plan, asked.credits, counter);
  if (refused) return refused;
  const rows = found.slice(asked.offset, asked.offset + asked.limit);
  if (rows.length === 0) return json({ error: 'No cards found matching your criteria' }, { status: 404, headers: limitHeaders(plan, usage) });
  const history = query.get('includeHistory') === 'true' || query.get('includeBoth') === 'true' ? windowOf(query, plan) : undefined;
  const hasEbay = query.get('includeEbay') === 'true' || query.get('includeBoth') === 'true';
  const data = rows.map((card) => priceTrackerCard(card, view, { history, hasEbay }));
  const metadata = {
    ...paging(found.length, rows.length, asked), language: query.get('language') ?? 'english',
    includes: { priceHistory: history !== undefined, ebayData: hasEbay, cardmarketData: false },
    ...(history ? { historyWindow: { ...history, from: addDays(view.day, -history.days), to: view.day } } : {}),
    ...(plan.name === 'free' ? { planRestrictions: { message: 'Free plan limited to 3 days of historical data.', limitedTo: '3 days', maxDataPoints: DEFAULT_POINTS } } : {}),
  };
  return json(reshape({ data: isOne ? data[0] : data, metadata }, view.faults.reshaped, SHAPE), { headers: limitHeaders(plan, usage) });
}

function sets(request: LabRequest, view: LabView, plan: Plan, counter: RequestCounter): Answer {
  const asked = askedOf(request.query, { parameters: SET_PARAMETERS, most: MAX_SETS });
  if ('status' in asked) return asked;
  const { usage, refused } = charge(request, plan, 1, counter);
  if (refused) return refused;
  const wanted = request.query.get('search')?.toLowerCase() ?? '';
  const found = view.market.sets.filter((set) => `${set.abbreviation}: ${set.name}`.toLowerCase().includes(wanted));
  const rows = found.slice(asked.offset, asked.offset + asked.limit);
  const body = { data: rows.map((set) => priceTrackerSet(set, view)), metadata: paging(found.length, rows.length, asked) };
  return json(reshape(body, view.faults.reshaped, SHAPE), { headers: limitHeaders(plan, usage) });
}

function paging(total: number, count: number, { limit, offset }: Asked): object {
  return { total, count, limit, offset, hasMore: offset + count < total };
}

/** Everything asked for has to hold. Japanese cards there are none. */
function findCards(query: URLSearchParams, view: LabView): readonly LabCard[] {
  if (query.get('language') === 'japanese') return [];
  const { market } = view;
  const id = query.get('tcgPlayerId');
  const one = id === null ? undefined : market.byTcgplayerId.get(Number(id));
  const pool = id === null ? market.cards : one ? [one] : [];
  const says = (name: string) => query.get(name)?.toLowerCase();
  const [search, set, setId, number] = [says('search'), says('set'), says('setId'), says('cardNumber')];
  return pool.filter((card) =>
    (search === undefined || `${card.name} ${card.set.name}`.toLowerCase().includes(search)) &&
    (set === undefined || card.set.name.toLowerCase().includes(set)) &&
    (setId === undefined || String(card.set.ids.tcgplayer) === setId) &&
    (number === undefined || card.number === Number.parseInt(number, 10)));
}

/** Credits: one per card that was asked for, whether it came or not, and one more of each for history and for eBay. */
function askedOf(query: URLSearchParams, of: { parameters: ReadonlySet<string>; most: number; fixed?: number | undefined }): Asked | Answer {
  const unknown = [...query.keys()].find((name) => !of.parameters.has(name));
  if (unknown !== undefined) return json({ error: `Unknown parameter: ${unknown}` }, { status: 400 });
  const limit = of.fixed ?? Number(query.get('limit') ?? Math.min(DEFAULT_LIMIT, of.most));
  const offset = of.fixed === undefined ? Number(query.get('offset') ?? 0) : 0;
  if (of.fixed === undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= of.most)) return json({ error: `limit must be between 1 and ${of.most}` }, { status: 400 });
  if (!Number.isInteger(offset) || offset < 0) return json({ error: 'offset must not be negative' }, { status: 400 });
  const both = query.get('includeBoth') === 'true';
  const perCard = 1 + Number(both || query.get('includeHistory') === 'true') + Number(both || query.get('includeEbay') === 'true');
  return { limit, offset, credits: limit * perCard };
}

/** The plan clips the days; without `maxDataPoints` a long window is thinned to 30 points. */
function windowOf(query: URLSearchParams, plan: Plan): HistoryWindow {
  const whole = (name: string, otherwise: number) => Math.max(1, Math.floor(Number(query.get(name) ?? otherwise)) || otherwise);
  return { days: Math.min(whole('days', 30), plan.historyDays), maxDataPoints: whole('maxDataPoints', DEFAULT_POINTS) };
}
