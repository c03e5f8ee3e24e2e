/** When a service is left alone. */
export interface CircuitPolicy {
  /** Outcomes looked at: the last so many. */
  readonly windowSize: number;
  /** So many failures among them open the circuit. */
  readonly failuresToOpen: number;
  readonly firstCoolDownMs: number;
  /** Each probe that fails doubles the cool-down, up to this. */
  readonly longestCoolDownMs: number;
}

/**
 * Closed: everything passes. Open until an instant: nothing does. Then half-open: one probe passes, and its outcome decides (Michael Nygard, "Release
 * It!", 2007, chapter 5).
 */
export interface Circuit {
  /** Latest last; true is a failure. */
  readonly outcomes: readonly boolean[];
  /** Undefined is closed. */
  readonly openUntilMs: number | undefined;
  /** How long it was open last. */
  readonly coolDownMs: number;
  readonly isProbing: boolean;
}

/** pass: go ahead. probe: go ahead, and say how it ended. stop: do not ask. */
export type Admission = 'pass' | 'probe' | 'stop';

export const closedCircuit: Circuit = { outcomes: [], openUntilMs: undefined, coolDownMs: 0, isProbing: false };

export function admissionOf(circuit: Circuit, nowMs: number): Admission {
  if (circuit.openUntilMs === undefined) return 'pass';
  return circuit.isProbing || nowMs < circuit.openUntilMs ? 'stop' : 'probe';
}

/** A probe is on its way: nobody else passes until it has ended. */
export function startProbe(circuit: Circuit): Circuit {
  return { ...circuit, isProbing: true };
}

/** A probe that never left: the next one may try. */
export function abandonProbe(circuit: Circuit): Circuit {
  return { ...circuit, isProbing: false };
}

/** How a probe ended. */
export function settleProbe(circuit: Circuit, hasFailed: boolean, policy: CircuitPolicy, nowMs: number): Circuit {
  if (!hasFailed) return closedCircuit;
  return opened(Math.min(policy.longestCoolDownMs, circuit.coolDownMs * 2), nowMs);
}

/** How a call that was let pass ended. One that began before the circuit opened says nothing new. */
export function settleCall(circuit: Circuit, hasFailed: boolean, policy: CircuitPolicy, nowMs: number): Circuit {
  if (circuit.openUntilMs !== undefined) return circuit;
  const outcomes = [...circuit.outcomes, hasFailed].slice(-policy.windowSize);
  const failures = outcomes.filter(Boolean).length;
  return failures >= policy.failuresToOpen ? opened(policy.firstCoolDownMs, nowMs) : { ...circuit, outcomes };
}

function opened(coolDownMs: number, nowMs: number): Circuit {
  return { outcomes: [], openUntilMs: nowMs + coolDownMs, coolDownMs, isProbing: false };
}
