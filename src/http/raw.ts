import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request and its response as Node has them, beneath the framework. */
export type RawRequest = FastifyRequest['raw'];
export type RawResponse = FastifyReply['raw'];
export type RequestHeaders = RawRequest['headers'];
