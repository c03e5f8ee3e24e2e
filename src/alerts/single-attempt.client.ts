import type { OutboundClient, OutboundRequest, OutboundResponse } from '../outbound/index.js';
import { BadData, messageOf, RateLimited, Refused, TemporaryError } from '../shared/errors.js';
import type { OutboundClients } from './outbound-clients.js';

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 64 * 1_024;
const REFUSED = [400, 401, 402, 403, 405, 406, 409, 410, 411, 413, 414, 415, 421, 422, 451];

/** Clients that make one attempt and leave repeating to the caller: deliveries have an outbox that repeats them. */
export const singleAttemptClients: OutboundClients = {
  for: ({ headers }) => ({
    request: (request) => attempt(headers === undefined ? request : { ...request, headers: { ...headers, ...request.headers } }),
    standing: { creditsLeft: undefined, creditsResetAt: undefined, openUntil: undefined },
  }) satisfies OutboundClient,
};

async function attempt(request: OutboundRequest): Promise<OutboundResponse> {
  const { response, body } = await exchange(request);
  const { status } = response;
  const headers = Object.fromEntries(response.headers);
  const text = body.toString('utf8');
  if (status === 429) throw new RateLimited(`answered 429: ${text.slice(0, 200)}`, secondsAsked(headers['retry-after']), text);
  if (REFUSED.includes(status)) throw new Refused(`answered ${status}`, status, text);
  if (status !== 304 && status !== 404 && (status < 200 || status > 299)) throw new TemporaryError(`answered ${status}: ${text.slice(0, 200)}`);
  return { status, headers, body, validators: {}, receivedAt: new Date(), attempts: 1 };
}

/** A redirect is not followed: it would carry the message to where nobody meant it to go. */
async function exchange(request: OutboundRequest): Promise<{ response: Response; body: Buffer }> {
  try {
    const { url, method = 'GET', headers = {}, body } = request;
    const signal = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
    const response = await fetch(url, { method, headers: { ...headers }, redirect: 'manual', signal, ...(body === undefined ? {} : { body: Buffer.from(body as string) }) });
    return { response, body: await readBounded(response, request.maxBytes ?? MAX_BYTES) };
  } catch (error) {
    if (error instanceof BadData) throw error;
    const cause = error instanceof Error && error.cause !== undefined ? `: ${messageOf(error.cause)}` : '';
    throw new TemporaryError(`no answer (${messageOf(error)}${cause})`, { cause: error });
  }
}

async function readBounded(response: Response, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > maxBytes) throw new BadData(`the answer is longer than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function secondsAsked(value: string | undefined): number {
  const seconds = Number(value ?? 1);
  if (Number.isFinite(seconds)) return seconds;
  const until = Date.parse(value ?? '');
  return Number.isNaN(until) ? 1 : Math.max(0, (until - Date.now()) / 1_000);
}
