import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DestinationStream, type Logger, pino } from 'pino';
import { isWorthALine, presentedPrefix, withoutSecrets } from './domain/request-line.js';
import { serverStateOf } from './server-state.js';

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

/**
 * A JSON line for a request, after its answer is out. Most good requests only move a counter; so do those that were refused because there are
 * too many, which are counted elsewhere and would be made dearer by it. To be called before {@link guardRequests}, which forgets what is answered.
 */
export function logRequests(server: FastifyInstance, { sampleRatio }: RequestLogSettings, destination: DestinationStream & { flushSync?: () => void }): void {
  const state = serverStateOf(server);
  const log = pino({ base: null, messageKey: 'message', timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } }, destination);
  let due = 0;
  server.addHook('onResponse', (request, reply, done) => {
    const isRefused = reply.statusCode === 503 && !state.underWay.has(reply.raw);
    if (isRefused || !isWorthALine(reply.statusCode, reply.elapsedTime)) {
      due += sampleRatio;
      if (due < 1) return done();
      due -= 1;
    }
    write(log, request, reply);
    done();
  });
  server.addHook('onClose', (_server, done) => {
    destination.flushSync?.();
    done();
  });
}

function write(log: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const status = reply.statusCode;
  const line = {
    requestId: request.id,
    method: request.method,
    route: request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched'),
    url: withoutSecrets(request.url),
    status,
    durationMs: Math.round(reply.elapsedTime * 100) / 100,
    bytes: Number(reply.getHeader('content-length') ?? 0),
    keyPrefix: presentedPrefix(request.headers['x-api-key'], request.headers.authorization),
    address: request.ip,
  };
  if (status >= 500) log.error(line, 'request');
  else if (status >= 400) log.warn(line, 'request');
  else log.info(line, 'request');
}
