const DAY_MS = 86_400_000;

/** A time of day in a time zone: `23:30` in `Europe/Berlin`. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** `HH:MM` -> hours and minutes, or undefined where the text is no time of day. */
export function parseTimeOfDay(text: string): { hour: number; minute: number } | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? { hour: Number(match[1]), minute: Number(match[2]) } : undefined;
}

/** The first instant after `now` at which the clocks of the zone show this time of day. */
export function nextAfter(time: TimeOfDay, now: Date): Date {
  const offsetAt = offsetsOf(time.timeZone);
  const localDay = Math.floor((now.getTime() + offsetAt(now)) / DAY_MS);
  const coming = [localDay - 1, localDay, localDay + 1, localDay + 2].map((day) => instantOf(time, day, offsetAt)).find((instant) => instant > now);
  return coming ?? instantOf(time, localDay + 2, offsetAt);
}

/** The last instant at or before `now` at which the clocks of the zone showed this time of day. */
export function lastPassed(time: TimeOfDay, now: Date): Date {
  const offsetAt = offsetsOf(time.timeZone);
  const localDay = Math.floor((now.getTime() + offsetAt(now)) / DAY_MS);
  // The day before yesterday is needed where a change of the clocks moves today's and yesterday's past now.
  const passed = [localDay + 1, localDay, localDay - 1, localDay - 2].map((day) => instantOf(time, day, offsetAt)).find((instant) => instant <= now);
  return passed ?? instantOf(time, localDay - 2, offsetAt);
}

/**
 * The instant of a time of day on a local calendar day. Where the clocks go back it comes twice: the first counts. Where they go
 * forward it may not come: then the instant counts at which it would have come had they not.
 *
 * @param localDay days since 1970-01-01 on the zone's own calendar
 */
export function instantOf(time: TimeOfDay, localDay: number, offsetAt = offsetsOf(time.timeZone)): Date {
  const wanted = localDay * DAY_MS + (time.hour * 60 + time.minute) * 60_000;
  const before = wanted - offsetAt(new Date(wanted - DAY_MS));
  const after = wanted - offsetAt(new Date(wanted + DAY_MS));
  const shown = [before, after].filter((instant) => instant + offsetAt(new Date(instant)) === wanted);
  return new Date(shown.length === 0 ? before : Math.min(...shown));
}

/** Of a zone: what its clocks show less UTC at an instant, in milliseconds. To be made once for many instants: making it is slow. */
export function offsetsOf(timeZone: string): (instant: Date) => number {
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...numeric });
  return (instant) => {
    const parts = format.formatToParts(instant);
    const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
    const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return shown - Math.floor(instant.getTime() / 1_000) * 1_000;
  };
}
