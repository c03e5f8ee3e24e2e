import { HttpException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { MAX_HEADERS } from './server-limits.js';

/** What is done first with every request. On the way of every answer: nothing here waits, looks anything up or makes an object. */
export function guardRequests(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    // Names and values in turn.
    if (request.raw.rawHeaders.length > 2 * MAX_HEADERS) {
      void reply.header('connection', 'close');
      done(new HttpException(`The request has more than ${MAX_HEADERS} headers; expected at most that many.`, 431));
      return;
    }
    done();
  });
}
