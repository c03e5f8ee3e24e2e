import type { IndexedMarket } from './domain/index-market.js';
import type { Faults, LabProvider } from './domain/lab-faults.js';
import type { Day } from '../shared/day.js';

/** One call to a source, below its base URL. */
export interface LabRequest {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly at: Date;
}

/** The market as the source sees it now. */
export interface LabView {
  readonly market: IndexedMarket;
  readonly day: Day;
  readonly dayNumber: number;
  readonly faults: Faults;
  /** Rows the Cardmarket files have at least. */
  readonly cardmarketRows: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Set where the source supports conditional requests: when the resource was last written. */
  readonly lastModified?: Date;
  /** A bucket sends what lies in it, packed or not, whatever the caller accepts. */
  readonly isNeverPacked?: boolean;
}

/** Why a call is refused: by a fault, or by the source's own limits. */
export interface Refusal {
  readonly status: number;
  readonly limited?: 'minute' | 'daily' | undefined;
}

/** Answers as one source does. */
export interface LabSource {
  readonly provider: LabProvider;
  answer(request: LabRequest, view: LabView): Answer;
  /** How this source says no. */
  refuse(refusal: Refusal, request: LabRequest): Answer;
}

export function json(value: unknown, more: Partial<Answer> = {}): Answer {
  return { status: 200, ...more, headers: { 'content-type': 'application/json; charset=utf-8', ...more.headers }, body: JSON.stringify(value) };
}

/** Minor units as the number sources write: 1999 -> 19.99. */
export function major(cents: number): number {
  return cents / 100;
}

export function majorOrNull(cents: number | null): number | null {
  return cents === null ? null : major(cents);
}

/** An hour of the day served, such as `20:05:00`. */
export function instantOn(day: Day, time: string): Date {
  return new Date(`${day}T${time}Z`);
}
