export { MonitoringModule } from './monitoring.module.js';
export { StandingLoop } from './standing-loop.js';
