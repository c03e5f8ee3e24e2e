import type { FastifyInstance } from 'fastify';

/** Tells callers of a call that will go away, with every answer. */
export function announceDeprecations(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    const { deprecation } = request.routeOptions.config;
    if (deprecation !== undefined) void reply.headers(deprecation);
    done();
  });
}
