/** What is told to the outside. A closed set: it is a label of a metric. */
export const EVENT_KINDS = ['training_run', 'candidate', 'model_version', 'alias_move', 'dvc_snapshot', 'dvc_model'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/**
 * pending: to be sent, now or later. sent: the other side has it. failed: refused, and would be again; waits for a person.
 * dropped: there is nothing left to send.
 */
export const EVENT_STATES = ['pending', 'sent', 'failed', 'dropped'] as const;
export type EventState = (typeof EVENT_STATES)[number];

/** Something that has happened, to be told once. */
export interface NewTrackingEvent {
  readonly kind: EventKind;
  /** Names the happening: the same again is no second event. */
  readonly key: string;
  /** Events of one stream are sent one after the other, in the order they were written. */
  readonly stream: string;
  /** Which rows it is about: they never change, so they are read when it is sent. */
  readonly payload: Readonly<Record<string, number | string>>;
  /** Not to be sent earlier. */
  readonly notBefore: Date;
}

const FIRST_WAIT_SECONDS = 10;
const LONGEST_WAIT_SECONDS = 1_800;

/**
 * Seconds until an event is tried again after `attempts` attempts: doubled from 10 seconds up to half an hour, of which `share`
 * (0 to 1, random) of the upper half. Never given up: a server that was down for a week still gets everything.
 */
export function secondsUntilRetry(attempts: number, share: number): number {
  const full = Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** Math.min(attempts - 1, 20));
  return full * (0.5 + 0.5 * share);
}

export const trainingKey = (trainingRunId: number): string => `training_run:${trainingRunId}`;
export const candidateKey = (trainingRunId: number, name: string): string => `candidate:${trainingRunId}:${name}`;
export const versionKey = (modelVersionId: number): string => `model_version:${modelVersionId}`;
