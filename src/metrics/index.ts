export { AlertMetrics } from './alert.metrics.js';
export { DriftMetrics } from './drift.metrics.js';
export { HttpMetrics } from './http.metrics.js';
export { MetricsModule } from './metrics.module.js';
export { PredictionMetrics } from './prediction.metrics.js';
export { StageMetrics } from './stage.metrics.js';
