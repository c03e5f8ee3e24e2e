import { setTimeout as sleep } from 'node:timers/promises';
import { hashText } from '../shared/random.js';
import { afterFailure, RunCancelled, type StepPolicy, StepTimedOut } from './domain/step-policy.js';

/** How long an attempt that was told to stop may take to write that down. */
const LAST_WORDS_MS = 5_000;

export interface Attempt {
  /** 1 is the first. */
  readonly number: number;
  /** Fires when the time of the attempt is over or the run is cancelled; `reason` is the error to end with. */
  readonly signal: AbortSignal;
}

export interface StepToTry {
  readonly runId: string;
  readonly name: string;
  readonly policy: StepPolicy;
  /** Fires when the run is cancelled. */
  readonly cancelled: AbortSignal;
}

/** Tries a step as its policy says. The durable library's own retry knows neither cap nor jitter nor whom to ask how long to wait. */
export async function tryStep<Output>(step: StepToTry, body: (attempt: Attempt) => Promise<Output>): Promise<Output> {
  for (let number = 1; ; number++) {
    try {
      return await withinTimeout(step, (signal) => body({ number, signal }));
    } catch (error) {
      if (step.cancelled.aborted) throw error;
      const seed = hashText(`${step.runId} ${step.name} ${number}`);
      const move = afterFailure(step.policy, { error, attempt: number, seed });
      if (move.kind === 'fail') throw move.error;
      await sleep(move.delayMs, undefined, { signal: step.cancelled, ref: false });
    }
  }
}

/** Rejects with the signal's reason when it fires first; what `work` then still does is not heard. */
export async function unlessAborted<Output>(signal: AbortSignal, work: () => Promise<Output>): Promise<Output> {
  signal.throwIfAborted();
  let stopListening = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    const listener = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', listener, { once: true });
    stopListening = () => signal.removeEventListener('abort', listener);
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    stopListening();
  }
}

async function withinTimeout<Output>(step: StepToTry, work: (signal: AbortSignal) => Promise<Output>): Promise<Output> {
  const { name, runId, cancelled } = step;
  const end = new AbortController();
  const onCancel = (): void => end.abort(new RunCancelled(`The run ${runId} was cancelled.`));
  if (cancelled.aborted) onCancel();
  cancelled.addEventListener('abort', onCancel, { once: true });
  const limitMs = step.policy.timeoutMs;
  const timer = setTimeout(() => end.abort(new StepTimedOut(`${name} took longer than ${limitMs / 1_000} s and was given up.`)), limitMs);
  let working: Promise<Output> | undefined;
  try {
    return await unlessAborted(end.signal, () => (working = work(end.signal)));
  } catch (error) {
    if (end.signal.aborted) await Promise.race([working?.catch(() => undefined), sleep(LAST_WORDS_MS, undefined, { ref: false })]);
    throw error;
  } finally {
    clearTimeout(timer);
    cancelled.removeEventListener('abort', onCancel);
  }
}
