export { DriftMetrics } from './drift.metrics.js';
export { HttpMetrics } from './http.metrics.js';
export { MetricsModule } from './metrics.module.js';
export { OutboundMetrics, type OutboundOutcome } from './outbound.metrics.js';
export { PredictionMetrics } from './prediction.metrics.js';
export { QualityMetrics } from './quality.metrics.js';
export { ScheduleMetrics } from './schedule.metrics.js';
export { StageMetrics } from './stage.metrics.js';
export { TrackingMetrics } from './tracking.metrics.js';
