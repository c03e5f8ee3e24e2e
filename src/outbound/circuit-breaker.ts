import type { Clock } from '../shared/clock.js';
import { TemporaryError } from '../shared/errors.js';
import { abandonProbe, admissionOf, type Circuit, type CircuitPolicy, closedCircuit, settleCall, settleProbe, startProbe } from './domain/circuit.js';

/** Opens after two requests whose every attempt failed. */
const POLICY: CircuitPolicy = { windowSize: 20, failuresToOpen: 10, firstCoolDownMs: 30_000, longestCoolDownMs: 600_000 };

/** Nothing was asked: the service has failed too often of late. */
export class CircuitOpen extends TemporaryError {}

/** The circuit of one service. */
export class CircuitBreaker {
  private circuit: Circuit = closedCircuit;

  constructor(
    private readonly service: string,
    private readonly clock: Clock,
  ) {}

  get openUntil(): Date | undefined {
    const untilMs = this.circuit.openUntilMs;
    return untilMs !== undefined && this.nowMs < untilMs ? new Date(untilMs) : undefined;
  }

  /** @throws CircuitOpen where a call would not be let pass now. */
  check(): void {
    if (admissionOf(this.circuit, this.nowMs) === 'stop') throw this.refusal();
  }

  /**
   * Does a call if the circuit lets it pass, and learns from its result. A call that throws says nothing about the service.
   *
   * @throws CircuitOpen
   */
  async guard<T>(call: () => Promise<T>, hasFailed: (result: T) => boolean): Promise<T> {
    const admission = admissionOf(this.circuit, this.nowMs);
    if (admission === 'stop') throw this.refusal();
    const isProbe = admission === 'probe';
    if (isProbe) this.circuit = startProbe(this.circuit);
    let result: T;
    try {
      result = await call();
    } catch (error) {
      if (isProbe) this.circuit = abandonProbe(this.circuit);
      throw error;
    }
    this.circuit = (isProbe ? settleProbe : settleCall)(this.circuit, hasFailed(result), POLICY, this.nowMs);
    return result;
  }

  private refusal(): CircuitOpen {
    const until = this.openUntil;
    return new CircuitOpen(`${this.service}: not asked after too many failures; ${until ? `tried again at ${until.toISOString()}` : 'a first call is finding out whether it is back'}`);
  }

  private get nowMs(): number {
    return this.clock.now().getTime();
  }
}
