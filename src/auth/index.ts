export { ApiKeyIssuer, type IssuedKey, type KeyRequest } from './api-key-issuer.js';
export { ApiKeyVerifier } from './api-key-verifier.js';
export { ApiUsage } from './api-usage.js';
export { AuditLog, COMMAND_LINE } from './audit-log.js';
export { Callers } from './caller.js';
export { AuthModule } from './auth.module.js';
export { type Admission, RequestGate } from './request-gate.js';
export type { ApiKey, ApiKeyScope } from './domain/api-key.js';
export { UsageReports } from './usage-reports.js';
