import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 100;
/** As the readiness probe in k8s/base/api.yaml has it. */
const PATIENCE_MS = 3_000;
const FAILURE_THRESHOLD = 2;

/**
 * A load balancer: requests go in turns to the pods that say they are ready, over connections that are kept. It tries nothing twice: what fails at a pod
 * has failed.
 */
export class Balancer {
  private readonly server: Server;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly ready = new Map<string, boolean>();
  private isClosed = false;
  private turn = 0;

  private constructor() {
    this.server = createServer((incoming, outgoing) => {
      const target = this.next();
      if (target === undefined) return void outgoing.writeHead(502).end('no pod is ready');
      const onward = request(new URL(incoming.url ?? '/', target), { agent: this.agent, method: incoming.method, headers: incoming.headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', (error) => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end(error.message)));
      incoming.pipe(onward);
    });
  }

  static async start(): Promise<Balancer> {
    const balancer = new Balancer();
    await new Promise<void>((resolve) => balancer.server.listen(0, '127.0.0.1', resolve));
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get readyCount(): number {
    return [...this.ready.values()].filter(Boolean).length;
  }

  add(url: string): void {
    this.ready.set(url, false);
    void this.watch(url);
  }

  remove(url: string): void {
    this.ready.delete(url);
  }

  close(): void {
    this.isClosed = true;
    this.agent.destroy();
    this.server.closeAllConnections();
    this.server.close();
  }

  private next(): string | undefined {
    const pods = [...this.ready].filter(([, isReady]) => isReady);
    this.turn += 1;
    return pods[this.turn % Math.max(pods.length, 1)]?.[0];
  }

  /** One yes makes a pod ready, and so many noes in a row make it not. */
  private async watch(url: string): Promise<void> {
    for (let noes = 0; !this.isClosed && this.ready.has(url); await sleep(LOOK_EVERY_MS)) {
      const isReady = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(({ ok }) => ok, () => false);
      noes = isReady ? 0 : noes + 1;
      if (this.ready.has(url) && (isReady || noes >= FAILURE_THRESHOLD)) this.ready.set(url, isReady);
    }
  }
}
