import { PokewatchNoAnswer, PokewatchProblem } from './errors.js';

/** Ends an attempt when its time is over, or when the caller gives it up. */
export class TimeLimit {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly giveUp = (): void => this.controller.abort(this.caller?.reason);

  constructor(
    private readonly timeoutMs: number,
    private readonly caller: AbortSignal | undefined,
  ) {
    caller?.throwIfAborted();
    caller?.addEventListener('abort', this.giveUp, { once: true });
    this.restart();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The time begins anew: something has come. */
  restart(): void {
    this.rest();
    this.timer = setTimeout(() => this.controller.abort(new PokewatchNoAnswer('timeout', `No answer within ${this.timeoutMs} ms.`)), this.timeoutMs);
  }

  /** No time runs until the next {@link restart}. */
  rest(): void {
    clearTimeout(this.timer);
  }

  end(): void {
    this.rest();
    this.caller?.removeEventListener('abort', this.giveUp);
  }

  /** What to throw for what went wrong under this limit. */
  explain(error: unknown): unknown {
    if (this.signal.aborted) return this.signal.reason;
    if (error instanceof PokewatchNoAnswer || error instanceof PokewatchProblem || error instanceof RangeError) return error;
    const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
    return new PokewatchNoAnswer('network', `${error instanceof Error ? error.message : String(error)}${cause}`, error);
  }
}

/** Waits, unless the caller gives up. */
export function pause(ms: number, caller: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      clearTimeout(timer);
      reject(caller?.reason);
    };
    const timer = setTimeout(() => {
      caller?.removeEventListener('abort', giveUp);
      resolve();
    }, ms);
    if (caller?.aborted === true) giveUp();
    else caller?.addEventListener('abort', giveUp, { once: true });
  });
}
