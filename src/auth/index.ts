export { ApiKeyIssuer, type IssuedKey, type KeyRequest } from './api-key-issuer.js';
export { ApiKeyVerifier } from './api-key-verifier.js';
export { Callers } from './caller.js';
export { AuthModule } from './auth.module.js';
export { BATCH_TOO_LARGE, CountItems } from './counted-items.js';
export { RequestGate } from './request-gate.js';
export type { ApiKey, ApiKeyScope } from './domain/api-key.js';
