export { EVENT_KINDS, EVENT_STATES, type EventKind, type EventState } from './domain/tracking-event.js';
export { PublishStage } from './publish.stage.js';
export { type SendSummary, TrackingSender } from './tracking-sender.js';
export { type EventCount, type TrackingEvent, type TrackingOverview, TrackingStatus } from './tracking-status.js';
export { TrackingWorker } from './tracking-worker.js';
export { TrackingModule } from './tracking.module.js';
