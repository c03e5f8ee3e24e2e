import { HttpException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { HeaderSets } from './header-sets.js';
import { OverloadWatch } from './overload-watch.js';
import { PROBLEM_MEDIA_TYPE, toProblem } from './problem.js';
import { MAX_HEADERS } from './server-limits.js';
import { serverStateOf } from './server-state.js';

/** Asked by machines that decide whether to send more, and answered from next to nothing. */
const PROBES: ReadonlySet<string> = new Set(['/livez', '/readyz', '/startupz', '/metrics']);
const RETRY_AFTER_SECONDS = '1';
const OVERLOADED = { code: 'overloaded', message: 'There are more requests than can be answered in time right now; try again shortly.' };

interface EdgeSettings {
  readonly maxUnderWay: number;
  readonly maxEventLoopDelayMs: number;
  readonly hstsMaxAgeSeconds: number;
  readonly corsOrigins: readonly string[];
}

/** What is done first with every request. On the way of every answer: nothing here waits, looks anything up or makes an object. */
export function guardRequests(server: FastifyInstance, settings: EdgeSettings): void {
  const state = serverStateOf(server);
  const headers = new HeaderSets(server, settings.hstsMaxAgeSeconds);
  const watch = new OverloadWatch(state, settings.maxEventLoopDelayMs);
  if (settings.maxUnderWay > 0) state.maxUnderWay = settings.maxUnderWay;
  state.isShared = settings.corsOrigins.length > 0;
  state.dataHeaders = headers.ofData();
  server.addHook('onClose', (_server, done) => {
    watch.stop();
    done();
  });
  server.addHook('onRequest', (request, reply, done) => {
    const { raw } = request;
    void reply.header('x-request-id', request.id);
    headers.addTo(reply, raw.url ?? '');
    if (state.isDraining) void reply.header('connection', 'close');
    // Names and values in turn.
    if (raw.rawHeaders.length > 2 * MAX_HEADERS) {
      void reply.header('connection', 'close');
      done(new HttpException(`The request has more than ${MAX_HEADERS} headers; expected at most that many.`, 431));
      return;
    }
    if (state.isFull() && !PROBES.has(raw.url ?? '')) {
      state.onRefused();
      const problem = JSON.stringify(toProblem(new HttpException(OVERLOADED, 503), request.id));
      void reply.code(503).header('retry-after', RETRY_AFTER_SECONDS).header('content-type', PROBLEM_MEDIA_TYPE).send(problem);
      return;
    }
    state.underWay.add(reply.raw);
    done();
  });
  server.addHook('onResponse', (_request, reply, done) => {
    state.underWay.delete(reply.raw);
    done();
  });
}
