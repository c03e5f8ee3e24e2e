import type { JobShape } from '../job.js';

/**
 * What a team shares. Tickets are handed out in order, one per task, and never used twice: those in START..END - 1 belong to the current
 * phase. Whoever moves TICKET from t to t + 1 does task t - START. A phase is over when DONE has reached END.
 *
 * A thread reads END before PHASE, START and TRAINING, and the caller writes them in the opposite order. So whoever sees a ticket below
 * END sees what belongs to it; a thread that is late by a phase fails to move TICKET, and looks again. Nobody waits for a thread
 * that has no task: one that has not started yet costs nothing but its help.
 */
export const CONTROL = { WAKE: 0, TICKET: 1, END: 2, DONE: 3, START: 4, PHASE: 5, TRAINING: 6, FAILED: 7, CLOSED: 8, SIZE: 9 } as const;

/** Sent to each thread before TRAINING takes its number; null ends a training. */
export interface TrainingMessage {
  readonly training: number;
  readonly shape: JobShape | null;
}

/** Takes the next task of the phase that is on: its number, or -1 when there is none left. */
export function takeTask(control: Int32Array): number {
  for (;;) {
    const ticket = Atomics.load(control, CONTROL.TICKET);
    const end = Atomics.load(control, CONTROL.END);
    if (((end - ticket) | 0) <= 0) return -1;
    const start = Atomics.load(control, CONTROL.START);
    if (Atomics.compareExchange(control, CONTROL.TICKET, ticket, (ticket + 1) | 0) === ticket) return (ticket - start) | 0;
  }
}

/** Tells that a task is done; wakes the caller after the last. */
export function endTask(control: Int32Array): void {
  const done = (Atomics.add(control, CONTROL.DONE, 1) + 1) | 0;
  if (done === Atomics.load(control, CONTROL.END)) Atomics.notify(control, CONTROL.DONE);
}
