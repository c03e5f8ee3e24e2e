import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DestinationStream, type Logger, pino } from 'pino';
import { isWorthALine, presentedPrefix, withoutSecrets } from './domain/request-line.js';
import type { RawRequest } from './raw.js';
import { type RawAnswer, type SampledLog, serverStateOf } from './server-state.js';

/** Only a word of each request that went well, a line for each that did not. */
export interface RequestLogSettings {
  readonly sampleRatio: number;
}

/** Lines that wait for whoever reads them, at most; more are dropped, so that a reader who is stuck costs no memory. */
const MAX_WAITING_CHARACTERS = 4 * 2 ** 20;

/** Standard output, without waiting for it. */
export function standardOutput(): DestinationStream & { flushSync(): void } {
  return pino.destination({ dest: 1, sync: false, maxLength: MAX_WAITING_CHARACTERS });
}

/** Writes a JSON line for a request whose answer is out. Most good requests only move a counter. */
export class RequestLog implements SampledLog {
  private readonly log: Logger;
  private due = 0;

  constructor(
    destination: DestinationStream,
    private readonly sampleRatio: number,
  ) {
    const level = (label: string): object => ({ level: label });
    this.log = pino({ base: null, messageKey: 'message', timestamp: pino.stdTimeFunctions.isoTime, formatters: { level } }, destination);
  }

  isDue(): boolean {
    this.due += this.sampleRatio;
    if (this.due < 1) return false;
    this.due -= 1;
    return true;
  }

  write(request: FastifyRequest, reply: FastifyReply): void {
    const status = reply.statusCode;
    const route = request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched');
    const bytes = Number(reply.getHeader('content-length') ?? 0);
    const line = lineOf(request.raw, { route, requestId: request.id, bytes, durationMs: reply.elapsedTime }, { status, address: request.ip });
    if (status >= 500) this.log.error(line, 'request');
    else if (status >= 400) this.log.warn(line, 'request');
    else this.log.info(line, 'request');
  }

  writeRaw(request: RawRequest, answer: RawAnswer): void {
    // Which proxies are believed is known to the framework alone: without one the address is that of the connection.
    const address = request.headers['x-forwarded-for'] === undefined ? request.socket.remoteAddress : undefined;
    this.log.info(lineOf(request, answer, { status: 200, address }), 'request');
  }
}

function lineOf(request: RawRequest, { route, requestId, bytes, durationMs }: RawAnswer, { status, address }: { status: number; address: string | undefined }): object {
  const { method, url = '', headers } = request;
  const keyPrefix = presentedPrefix(headers['x-api-key'], headers.authorization);
  return { requestId, method, route, url: withoutSecrets(url), status, durationMs: Math.round(durationMs * 100) / 100, bytes, keyPrefix, address };
}

/**
 * Logs every request that was refused, failed or slow, and a sample of the others. Those that were refused because there are too many are as
 * the others: they are counted elsewhere, and a line each would make them dearer. To be called before the hooks that forget what is answered.
 */
export function logRequests(server: FastifyInstance, { sampleRatio }: RequestLogSettings, destination: DestinationStream & { flushSync?: () => void }): void {
  const state = serverStateOf(server);
  const log = new RequestLog(destination, sampleRatio);
  state.requestLog = log;
  server.addHook('onResponse', (request, reply, done) => {
    const isRefused = reply.statusCode === 503 && !state.underWay.has(reply.raw);
    if ((!isRefused && isWorthALine(reply.statusCode, reply.elapsedTime)) || log.isDue()) log.write(request, reply);
    done();
  });
  server.addHook('onClose', (_server, done) => {
    destination.flushSync?.();
    done();
  });
}
