import { HttpException } from '@nestjs/common';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { PROBLEM_MEDIA_TYPE, toProblem } from './problem.js';

interface Unreadable {
  readonly status: number;
  readonly phrase: string;
  readonly detail: string;
}

/** What cannot be read as a request at all: answered here, because no route will see it. */
const UNREADABLE: Readonly<Record<string, Unreadable>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, phrase: 'Request Timeout', detail: 'The request did not arrive in time; send it in one go.' },
  HPE_HEADER_OVERFLOW: { status: 431, phrase: 'Request Header Fields Too Large', detail: 'The headers of the request are too large; expected at most 16 KiB of them.' },
};
const NO_HTTP: Unreadable = { status: 400, phrase: 'Bad Request', detail: 'This is not HTTP/1.1 as RFC 9112 has it; expected a request line, headers and a body of the length they name.' };

/** A problem as JSON, for where no exception can be thrown. */
export function problemText(status: number, detail: string, requestId: string = randomUUID()): string {
  return JSON.stringify(toProblem(new HttpException(detail, status), requestId));
}

/** Answers what the HTTP parser gave up on, and closes the connection: nothing that follows on it can be trusted. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  // Where part of an answer is on its way already, more bytes would be taken for its rest.
  const underWay = (socket as Socket & { _httpMessage?: { headersSent?: boolean } })._httpMessage?.headersSent === true;
  if (!socket.writable || underWay) {
    socket.destroy();
    return;
  }
  const { status, phrase, detail } = UNREADABLE[error.code ?? ''] ?? NO_HTTP;
  const body = problemText(status, detail);
  socket.end(`HTTP/1.1 ${status} ${phrase}\r\nContent-Type: ${PROBLEM_MEDIA_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
  // A client that goes on sending, or does not read, must not keep it open.
  setTimeout(() => socket.destroy(), 1_000).unref();
}

/** Answers what the router cannot make sense of, which no hook and no filter sees. */
export function answerRouterError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode ?? 400;
  const detail = error.code === 'FST_ERR_BAD_URL' ? 'The path of the URL is not percent-encoded UTF-8; expected such as /v1/cards/base1-4%7CHolofoil.' : 'A part of the path of the URL is too long; expected at most 400 characters.';
  const body = problemText(status, detail, request.id);
  reply.raw.writeHead(status, { 'content-type': PROBLEM_MEDIA_TYPE, 'content-length': Buffer.byteLength(body), 'x-request-id': request.id, 'x-content-type-options': 'nosniff' }).end(body);
}
