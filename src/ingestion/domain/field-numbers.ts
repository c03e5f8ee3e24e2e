const ZERO = 48;
const POINT = 46;
const DASH = 45;

/**
 * Decimal text with at most two digits after the point -> hundredths, exactly: `12.5` is 1250. -1 for everything else, also for what
 * may be a number written otherwise: the caller then looks at the text.
 */
export function hundredthsInBytes(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  let at = start;
  for (; at < end; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  const wholeDigits = at - start;
  if (wholeDigits === 0 || wholeDigits > 12) return -1;
  if (at === end) return value * 100;
  const decimals = end - at - 1;
  if (bytes[at] !== POINT || decimals < 1 || decimals > 2) return -1;
  const tenth = (bytes[at + 1] as number) - ZERO;
  const hundredth = decimals === 2 ? (bytes[at + 2] as number) - ZERO : 0;
  if (tenth < 0 || tenth > 9 || hundredth < 0 || hundredth > 9) return -1;
  return value * 100 + tenth * 10 + hundredth;
}

/** `YYYY-MM-DD` -> days since 1970-01-01, or -1 where the bytes are not a day that exists from 1970 on. */
export function dayNumberInBytes(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 10 || bytes[start + 4] !== DASH || bytes[start + 7] !== DASH) return -1;
  const century = twoDigits(bytes, start);
  const decade = twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const date = twoDigits(bytes, start + 8);
  if (century < 0 || decade < 0 || month < 1 || month > 12 || date < 1) return -1;
  const year = century * 100 + decade;
  if (year < 1970 || date > daysInMonth(year, month)) return -1;
  return daysFromCivil(year, month, date);
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - ZERO;
  const ones = (bytes[at + 1] as number) - ZERO;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 of a date of the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
function daysFromCivil(year: number, month: number, date: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
