import { type PolicyRow, type SaidSignal, SignalMemory, type SignalSource } from '../modelling/index.js';
import type { PolicyInForce } from './policy-in-force.js';
import type { SpikesOf } from './replayed-spikes.js';

/**
 * The live policy over out-of-sample estimates, whether or not the model would have been let through the gate. It remembers what
 * it said of each card: one source per model.
 */
export function signalSource(inForce: PolicyInForce, spikesOf: SpikesOf): SignalSource {
  const memory = new SignalMemory();
  return (row: PolicyRow): SaidSignal => {
    const decision = inForce.decideOutOfSample(row, memory.before(row.printingId, row.cutoffDay), {
      ageDays: row.ageDays,
      unconfirmedSpike: spikesOf(row.printingId, row.cutoffDay),
    });
    const said = decision.kind === 'signal' ? { signal: decision.signal, confidence: decision.confidence } : { signal: null, confidence: null };
    memory.now(row.printingId, row.cutoffDay, said.signal);
    return said;
  };
}
