import { parseStructuredList } from './structured-list.js';
import type { Quota } from './token-bucket.js';

/** What the headers of an answer say is left: of a short window (seconds to hours), and of the day or longer. */
export interface SaidQuota {
  readonly short: Quota | undefined;
  readonly daily: Quota | undefined;
}

type Headers = Readonly<Record<string, string>>;
type Window = 'short' | 'daily';
type Said = Quota & { readonly window: Window };

const MS_PER_SECOND = 1_000;
const MS_PER_HOUR = 3_600_000;
/** A window that lasts longer is a day's, or a month's. */
const LONGEST_SHORT_MS = 2 * MS_PER_HOUR;
const LONGEST_MS = 32 * 24 * MS_PER_HOUR;
/** A minute's window ends within a minute; the rest is for clocks that disagree. */
const LONGEST_MINUTE_MS = 2 * 60 * MS_PER_SECOND;
/** A day's window ends within a day; the rest is for time zones. */
const LONGEST_DAY_MS = 48 * MS_PER_HOUR;
/** Seconds that are larger are an instant (2001 and later), not a duration. */
const FIRST_INSTANT_SECONDS = 1_000_000_000;
const MOST = 1_000_000_000_000;

/**
 * Reads `X-RateLimit-Minute-*` and `-Daily-*`, `RateLimit` with `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers),
 * `RateLimit-Remaining` and `X-RateLimit-Remaining` with their `-Reset`. Of several the tightest counts. What is no whole number, negative,
 * more than its own limit, over already or impossibly far away is as good as not said.
 */
export function readQuota(headers: Headers, nowMs: number): SaidQuota {
  const said = [
    prefixed(headers, 'x-ratelimit-minute', { window: 'short', longestMs: LONGEST_MINUTE_MS }, nowMs),
    prefixed(headers, 'x-ratelimit-daily', { window: 'daily', longestMs: LONGEST_DAY_MS }, nowMs),
    prefixed(headers, 'ratelimit', undefined, nowMs),
    prefixed(headers, 'x-ratelimit', undefined, nowMs),
    ...structured(headers, nowMs),
  ].filter((one) => one !== undefined);
  return { short: tightest(said, 'short'), daily: tightest(said, 'daily') };
}

function prefixed(headers: Headers, prefix: string, known: { window: Window; longestMs: number } | undefined, nowMs: number): Said | undefined {
  const remaining = wholeNumber(headers[`${prefix}-remaining`]);
  if (remaining === undefined) return undefined;
  const limit = wholeNumber(headers[`${prefix}-limit`]);
  if (limit !== undefined && remaining > limit) return undefined;
  const resetAtMs = resetOf(headers[`${prefix}-reset`], known?.longestMs ?? LONGEST_MS, nowMs);
  return { remaining, resetAtMs, window: known?.window ?? windowOf(resetAtMs, nowMs) };
}

function structured(headers: Headers, nowMs: number): Said[] {
  const policies = parseStructuredList(headers['ratelimit-policy'] ?? '') ?? [];
  return (parseStructuredList(headers.ratelimit ?? '') ?? []).flatMap(({ name, parameters }) => {
    const policy = policies.find((one) => one.name === name)?.parameters;
    const remaining = wholeNumber(parameters.get('r'));
    const limit = wholeNumber(policy?.get('q'));
    if (remaining === undefined || (limit !== undefined && remaining > limit) || isOfOtherUnit(policy?.get('qu'))) return [];
    const windowMs = (wholeNumber(policy?.get('w')) ?? 0) * MS_PER_SECOND;
    const resetAtMs = resetOf(parameters.get('t'), LONGEST_MS, nowMs);
    const isDaily = windowMs > LONGEST_SHORT_MS || windowOf(resetAtMs, nowMs) === 'daily' || /^(daily|day|month|monthly)$/i.test(name);
    return [{ remaining, resetAtMs, window: isDaily ? ('daily' as const) : ('short' as const) }];
  });
}

/** Only requests are counted here: a quota of bytes or of concurrent requests is another thing. */
function isOfOtherUnit(unit: string | undefined): boolean {
  return unit !== undefined && unit !== 'requests';
}

/** Some count seconds from now, some say an instant in Unix seconds; Discord adds a fraction. */
function resetOf(text: string | undefined, longestMs: number, nowMs: number): number | undefined {
  const seconds = text !== undefined && /^\s*\d{1,15}(\.\d{1,9})?\s*$/.test(text) ? Number(text) : NaN;
  const resetAtMs = Math.ceil(seconds * MS_PER_SECOND) + (seconds >= FIRST_INSTANT_SECONDS ? 0 : nowMs);
  return resetAtMs > nowMs && resetAtMs - nowMs <= longestMs ? resetAtMs : undefined;
}

function windowOf(resetAtMs: number | undefined, nowMs: number): Window {
  return resetAtMs !== undefined && resetAtMs - nowMs > LONGEST_SHORT_MS ? 'daily' : 'short';
}

function wholeNumber(text: string | undefined): number | undefined {
  const number = text !== undefined && /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : NaN;
  return number <= MOST ? number : undefined;
}

function tightest(said: readonly Said[], window: Window): Quota | undefined {
  const [first] = said
    .filter((one) => one.window === window)
    .toSorted((a, b) => a.remaining - b.remaining || (b.resetAtMs ?? 0) - (a.resetAtMs ?? 0));
  return first && { remaining: first.remaining, resetAtMs: first.resetAtMs };
}
