import { HttpException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { isUtf8 } from 'node:buffer';
import { type JsonFault, parseJsonBody, UnusableJson } from './domain/json-body.js';
import { InvalidRequest } from './request-validation.js';

const REPLACEMENT = '\uFFFD';
const BYTE_ORDER_MARK = '\uFEFF';

/** Bodies are JSON; anything else is 415. An empty one is none, which is for the route to judge. */
export function acceptJsonOnly(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    let value: unknown;
    try {
      value = readBody(body as Buffer);
    } catch (error) {
      done(error instanceof UnusableJson ? toRefusal(error) : (error as Error));
      return;
    }
    done(null, value);
  });
}

function readBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  const text = bytes.toString('utf8');
  // Decoding puts this character where bytes make no sense; only then the bytes are worth a look of their own.
  if (text.includes(REPLACEMENT) && !isUtf8(bytes)) throw new UnusableJson('malformed', '#', 'the body is not UTF-8; expected JSON in UTF-8');
  return parseJsonBody(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
}

const IS_ABOUT_A_FIELD: ReadonlySet<JsonFault> = new Set(['duplicate_key', 'reserved_key', 'nul_character']);

function toRefusal({ fault, pointer, message }: UnusableJson): HttpException {
  if (IS_ABOUT_A_FIELD.has(fault)) return new InvalidRequest([{ in: 'body', pointer, detail: message, code: 'invalid' }]);
  return new HttpException({ code: fault === 'too_deep' ? 'body_too_deep' : 'malformed_json', message }, 400);
}
