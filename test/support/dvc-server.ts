import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A DVC remote behind HTTP: keeps what is uploaded with its method, to whoever has the right to. */
export class DvcServer {
  mode: 'up' | 'broken' | 'keeps-other-bytes' = 'up';
  /** By path below the remote. */
  readonly objects = new Map<string, Buffer>();
  /** Paths in the order they were uploaded. */
  readonly uploads: string[] = [];
  private readonly server = createServer((request, response) => void this.answer(request, response));

  constructor(
    private readonly authorization: string,
    private readonly method: 'POST' | 'PUT' = 'POST',
  ) {}

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/cards.dvc`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = (request.url ?? '').replace('/cards.dvc/', '');
    if (this.mode === 'broken') return void response.writeHead(502).end();
    if (request.headers.authorization !== this.authorization) return void response.writeHead(403).end('no access');
    if (request.method === this.method) {
      this.uploads.push(path);
      this.objects.set(path, this.mode === 'keeps-other-bytes' ? Buffer.from('other') : Buffer.concat(chunks));
      return void response.writeHead(200).end();
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end();
    const object = this.objects.get(path);
    response.writeHead(object ? 200 : 404).end(request.method === 'GET' ? object : undefined);
  }
}
