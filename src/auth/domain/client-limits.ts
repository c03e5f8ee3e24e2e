import { type Rate, rateOf } from './gcra.js';

const MINUTE_SECONDS = 60;
const DAY_SECONDS = 86_400;
/** Where nobody says what a day may have: what 1 000 of its 1 440 minutes may. */
const DAY_IN_MINUTE_LIMITS = 1_000;

/** What the installation allows each client. `requestsPerDay`: 0 is no daily limit, undefined 1 000 times what a minute has. */
export interface LimitSettings {
  readonly requestsPerMinute: number;
  readonly requestsPerDay: number | undefined;
}

/** What one key is allowed instead, where it is not null. */
export interface LimitOverrides {
  readonly requestsPerMinute: number | null;
  readonly requestsPerDay: number | null;
}

/** The limits of one client, and all that can be said of them beforehand. */
export interface ClientLimits {
  readonly minute: Rate;
  /** Undefined: no daily limit. */
  readonly day: Rate | undefined;
  /** The highest cost that can ever be let in. */
  readonly burst: number;
  /** `RateLimit-Policy`, the same on every answer to this client. */
  readonly policyText: string;
}

/** The names of the two policies in headers and problems. */
export const MINUTE_POLICY = 'requests';
export const DAY_POLICY = 'daily';

export function limitsOf({ requestsPerMinute, requestsPerDay }: LimitSettings, overrides?: LimitOverrides): ClientLimits {
  const perMinute = overrides?.requestsPerMinute ?? requestsPerMinute;
  const perDay = overrides?.requestsPerDay ?? requestsPerDay ?? perMinute * DAY_IN_MINUTE_LIMITS;
  const minute = rateOf(perMinute, MINUTE_SECONDS);
  const minuteText = policyText(MINUTE_POLICY, minute);
  if (perDay === 0) return { minute, day: undefined, burst: perMinute, policyText: minuteText };
  const day = rateOf(perDay, DAY_SECONDS);
  return { minute, day, burst: Math.min(perMinute, perDay), policyText: `${minuteText}, ${policyText(DAY_POLICY, day)}` };
}

function policyText(name: string, { limit, windowSeconds }: Rate): string {
  return `"${name}";q=${limit};w=${windowSeconds}`;
}
