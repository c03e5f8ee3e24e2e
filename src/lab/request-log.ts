import type { LabProvider } from './domain/lab-faults.js';
import type { LabRequest } from './lab-source.js';

/** One call to a source. Secrets are not kept. */
export interface LoggedRequest {
  readonly at: string;
  readonly provider: LabProvider;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** What was answered; undefined where nothing was. */
  readonly status: number | undefined;
}

const SECRETS = new Set(['authorization', 'x-api-key', 'cookie', 'proxy-authorization']);
const KEPT = 10_000;

/** The last calls, oldest first, in an array that stays the same one. */
export class RequestLog {
  readonly requests: LoggedRequest[] = [];

  add(provider: LabProvider, request: LabRequest, status: number | undefined): void {
    if (this.requests.length >= KEPT) this.requests.shift();
    this.requests.push({
      at: request.at.toISOString(), provider, method: request.method, path: request.path, query: Object.fromEntries(request.query),
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, SECRETS.has(name) ? '(hidden)' : value])),
      status,
    });
  }

  clear(): void {
    this.requests.length = 0;
  }
}
