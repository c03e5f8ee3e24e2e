import { type IncomingMessage, request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import { BadData } from '../shared/errors.js';
import { type Answer, ERROR_BODY_BYTES, type Exchange, NoAnswer, tooLong } from './exchange.client.js';
import type { TargetGuard } from './target-guard.js';

/**
 * Sends a call once to an address somebody else has chosen. The guard judges the address the socket connects to, on a connection of its own each
 * time; redirects are never followed.
 *
 * @throws ForbiddenTarget where the guard refuses; otherwise as {@link exchangeOnce}
 */
export async function exchangeGuarded(exchange: Exchange, guard: TargetGuard): Promise<Answer> {
  guard.checkLiteral(exchange.url);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), exchange.timeoutMs);
  try {
    const response = await send(exchange, guard, controller.signal);
    const status = response.statusCode ?? 0;
    const isFine = status >= 200 && status < 300;
    return { status, headers: headersOf(response), body: await (isFine ? wholeBody(response, exchange) : startOfBody(response)) };
  } catch (error) {
    if (error instanceof BadData || error instanceof NoAnswer) throw error;
    throw new NoAnswer(controller.signal.aborted ? `no whole answer within ${exchange.timeoutMs} ms` : textOf(error));
  } finally {
    clearTimeout(timer);
    // Whatever has not been read is not wanted.
    controller.abort();
  }
}

function send(exchange: Exchange, guard: TargetGuard, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, method, body } = exchange;
  const length: Record<string, string> = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...exchange.headers, ...length }, agent: false as const, lookup: guard.lookup, signal };
    const request = (url.protocol === 'https:' ? requestByHttps : requestByHttp)(url, options, resolve);
    request.on('error', reject);
    request.end(body);
  });
}

function headersOf(response: IncomingMessage): Record<string, string> {
  const entries = Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')] as const);
  return Object.fromEntries(entries);
}

async function wholeBody(response: IncomingMessage, exchange: Exchange): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > exchange.maxBytes) throw tooLong(exchange, `goes on after ${exchange.maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

/** The text of an error is worth no failure of its own. */
async function startOfBody(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= ERROR_BODY_BYTES) break;
    }
  } catch {
    // Cut off, or out of time.
  }
  return Buffer.concat(chunks).subarray(0, ERROR_BODY_BYTES);
}

/** Where several addresses were tried, that of the first. */
function textOf(error: unknown): string {
  const one: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return one instanceof Error ? one.message : String(one);
}
