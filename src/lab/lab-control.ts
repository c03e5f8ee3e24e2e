import { messageOf, PokewatchError } from '../shared/errors.js';
import { readDay, readProvider } from './faults-input.js';
import type { Lab } from './lab.js';
import { type Answer, json, type LabRequest } from './lab-source.js';

const CARDS_SHOWN = 100;

/** The laboratory's own endpoints, below `/_lab`: what it does, and switches for it. */
export function control(lab: Lab, request: LabRequest, body: string): Answer {
  try {
    return route(lab, request, body) ?? json({ error: `${request.method} /_lab${request.path} is not known; docs/laboratory.md lists what is.` }, { status: 404 });
  } catch (error) {
    if (error instanceof PokewatchError || error instanceof SyntaxError) return json({ error: messageOf(error) }, { status: 422 });
    throw error;
  }
}

function route(lab: Lab, { method, path, query }: LabRequest, body: string): Answer | undefined {
  switch (`${method} ${path}`) {
    case 'GET ':
    case 'GET /':
      return json(standing(lab));
    case 'GET /cards':
      return json(cards(lab, query));
    case 'GET /faults':
      return json(lab.faults.current());
    case 'POST /faults': {
      const { provider, ...faults } = recordOf(body);
      lab.faults.set(readProvider(provider), faults);
      return json(lab.faults.current());
    }
    case 'DELETE /faults':
      lab.faults.clear(query.has('provider') ? readProvider(query.get('provider')) : undefined);
      return json(lab.faults.current());
    case 'GET /requests': {
      const provider = query.has('provider') ? readProvider(query.get('provider')) : undefined;
      return json(lab.log.requests.filter((request) => provider === undefined || request.provider === provider));
    }
    case 'DELETE /requests':
      lab.log.clear();
      return json([]);
    case 'POST /day':
      lab.setDay(readDay(recordOf(body)['day']));
      return json(standing(lab));
    default:
      return undefined;
  }
}

function standing(lab: Lab): object {
  const { seed, printings } = lab.settings;
  return { seed, printings, day: lab.day, cards: lab.market.cards.length, sets: lab.market.sets.length, requests: lab.log.requests.length, faults: lab.faults.current() };
}

/** What each source calls the cards: the answers a crosswalk should find. */
function cards(lab: Lab, query: URLSearchParams): object[] {
  const offset = Number(query.get('offset') ?? 0);
  const limit = Number(query.get('limit') ?? CARDS_SHOWN);
  return lab.market.cards.slice(offset, offset + limit).map(({ name, number, rarity, variants, ids, set }) => ({ name, set: set.name, number, rarity, variants, ids }));
}

function recordOf(body: string): Record<string, unknown> {
  const value: unknown = JSON.parse(body || '{}');
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {};
}
