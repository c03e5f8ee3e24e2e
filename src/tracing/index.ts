export { inSpan } from './in-span.js';
export { startTracing } from './start-tracing.js';
