import { lastPassed, nextAfter, parseTimeOfDay, type TimeOfDay } from '../../shared/time-of-day.js';

/** When somebody wants to be written to, by the clocks of their zone. Times are `HH:MM`. */
export interface MessageHours {
  /** IANA name. */
  readonly timeZone: string;
  /** Nothing is sent from here to `quietUntil`; null: there are no quiet hours. */
  readonly quietFrom: string | null;
  readonly quietUntil: string | null;
  /** Everything of a day in one message at this time; null: at once. */
  readonly digestAt: string | null;
}

export const ANY_HOUR: MessageHours = { timeZone: 'UTC', quietFrom: null, quietUntil: null, digestAt: null };

/** Until when a message has to wait; undefined where it can go now. */
export function heldUntil(hours: MessageHours, now: Date): Date | undefined {
  const [from, until] = [timeOf(hours, hours.quietFrom), timeOf(hours, hours.quietUntil)];
  if (from === undefined || until === undefined) return undefined;
  return lastPassed(from, now) > lastPassed(until, now) ? nextAfter(until, now) : undefined;
}

/** When the next digest is due; null where there are none. */
export function nextDigestAt(hours: MessageHours, now: Date): Date | null {
  const at = timeOf(hours, hours.digestAt);
  return at === undefined ? null : nextAfter(at, now);
}

function timeOf({ timeZone }: MessageHours, text: string | null): TimeOfDay | undefined {
  const time = text === null ? undefined : parseTimeOfDay(text);
  return time && { ...time, timeZone };
}
