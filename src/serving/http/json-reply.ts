import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';

const JSON_TYPE = 'application/json; charset=utf-8';
const LINES_TYPE = 'application/x-ndjson';

/** What a handler returns for an answer that may be JSON already. */
export function asJson(reply: FastifyReply, answer: Buffer | object): Buffer | object {
  if (Buffer.isBuffer(answer)) void reply.type(JSON_TYPE);
  return answer;
}

/** What a handler returns for a batch whose items are JSON: one document, or a line each to who asks for `application/x-ndjson`. */
export function sendItems(items: readonly string[], of: { name: string; request: FastifyRequest; reply: FastifyReply }): string | Readable {
  if (of.request.headers.accept?.includes(LINES_TYPE)) {
    void of.reply.type(LINES_TYPE);
    return Readable.from(items.map((item) => `${item}\n`));
  }
  void of.reply.type(JSON_TYPE);
  return `{"${of.name}":[${items.join(',')}]}`;
}
