/** Minor units and what they are called, as the API answers money. */
export interface Money {
  readonly amount_minor: number;
  readonly currency: string;
  readonly amount: string;
}

/** What is shown where nothing is known: never a zero. */
export const UNKNOWN = 'unknown';

const MS_PER_DAY = 86_400_000;

/** `$1,234.50`, in the reader's own way of writing; "unknown" where there is no amount. */
export function money(value: Money | null | undefined, locale?: string): string {
  if (value === null || value === undefined) return UNKNOWN;
  return new Intl.NumberFormat(locale, { style: 'currency', currency: value.currency }).format(Number(value.amount));
}

/** A fraction as percent: `12.4 %`. */
export function percent(ratio: number | null | undefined, digits = 1, locale?: string): string {
  if (ratio === null || ratio === undefined) return UNKNOWN;
  return new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(ratio);
}

/** The same with its sign: `+12.4 %`. */
export function change(ratio: number | null | undefined, digits = 1, locale?: string): string {
  if (ratio === null || ratio === undefined) return UNKNOWN;
  return new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'exceptZero' }).format(ratio);
}

export function count(value: number | null | undefined, locale?: string): string {
  return value === null || value === undefined ? UNKNOWN : new Intl.NumberFormat(locale).format(value);
}

/** `2026-06-30` as people write it; days are UTC. */
export function day(text: string | null | undefined, locale?: string): string {
  if (text === null || text === undefined) return UNKNOWN;
  return new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(`${text.slice(0, 10)}T00:00:00Z`));
}

/** An instant with its time, in UTC, which it says. */
export function instant(text: string | null | undefined, locale?: string): string {
  if (text === null || text === undefined) return UNKNOWN;
  const shown = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' });
  return `${shown.format(new Date(text))} UTC`;
}

/** How long ago a day was, seen from another: `today`, `yesterday`, `12 days old`. */
export function age(from: string | null | undefined, to: string | null | undefined): string {
  if (!from || !to) return UNKNOWN;
  return daysOld(Math.round((Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00:00Z`)) / MS_PER_DAY));
}

export function daysOld(days: number | null | undefined): string {
  if (days === null || days === undefined) return UNKNOWN;
  if (days === 0) return 'of that day';
  return days === 1 ? '1 day old' : `${days} days old`;
}

/** `1 min 4 s`, `320 ms`. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return UNKNOWN;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
