import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { type EndpointName, MLFLOW_ENDPOINTS } from './mlflow-endpoints.js';
import { MlflowStore } from './mlflow-store.js';

/** What the server does with requests: as it should, refuse the credentials, break, lose the answers of what was made, or be slow. */
export type ServerMode = 'up' | 'unauthorized' | 'broken' | 'loses-creates' | 'never-answers' | 'busy';

export interface MlflowCall {
  readonly endpoint: string;
  readonly body: unknown;
}

/** An MLflow server with a memory. It takes only what a real one takes; whatever else comes is a problem the test must look at. */
export class MlflowServer {
  mode: ServerMode = 'up';
  readonly store = new MlflowStore();
  /** Accepted calls in their order. */
  readonly calls: MlflowCall[] = [];
  /** What no server would have taken. */
  readonly problems: string[] = [];
  /** Requests of any kind, also those that were not answered. */
  requests = 0;
  private readonly server = createServer((request, response) => void this.answer(request, response));

  constructor(private readonly authorization: string) {}

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Bodies of the accepted calls of one endpoint. */
  bodiesOf<T = Record<string, unknown>>(endpoint: EndpointName): T[] {
    return this.calls.filter((call) => call.endpoint === endpoint).map((call) => call.body as T);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests++;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const reply = (status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (this.mode === 'never-answers') return;
    if (this.mode === 'broken') return void reply(503, { error_code: 'TEMPORARILY_UNAVAILABLE', message: 'down' });
    if (this.mode === 'busy') return void response.writeHead(429, { 'retry-after': '120' }).end();
    if (this.mode === 'unauthorized' || request.headers.authorization !== this.authorization) return void reply(401, { error_code: 'UNAUTHENTICATED', message: 'wrong token' });
    const url = new URL(request.url ?? '/', 'http://h');
    const artifact = /^\/api\/2\.0\/mlflow-artifacts\/artifacts\/(.+)$/.exec(url.pathname)?.[1];
    if (artifact !== undefined && request.method === 'PUT') {
      const path = artifact.split('/').map(decodeURIComponent).join('/');
      this.store.artifacts.set(path, bytes);
      this.calls.push({ endpoint: 'PUT artifact', body: path });
      return void reply(200, {});
    }
    const endpoint = `${request.method ?? ''} ${url.pathname.replace('/api/2.0/mlflow/', '')}`;
    const result = this.handle(endpoint, url, bytes);
    const isLost = this.mode === 'loses-creates' && endpoint.endsWith('/create') && result.status === 200;
    if (isLost) return void request.socket.destroy();
    reply(result.status, result.body);
  }

  private handle(endpoint: string, url: URL, bytes: Buffer): { status: number; body: unknown } {
    const schema = endpoint in MLFLOW_ENDPOINTS ? MLFLOW_ENDPOINTS[endpoint as EndpointName] : undefined;
    if (!schema) return this.refuse(`unknown endpoint ${endpoint}`);
    if (bytes.length > 1_000_000) return this.refuse(`${endpoint}: ${bytes.length} bytes`);
    const parsed = schema.safeParse(endpoint.startsWith('GET') ? Object.fromEntries(url.searchParams) : JSON.parse(bytes.toString('utf8')));
    if (!parsed.success) return this.refuse(`${endpoint}: ${z.prettifyError(parsed.error)}`);
    this.calls.push({ endpoint, body: parsed.data });
    return this.store.handle(endpoint as EndpointName, parsed.data as never);
  }

  private refuse(problem: string): { status: number; body: unknown } {
    this.problems.push(problem);
    return { status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE', message: problem } };
  }
}
