import type { FastifyInstance } from 'fastify';
import { Readable } from 'node:stream';
import type { RawRequest, RawResponse } from './raw.js';

/** Answers requests before the framework sees them. */
export interface ShortWay {
  /** Whether it may answer a POST to this path, once it has read the body. */
  isAbout(path: string): boolean;
  /** True: the request is answered, or it is found out whether it will be, and `orElse` called if not. False: nothing was done, and it goes the ordinary way. */
  take(request: RawRequest, response: RawResponse, body: string | undefined, orElse: () => void): boolean;
}

type Handler = (request: RawRequest, response: RawResponse) => void;

const MAX_BODY_BYTES = 65_536;
const JSON_TYPE = /^application\/json\s*(?:;\s*charset=utf-8\s*)?$/i;

/** Opens a short way in front of a server: to requests by GET, and to those by POST whose body is a little JSON. */
export function openShortWay(server: FastifyInstance, way: ShortWay): void {
  const [ordinary] = server.server.listeners('request') as Handler[];
  if (ordinary === undefined) throw new Error('The HTTP server has no handler that a short way could lead around.');
  const readBodies = new WeakMap<RawRequest, Buffer>();
  server.addHook('preParsing', (request, _reply, payload, done) => {
    const body = readBodies.get(request.raw);
    done(null, body === undefined ? payload : Readable.from([body]));
  });
  server.server.removeListener('request', ordinary);
  server.server.on('request', (request: RawRequest, response: RawResponse) => {
    if (request.method === 'GET') {
      const goOn = (): void => ordinary(request, response);
      if (!way.take(request, response, undefined, goOn)) goOn();
    } else if (request.method === 'POST' && way.isAbout(request.url ?? '') && hasLittleJson(request)) {
      readBody(request, (body) => {
        const goOn = (): void => {
          readBodies.set(request, body);
          ordinary(request, response);
        };
        if (!way.take(request, response, body.toString(), goOn)) goOn();
      });
    } else ordinary(request, response);
  });
}

function hasLittleJson({ headers }: RawRequest): boolean {
  const bytes = Number(headers['content-length']);
  return bytes > 0 && bytes <= MAX_BODY_BYTES && JSON_TYPE.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined && headers.expect === undefined;
}

/** What is cut off is never told of: there is nobody left to answer. */
function readBody(request: RawRequest, onRead: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => onRead(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
}

interface Answered {
  readonly response: RawResponse;
  /** Name and value in turn. */
  readonly headers: string[];
  readonly bytes: Buffer;
}

/**
 * Sends what one turn of the event loop has answered when the turn is over. A client that waits is woken by the first and finds the others
 * there too; woken for each of them, both sides spend their time on waking up.
 */
export class TurnEnd {
  private answered: Answered[] = [];

  send(answer: Answered): void {
    if (this.answered.push(answer) === 1) setImmediate(() => this.flush());
  }

  private flush(): void {
    const { answered } = this;
    this.answered = [];
    for (const { response, headers, bytes } of answered) {
      response.writeHead(200, headers);
      response.end(bytes);
    }
  }
}
