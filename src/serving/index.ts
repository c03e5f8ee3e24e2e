export { Backtest, type BacktestRequest, type BacktestSummary } from './backtest.js';
export { decide, type Decision, type FairValue, type MarketPrice, type Policy, policyVersion, type Reason, type Signal } from './domain/policy.js';
export { NamedModelCards } from './named-model-cards.js';
export { type NewSignal, NewSignals } from './new-signals.js';
export { PolicyInForce } from './policy-in-force.js';
export { ScoreStage } from './score.stage.js';
export { ServingModule } from './serving.module.js';
export { type SignalRecord, SignalRecords } from './signal-records.js';
export { SignalStage } from './signal.stage.js';
