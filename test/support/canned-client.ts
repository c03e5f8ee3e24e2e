import type { OutboundClient, OutboundRequest, OutboundResponse } from '../../src/outbound/index.js';
import { type Day, dayNumber } from '../../src/shared/day.js';
import type { Provider, ProviderPart, ProviderRequest } from '../../src/ingestion/providers/provider.js';

/** What a URL answers: JSON, text, an error that is thrown, or a body that is called something and answers 304 to who knows it. */
export type CannedAnswer = object | string | Error | { readonly etag: string; readonly answer: object | string };

/** An outbound client that answers from a list of URLs, 404 to all others, and remembers what it was asked. */
export class CannedClient implements OutboundClient {
  readonly standing = { creditsLeft: undefined, creditsResetAt: undefined, openUntil: undefined };
  readonly requests: OutboundRequest[] = [];
  private readonly answers: ReadonlyMap<string, CannedAnswer>;

  constructor(answers: Readonly<Record<string, CannedAnswer>>) {
    this.answers = new Map(Object.entries(answers));
  }

  get urls(): string[] {
    return this.requests.map((request) => request.url);
  }

  async request(request: OutboundRequest): Promise<OutboundResponse> {
    this.requests.push(request);
    const answer = this.answers.get(request.url);
    if (answer instanceof Error) throw answer;
    if (answer === undefined) return response(404, '{"error":"Endpoint or id not found"}');
    if (typeof answer === 'string' || !('etag' in answer)) return response(200, answer);
    const { etag, answer: body } = answer as { etag: string; answer: object | string };
    return request.validators?.etag === etag ? response(304, '', etag) : response(200, body, etag);
  }
}

function response(status: number, answer: object | string, etag?: string): OutboundResponse {
  const body = Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer));
  return { status, headers: {}, body, validators: etag === undefined ? {} : { etag }, receivedAt: new Date('2026-06-29T21:30:00Z'), attempts: 1 };
}

export interface Fetching {
  readonly parts: ProviderPart[];
  /** What was thrown after those parts. */
  readonly error: unknown;
  readonly progress: (readonly [done: number, total: number])[];
}

/** Fetches all a provider yields for 2026-06-29, and what it throws then. */
export async function fetchAll(provider: Provider, client: OutboundClient, more: Partial<ProviderRequest> = {}): Promise<Fetching> {
  const parts: ProviderPart[] = [];
  const progress: [number, number][] = [];
  const day = '2026-06-29' as Day;
  const request: ProviderRequest = {
    client, day, today: dayNumber(day), baseUrl: 'http://prices.test', validatorsOf: () => undefined, onPart: (done, total) => progress.push([done, total]), ...more,
  };
  try {
    for await (const part of provider.fetch(request)) parts.push(part);
    return { parts, error: undefined, progress };
  } catch (error) {
    return { parts, error, progress };
  }
}
