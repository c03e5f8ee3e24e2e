import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { createHash } from 'node:crypto';
import { isNamed } from './domain/entity-tag.js';

const TAG_CHARACTERS = 22;
/** What a key may read, it may keep, if it asks each time whether that still stands. */
export const READ_CACHING = 'private, no-cache';
const NO_CACHING = 'no-store';

/** The entity tag of an answer: equal answers have the same on every process. */
export function etagOf(answer: Buffer | string): string {
  return `"${createHash('sha1').update(answer).digest('base64url').slice(0, TAG_CHARACTERS)}"`;
}

/** Gives what can be read by GET an `ETag`, and answers 304 to who has it already; everything else is for nobody to keep. */
export function answerConditionally(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    if (request.method !== 'GET') return done(null, payload);
    const { scope } = request.routeOptions.config;
    if (scope === undefined || scope === 'none') return done(null, payload);
    const isText = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (scope !== 'read' || reply.statusCode !== 200 || !isText) {
      void reply.header('cache-control', NO_CACHING);
      return done(null, payload);
    }
    const etag = etagOf(payload);
    void reply.header('cache-control', READ_CACHING).header('etag', etag);
    const asked = request.headers['if-none-match'];
    if (asked === undefined || !isNamed(asked, etag)) return done(null, payload);
    void reply.code(304).removeHeader('content-length').removeHeader('content-type');
    return done(null, null);
  });
}

const ETAG = { description: 'Names this answer. Sent as `If-None-Match` the next time, it is answered 304 where the answer is still the same', schema: { type: 'string', example: '"q1w2e3r4t5y6u7i8o9p0aa"' } };
const CACHE_CONTROL = { description: '`private, no-cache`: keep it, and ask each time whether it still stands', schema: { type: 'string', example: READ_CACHING } };

/** Says so in the document. Changes the document it is given. */
export function describeConditional(document: OpenAPIObject): void {
  for (const { get } of Object.values(document.paths)) {
    const found = get?.responses['200'];
    if (get === undefined || found === undefined || '$ref' in found || !isRead(get.security)) continue;
    found.headers = { ...found.headers, ETag: ETAG, 'Cache-Control': CACHE_CONTROL } as typeof found.headers;
    get.parameters = [...(get.parameters ?? []), { name: 'If-None-Match', in: 'header', required: false, description: 'The `ETag` of the answer you have', schema: { type: 'string' }, example: ETAG.schema.example }];
    get.responses['304'] = { description: 'What you have still stands', headers: { ETag: ETAG } as typeof found.headers };
  }
}

function isRead(security: Record<string, string[]>[] | undefined): boolean {
  return security?.some((each) => Object.values(each).some((scopes) => scopes.includes('read'))) ?? false;
}
