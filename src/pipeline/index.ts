export { lineageLines, type LineageLink, linksOf } from './domain/lineage.js';
export { DailyTick } from './daily-tick.js';
export { migrateEngine } from './durable-engine.js';
export { PipelineWorker } from './pipeline-worker.js';
export { PipelineModule } from './pipeline.module.js';
export { Pipeline, type RunOutcome } from './pipeline.js';
export { RunPlanner, type RunRequest } from './run-planner.js';
export { SignalLineage } from './signal-lineage.js';
export { RunReader } from './run.reader.js';
