import type { OutboundClient, OutboundLimits } from '../outbound/index.js';

/** Makes the client of one outside service; the same service gets the same client. */
export interface OutboundClients {
  for(service: { readonly service: string; readonly limits: OutboundLimits; readonly headers?: Readonly<Record<string, string>> }): OutboundClient;
}

/** Injection token of {@link OutboundClients}. */
export const OUTBOUND_CLIENTS = Symbol('OutboundClients');
