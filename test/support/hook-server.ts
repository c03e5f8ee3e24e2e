import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HookRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type HookAnswer = { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> } | 'never' | 'hang-up';

/** A server that takes messages, remembers them, and answers what a test says. */
export interface HookServer {
  readonly url: string;
  readonly requests: HookRequest[];
  /** The answers to come, the first one next; afterwards `otherwise`. */
  answer(...answers: HookAnswer[]): void;
  otherwise(answer: HookAnswer): void;
  /** Ends every request that was left without an answer. */
  release(): void;
  close(): Promise<void>;
}

export async function startHookServer(standard: HookAnswer = { status: 200, body: 'ok' }): Promise<HookServer> {
  const requests: HookRequest[] = [];
  const waiting: ServerResponse[] = [];
  let scripted: HookAnswer[] = [];
  let usual = standard;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      requests.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
      const answer = scripted.shift() ?? usual;
      if (answer === 'never') waiting.push(response);
      else if (answer === 'hang-up') request.socket.destroy();
      else response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const release = (): void => waiting.splice(0).forEach((response) => response.writeHead(200).end('ok'));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (...answers) => (scripted = answers),
    otherwise: (answer) => (usual = answer),
    release,
    close: () => {
      release();
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
