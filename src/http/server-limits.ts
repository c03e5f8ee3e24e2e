import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type { Config } from '../config/index.js';

const MAX_PARAMETER_CHARACTERS = 400;
const MAX_HEADER_BYTES = 16_384;
/** Timeouts of requests are looked at so often, at most. */
const CHECK_CONNECTIONS_EVERY_MS = 5_000;

/** Paths that take whole files as text, and how much of it. */
const LARGE_BODIES = ['/v1/collection/imports', '/v1/collection/imports/preview', '/v1/collection/mypricing'];
const LARGE_BODY_BYTES = 16_777_216;

/** More headers than this are refused: no client of ours needs them, and every one costs. */
export const MAX_HEADERS = 100;

/** What one connection and one request may cost. */
export function serverLimits(http: Config['http']): FastifyServerOptions {
  const headersTimeout = http.headersTimeoutSeconds * 1_000;
  const requestTimeout = http.requestTimeoutSeconds * 1_000;
  const keepAliveTimeout = http.keepAliveSeconds * 1_000;
  return {
    bodyLimit: http.bodyLimitBytes,
    routerOptions: { maxParamLength: MAX_PARAMETER_CHARACTERS },
    keepAliveTimeout,
    requestTimeout,
    // A connection on which nothing moves, such as that of a client that does not read its answer.
    connectionTimeout: Math.max(keepAliveTimeout, 2 * requestTimeout),
    maxRequestsPerSocket: http.maxRequestsPerSocket,
    http: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout, requestTimeout, keepAliveTimeout, connectionsCheckingInterval: Math.min(CHECK_CONNECTIONS_EVERY_MS, headersTimeout / 2) },
  } as FastifyServerOptions;
}

/** What Node decides before there is a request: how many headers it keeps, and what it does about `Expect`. */
export function limitServer(server: FastifyInstance, http: Config['http'], problemOf: (status: number, detail: string) => string): void {
  const node = server.server;
  // A list of thousands of cards is larger than anything else that is sent here.
  server.addHook('onRoute', (route) => {
    if (LARGE_BODIES.some((path) => route.url === path)) route.bodyLimit = Math.max(http.bodyLimitBytes, LARGE_BODY_BYTES);
  });
  // One more than is allowed, so that it can be told that there were too many.
  node.maxHeadersCount = MAX_HEADERS + 1;
  node.on('checkContinue', (request, response) => {
    // Whoever asks before sending too large a body is told at once.
    if (!(Number(request.headers['content-length']) > http.bodyLimitBytes)) response.writeContinue();
    node.emit('request', request, response);
  });
  node.on('checkExpectation', (request, response) => {
    const body = problemOf(417, `Expect: got ${JSON.stringify(request.headers.expect)}; the only one known here is "100-continue".`);
    response.writeHead(417, { 'content-type': 'application/problem+json', 'content-length': Buffer.byteLength(body), connection: 'close' }).end(body);
  });
}
