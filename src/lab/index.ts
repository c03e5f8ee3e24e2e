export { type Faults, LAB_PROVIDERS, type LabProvider } from './domain/lab-faults.js';
export type { LabCard, LabMarket, LabSet, LabVariant } from './domain/lab-market.js';
export { EUR_PER_USD } from './domain/lab-quotes.js';
export type { LoggedRequest } from './request-log.js';
export { type LabOptions, type RunningLab, startLab } from './start-lab.js';
