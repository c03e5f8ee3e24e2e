import type { OutboundResponse } from '../../outbound/index.js';
import { BadData } from '../../shared/errors.js';
import { dayNumber, toDay } from '../../shared/day.js';
import type { OutboundRequest, ProviderPart, ProviderRequest } from './provider.js';

/** What to ask a provider for: a path below its base URL. */
export interface Question extends Omit<OutboundRequest, 'url' | 'validators'> {
  readonly path: string;
  /** Whether an unchanged resource may answer 304. */
  readonly isConditional?: boolean;
}

export interface Answer extends OutboundResponse {
  readonly url: string;
}

/** Asks one question through the client of the request. */
export async function ask(request: ProviderRequest, { path, isConditional = false, ...how }: Question): Promise<Answer> {
  const url = `${request.baseUrl.replace(/\/+$/, '')}/${path}`;
  const validators = isConditional ? request.validatorsOf(url) : undefined;
  const response = await request.client.request({ ...how, url, ...(validators ? { validators } : {}) });
  return { ...response, url };
}

/** A body without quotes: it is kept because others were parsed with it, or says that nothing changed. */
export function partWithoutQuotes(name: string, answer: Answer): ProviderPart {
  const part = { name, body: answer.body, quotes: [], rejected: [], unpriced: 0, unpricedProducts: [] };
  return answer.status === 304 ? { ...part, isUnchanged: true } : part;
}

/** What to remember of a body that was asked for conditionally. */
export function resourceOf({ url, validators }: Answer): NonNullable<ProviderPart['resource']> {
  return { url, validators };
}

/** Throws BadData for a market day that has not happened yet. */
export function checkDay({ day, today }: ProviderRequest): void {
  if (dayNumber(day) > today) throw new BadData(`day is ${day}; expected a market day up to ${toDay(today)}.`);
}
