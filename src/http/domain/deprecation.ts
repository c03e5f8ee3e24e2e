import { type Day, dayNumber } from '../../shared/day.js';

/** A call that will go away. */
export interface Deprecation {
  /** Since when nobody should begin to use it. */
  readonly since: Day;
  /** Until when it is answered. */
  readonly sunset: Day;
  /** The path of the call to use instead. */
  readonly successor?: string;
}

/** What callers are promised, in days. */
export const LEAST_NOTICE_DAYS = 183;

/**
 * The headers of every answer of such a call, by name: `deprecation` (RFC 9745), `sunset` (RFC 8594) and `link`.
 * Throws a RangeError where the time between is shorter than callers are promised.
 */
export function deprecationHeaders({ since, sunset, successor }: Deprecation): Readonly<Record<string, string>> {
  const noticeDays = dayNumber(sunset) - dayNumber(since);
  if (noticeDays < LEAST_NOTICE_DAYS) throw new RangeError(`A call that is deprecated since ${since} has its sunset on ${sunset}, ${noticeDays} days later; expected at least ${LEAST_NOTICE_DAYS} days.`);
  return {
    deprecation: `@${secondsOf(since)}`,
    sunset: new Date(secondsOf(sunset) * 1000).toUTCString(),
    ...(successor === undefined ? {} : { link: `<${successor}>; rel="successor-version"` }),
  };
}

/** The same in words. */
export function deprecationText({ since, sunset, successor }: Deprecation): string {
  return `Deprecated since ${since}, answered until ${sunset}.${successor === undefined ? '' : ` Use ${successor} instead.`}`;
}

function secondsOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / 1000;
}
