import type { OutboundClient, OutboundLimits } from '../outbound/index.js';

/** One service outside: its name, what it allows, and the headers every call carries. */
export interface OutboundService {
  readonly service: string;
  readonly limits: OutboundLimits;
  readonly headers: Readonly<Record<string, string>>;
}

/** Gives clients for services outside. */
export interface OutboundClients {
  for(service: OutboundService): OutboundClient;
}

/** Injection token of {@link OutboundClients}. */
export const OUTBOUND_CLIENTS = Symbol('OutboundClients');

/** How much at once a tracking server is asked; both kinds are happy with that. */
export const TRACKING_LIMITS: OutboundLimits = { requestsPerMinute: 600, burst: 60, concurrency: 2 };

export function basicHeader(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
