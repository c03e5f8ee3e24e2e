import { BadData } from '../shared/errors.js';
import { harmlessHeaders } from './domain/masking.js';

const MOST_REDIRECTS = 3;
const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** So much of an answer that is an error is read, for its text. */
export const ERROR_BODY_BYTES = 16_384;

/** One attempt of a call. */
export interface Exchange {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** The call as it may be shown. */
  readonly title: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** No whole answer came: no connection, a connection that broke, a body that is cut off, or the time was over. */
export class NoAnswer extends Error {}

/**
 * Sends a call once and reads its answer to the last byte, all of it within `timeoutMs`. Follows at most 3 redirects, of GET and HEAD alone:
 * a further one is returned as it is.
 *
 * @throws NoAnswer, whose message comes from the network and may need masking; BadData where the body is longer than `maxBytes`.
 */
export async function exchangeOnce(exchange: Exchange): Promise<Answer> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), exchange.timeoutMs);
  try {
    const response = await follow(exchange, controller.signal);
    const body = await bodyOf(response, exchange);
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  } catch (error) {
    const isTimeOver = controller.signal.aborted;
    // Whatever has not been read is not wanted: the connection is given up rather than drained.
    controller.abort();
    if (error instanceof BadData || error instanceof NoAnswer) throw error;
    throw new NoAnswer(isTimeOver ? `no whole answer within ${exchange.timeoutMs} ms` : networkTextOf(error));
  } finally {
    clearTimeout(timer);
  }
}

async function follow(exchange: Exchange, signal: AbortSignal): Promise<Response> {
  let { url, headers } = exchange;
  for (let redirects = 0; ; redirects++) {
    const body = exchange.body === undefined ? {} : { body: exchange.body };
    const response = await fetch(url, { method: exchange.method, headers, redirect: 'manual', signal, ...body });
    const next = redirects < MOST_REDIRECTS ? targetOf(response, url, exchange.method) : undefined;
    if (!next) return response;
    await response.body?.cancel();
    // `fetch` would take off `authorization` and `cookie`; keys travel in headers of many names.
    if (next.origin !== url.origin) headers = harmlessHeaders(headers);
    url = next;
  }
}

function targetOf(response: Response, from: URL, method: string): URL | undefined {
  const location = response.headers.get('location');
  if (!REDIRECT_STATUSES.has(response.status) || location === null || !['GET', 'HEAD'].includes(method)) return undefined;
  const target = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isHttp = target?.protocol === 'https:' || (target?.protocol === 'http:' && from.protocol === 'http:');
  return isHttp && target?.username === '' && target.password === '' ? target : undefined;
}

async function bodyOf(response: Response, exchange: Exchange): Promise<Buffer> {
  if (response.status === 304 || response.status === 204 || exchange.method === 'HEAD') return Buffer.alloc(0);
  return response.ok ? wholeBody(response, exchange) : startOfBody(response);
}

async function wholeBody(response: Response, exchange: Exchange): Promise<Buffer> {
  const promised = promisedBytes(response);
  if (promised !== undefined && promised > exchange.maxBytes) throw tooLong(exchange, `says it is ${promised} bytes long`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > exchange.maxBytes) throw tooLong(exchange, `goes on after ${exchange.maxBytes} bytes`);
    chunks.push(chunk);
  }
  if (promised !== undefined && bytes < promised) throw new NoAnswer(`the body ended after ${bytes} of ${promised} bytes`);
  return Buffer.concat(chunks, bytes);
}

/** The text of an error is worth no failure of its own: what has come is what there is. */
async function startOfBody(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= ERROR_BODY_BYTES) break;
    }
  } catch {
    // Cut off, or out of time.
  }
  return Buffer.concat(chunks).subarray(0, ERROR_BODY_BYTES);
}

/** Undefined where the length of what is read is not the length that was sent. */
function promisedBytes(response: Response): number | undefined {
  const length = response.headers.get('content-length');
  return length !== null && /^\d{1,15}$/.test(length) && !response.headers.has('content-encoding') ? Number(length) : undefined;
}

export function tooLong(exchange: Exchange, what: string): BadData {
  return new BadData(`${exchange.title}: the body ${what}; at most ${exchange.maxBytes} are accepted`);
}

/** `fetch failed` says nothing; its cause does. */
function networkTextOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: unknown; message?: unknown } | undefined) : undefined;
  const parts = [cause?.code, cause?.message, error instanceof Error ? error.message : String(error)];
  return parts.filter((one): one is string => typeof one === 'string' && one !== '').slice(0, 2).join(': ');
}
