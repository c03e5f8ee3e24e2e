import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { MlflowStore } from './mlflow-store.js';

/** What the server does with requests: as it should, refuse the credentials, break, lose the answers of what was made, or be slow. */
export type ServerMode = 'up' | 'unauthorized' | 'broken' | 'loses-creates' | 'never-answers' | 'busy';

const name = z.string().min(1).max(250).regex(/^[\w.\- /]+$/).refine((text) => !text.startsWith('/') && !text.split('/').some((part) => part === '..' || part === '.'));
const id = z.string().min(1);
const tag = z.strictObject({ key: name, value: z.string().max(5_000) });
const tags = z.array(tag).max(100);
const metric = z.strictObject({ key: name, value: z.number(), timestamp: z.int().min(1_000_000_000_000), step: z.int() });
const dataset = z.strictObject({ name: z.string().max(500), digest: z.string().min(1).max(36), source_type: id, source: id, schema: z.string().optional(), profile: z.string().optional() });

/** Every endpoint that may be used, with the body or query it takes and nothing else. */
const ENDPOINTS = {
  'GET experiments/get-by-name': z.strictObject({ experiment_name: id }),
  'POST experiments/create': z.strictObject({ name: id, tags: tags.optional() }),
  'POST experiments/restore': z.strictObject({ experiment_id: id }),
  'POST runs/create': z.strictObject({ experiment_id: id, run_name: id, start_time: z.int().min(1_000_000_000_000), tags }),
  'GET runs/get': z.strictObject({ run_id: id }),
  'POST runs/search': z.strictObject({ experiment_ids: z.array(id), filter: id, max_results: z.int().max(50_000) }),
  'POST runs/log-batch': z
    .strictObject({ run_id: id, metrics: z.array(metric).max(1_000), params: z.array(z.strictObject({ key: name, value: z.string().max(500) })).max(100), tags })
    .refine((batch) => batch.metrics.length + batch.params.length + batch.tags.length <= 1_000),
  'POST runs/log-inputs': z.strictObject({ run_id: id, datasets: z.array(z.strictObject({ dataset, tags })) }),
  'POST runs/update': z.strictObject({ run_id: id, status: z.enum(['FINISHED', 'FAILED', 'KILLED']), end_time: z.int().min(1_000_000_000_000) }),
  'POST registered-models/create': z.strictObject({ name, description: z.string() }),
  'GET registered-models/get': z.strictObject({ name }),
  'GET model-versions/search': z.strictObject({ filter: id, max_results: z.string() }),
  'POST model-versions/create': z.strictObject({ name, source: id, run_id: id, tags, description: z.string() }),
  'GET model-versions/get': z.strictObject({ name, version: z.string() }),
  'POST registered-models/alias': z.strictObject({ name, alias: z.string().regex(/^[\w-]{1,255}$/).refine((alias) => alias !== 'latest' && !/^v\d+$/.test(alias)), version: z.string().regex(/^\d+$/) }),
  'DELETE registered-models/alias': z.strictObject({ name, alias: id }),
} as const;

export type EndpointName = keyof typeof ENDPOINTS;

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
    const schema = endpoint in ENDPOINTS ? ENDPOINTS[endpoint as EndpointName] : undefined;
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
