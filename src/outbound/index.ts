export { type ClientGiver, OUTBOUND_CLIENTS, OutboundClients } from './outbound-clients.js';
export { HttpOutboundClient, type OutboundOptions, type Surroundings } from './outbound.client.js';
export { OutboundModule } from './outbound.module.js';
export { ForbiddenTarget, HOST_RESOLVER, type HostResolver, TargetGuard } from './target-guard.js';
export type { OutboundClient, OutboundLimits, OutboundMemory, OutboundRequest, OutboundResponse, OutboundStanding, Validators } from './outbound.js';
