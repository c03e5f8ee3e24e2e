const IMF_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC850_DATE = /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;
const LONGEST_MS = 32 * 86_400_000;

/**
 * Milliseconds to wait by a `Retry-After` header: seconds (a fraction is accepted, some services send one) or any of the three HTTP dates
 * (RFC 9110, sections 5.6.7 and 10.2.3). 0 where the date is over. Undefined where the header is missing, cannot be read, or asks for more than a month.
 */
export function retryAfterMsOf(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Math.ceil(Number(text) * 1_000) : Math.max(0, httpDateMs(text) - nowMs);
  return waitMs <= LONGEST_MS ? waitMs : undefined;
}

/** NaN where the text is no HTTP date: `Date.parse` alone takes nearly everything for one. */
function httpDateMs(text: string): number {
  if (IMF_DATE.test(text) || RFC850_DATE.test(text)) return Date.parse(text);
  return ASCTIME_DATE.test(text) ? Date.parse(`${text} GMT`) : NaN;
}
