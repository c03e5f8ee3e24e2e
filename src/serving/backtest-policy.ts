import type { PolicyRow, SaidSignal, SignalSource } from '../modelling/index.js';
import { decide, type Policy } from './domain/policy.js';

/** The live policy over out-of-sample estimates, whether or not the model would have been let through the gate. */
export function signalSource(policy: Policy): SignalSource {
  return (row: PolicyRow): SaidSignal => {
    const market = Number.isNaN(row.marketCents) ? undefined : { cents: row.marketCents, ageDays: row.ageDays };
    const decision = decide(
      {
        fairValueCents: known(row.fairValueCents),
        lower80Cents: known(row.lower80Cents),
        upper80Cents: known(row.upper80Cents),
        upProbability: known(row.upProbability),
        downProbability: known(row.downProbability),
        reason: null,
      },
      market,
      policy,
    );
    return decision.kind === 'signal' ? { signal: decision.signal, confidence: decision.confidence } : { signal: null, confidence: null };
  };
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
