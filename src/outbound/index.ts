export type { OutboundClient, OutboundLimits, OutboundMemory, OutboundRequest, OutboundResponse, OutboundStanding, Validators } from './outbound.js';
