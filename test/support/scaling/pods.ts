import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../free-port.js';
import type { Balancer } from './balancer.js';

export interface Pod {
  readonly url: string;
  readonly child: ChildProcess;
  readonly startedAt: number;
}

/** A Deployment of the API: processes of `dist/src/main.js` behind a balancer. */
export class Pods {
  readonly all: Pod[] = [];
  /** What pods that did not end as they were asked to have said. */
  readonly complaints: string[] = [];
  private readonly ending: Promise<void>[] = [];

  constructor(
    private readonly balancer: Balancer,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** More or fewer: the youngest go first. */
  async scale(count: number, more: Readonly<Record<string, string>> = {}): Promise<void> {
    while (this.all.length < count) await this.start(more);
    while (this.all.length > count) this.end(this.all.at(-1) as Pod);
  }

  async start(more: Readonly<Record<string, string>> = {}): Promise<Pod> {
    const port = await freePort();
    const env = { ...process.env, ...this.environment, ...more, ROLE: 'api', HOST: '127.0.0.1', PORT: String(port) };
    const child = spawn(process.execPath, ['dist/src/main.js'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const pod: Pod = { url: `http://127.0.0.1:${port}`, child, startedAt: performance.now() };
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2_000)));
    child.once('exit', (code) => code !== 143 && code !== 0 && this.complaints.push(`a pod ended with ${code}: ${said}`));
    this.all.push(pod);
    this.balancer.add(pod.url);
    return pod;
  }

  /** SIGTERM, as from Kubernetes: it says that it is not ready, finishes what is under way, and ends. */
  end(pod: Pod): void {
    this.all.splice(this.all.indexOf(pod), 1);
    const ended = once(pod.child, 'exit').then(() => this.balancer.remove(pod.url));
    this.ending.push(ended);
    pod.child.kill('SIGTERM');
  }

  async ended(): Promise<void> {
    await Promise.all(this.ending);
  }

  kill(): void {
    for (const { child } of this.all) child.kill('SIGKILL');
  }
}

/** What a pod's own metrics say: requests of users that it has answered, and processor seconds. */
export async function countersOf({ url }: Pod): Promise<{ requests: number; cpuSeconds: number; memoryBytes: number } | undefined> {
  const text = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(2_000) }).then((answer) => answer.text(), () => undefined);
  if (text === undefined) return undefined;
  const valuesOf = (name: string) => text.split('\n').filter((line) => line.startsWith(name) && !/route="\/(livez|readyz|startupz|metrics)"/.test(line)).map((line) => Number(line.split(' ').at(-1)));
  const sum = (name: string): number => valuesOf(name).reduce((total, value) => total + value, 0);
  return { requests: sum('pokewatch_http_request_duration_seconds_count'), cpuSeconds: sum('process_cpu_seconds_total'), memoryBytes: sum('process_resident_memory_bytes') };
}
