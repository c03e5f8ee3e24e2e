import { BadData, RateLimited, Refused, TemporaryError } from '../../src/shared/errors.js';
import type { ClientGiver, OutboundClient, OutboundOptions, OutboundRequest, OutboundResponse } from '../../src/outbound/index.js';

/** Calls out with fetch, once, and throws what the contract of outbound clients says. */
export class FetchClients implements ClientGiver {
  /** Requests of all clients. */
  requests = 0;

  constructor(private readonly timeoutMs = 5_000) {}

  for({ headers }: OutboundOptions): OutboundClient {
    return { request: (request) => this.request(request, headers ?? {}), standing: { creditsLeft: undefined, creditsResetAt: undefined, openUntil: undefined } };
  }

  private async request(request: OutboundRequest, headers: Readonly<Record<string, string>>): Promise<OutboundResponse> {
    this.requests++;
    const response = await fetch(request.url, {
      method: request.method ?? 'GET',
      headers: { ...headers, ...request.headers },
      body: request.body ?? null,
      redirect: 'manual',
      signal: AbortSignal.timeout(request.timeoutMs ?? this.timeoutMs),
    }).catch((error: unknown) => {
      throw new TemporaryError(`no answer from ${new URL(request.url).host}`, { cause: error });
    });
    const body = Buffer.from(await response.arrayBuffer());
    const { status } = response;
    if (status === 429) throw new RateLimited(`answered 429: ${body.toString('utf8')}`, Number(response.headers.get('retry-after') ?? 1), body.toString('utf8'));
    if (status >= 500) throw new TemporaryError(`answered ${status}: ${body.toString('utf8')}`);
    if (status >= 400 && status !== 404) throw new Refused(`answered ${status}`, status, body.toString('utf8'));
    if (request.maxBytes !== undefined && body.length > request.maxBytes) throw new BadData(`the answer has more than ${request.maxBytes} bytes`);
    return { status, headers: Object.fromEntries(response.headers), body, validators: {}, receivedAt: new Date(), attempts: 1 };
  }
}
