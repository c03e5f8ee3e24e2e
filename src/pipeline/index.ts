export { DailyTick } from './daily-tick.js';
export { migrateEngine } from './durable-engine.js';
export { PipelineWorker } from './pipeline-worker.js';
export { PipelineModule } from './pipeline.module.js';
export { Pipeline, type RunOutcome } from './pipeline.js';
export { RunCancellation } from './run-cancellation.js';
export { RunForks } from './run-forks.js';
export { RunPlanner, type RunRequest } from './run-planner.js';
export { RunReader } from './run.reader.js';
