export { DriftMetrics } from './drift.metrics.js';
export { HttpMetrics } from './http.metrics.js';
export { MetricsModule } from './metrics.module.js';
export { OutboundMetrics, type OutboundOutcome } from './outbound.metrics.js';
export { PredictionMetrics } from './prediction.metrics.js';
export { SourceMetrics } from './source.metrics.js';
export { StageMetrics } from './stage.metrics.js';
