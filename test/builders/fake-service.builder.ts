import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type FakeAnswer = (response: ServerResponse, request: SeenRequest) => void;

/** A service on this machine that answers as it is told, and remembers what it was asked. */
export interface FakeService {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** One answer per request, in this order; the last one stays. */
  answers(...answers: FakeAnswer[]): void;
  close(): Promise<void>;
}

export async function aFakeService(): Promise<FakeService> {
  const seen: SeenRequest[] = [];
  let queue: FakeAnswer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      seen.push(one);
      const answer = queue.length > 1 ? queue.shift() : queue[0];
      if (answer) answer(response, one);
      else response.writeHead(599).end('nothing was told to be answered');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answers: (...answers) => (queue = answers),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A whole answer at once. */
export const says =
  (status: number, body = '', headers: Record<string, string> = {}): FakeAnswer =>
  (response) =>
    response.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers }).end(body);

/** Takes the request and never answers. */
export const hangs: FakeAnswer = () => undefined;

/** Begins a body and never ends it. */
export const hangsInBody: FakeAnswer = (response) => void response.writeHead(200, { 'content-length': '100' }).write('half');

/** Ends the connection before the body is whole. */
export const truncates: FakeAnswer = (response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('half', () => response.socket?.end());
};

/** Resets the connection without an answer. */
export const resets: FakeAnswer = (response) => response.socket?.resetAndDestroy();

/** A byte every 10 ms, for ever. */
export const trickles: FakeAnswer = (response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write('x'), 10);
  response.on('close', () => clearInterval(timer));
};
