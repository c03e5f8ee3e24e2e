import { addDays, type Day, dayOf } from '../../shared/day.js';
import type { SaidQuota } from './said-quota.js';
import type { Quota } from './token-bucket.js';

/** What is known of the credits of a UTC day: our own count, and what the service said last. */
export interface CreditBudget {
  readonly perDay: number | undefined;
  /** All processes together. */
  readonly spent: { readonly day: Day; readonly credits: number } | undefined;
  readonly said: (Quota & { readonly resetAtMs: number }) | undefined;
}

/** Midnight UTC: where our own count begins anew. */
export function nextMidnightMs(nowMs: number): number {
  return Date.parse(`${addDays(dayOf(new Date(nowMs)), 1)}T00:00:00Z`);
}

/** The smaller of our count and the service's word; undefined where neither is known. */
export function creditsLeft(budget: CreditBudget, nowMs: number): number | undefined {
  const known = [ownLeft(budget, nowMs), saidLeft(budget, nowMs)].filter((one) => one !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** When there are credits again: as the service said where its word is the tighter one, else at midnight. Undefined where no limit is known. */
export function creditsResetAtMs(budget: CreditBudget, nowMs: number): number | undefined {
  const said = saidLeft(budget, nowMs);
  const own = ownLeft(budget, nowMs);
  if (said !== undefined && said <= (own ?? Infinity)) return budget.said?.resetAtMs;
  return budget.perDay === undefined ? undefined : nextMidnightMs(nowMs);
}

/** Whether the service said that a call of so many credits would be too many. A call without credits still needs one left. */
export function isSaidToBeSpent(budget: CreditBudget, credits: number, nowMs: number): boolean {
  const left = saidLeft(budget, nowMs);
  return left !== undefined && left < Math.max(1, credits);
}

/** Our own count of a day, over all processes. */
export function afterCounting(budget: CreditBudget, day: Day, credits: number): CreditBudget {
  return { ...budget, spent: { day, credits } };
}

/** A call is on its way: the service's word shrinks by what it takes, until the service speaks again. */
export function afterSpending(budget: CreditBudget, credits: number): CreditBudget {
  return { ...budget, said: budget.said && { ...budget.said, remaining: Math.max(0, budget.said.remaining - credits) } };
}

/** The service's word replaces its last one; what is in flight it has not counted yet. */
export function afterHearing(budget: CreditBudget, quota: Quota, creditsInFlight: number, nowMs: number): CreditBudget {
  const remaining = Math.max(0, quota.remaining - creditsInFlight);
  return { ...budget, said: { remaining, resetAtMs: quota.resetAtMs ?? nextMidnightMs(nowMs) } };
}

/**
 * Whether a 429 is about the day and not about the minute: the headers leave too little of the day, or only the body says so. Known
 * wordings: "daily", "credits" (pokemonpricetracker.com), DAILY_LIMIT_EXCEEDED and REQUEST_LIMIT_EXCEEDED, the month's (JustTCG).
 */
export function isDailyLimit(said: SaidQuota, body: string, credits: number): boolean {
  if (said.daily) return said.daily.remaining < Math.max(1, credits);
  return said.short?.remaining !== 0 && /\bdaily|per day|\bcredits?\b|REQUEST_LIMIT_EXCEEDED/i.test(body);
}

function ownLeft(budget: CreditBudget, nowMs: number): number | undefined {
  if (budget.perDay === undefined || budget.spent === undefined) return undefined;
  return budget.spent.day === dayOf(new Date(nowMs)) ? Math.max(0, budget.perDay - budget.spent.credits) : budget.perDay;
}

function saidLeft(budget: CreditBudget, nowMs: number): number | undefined {
  return budget.said && nowMs < budget.said.resetAtMs ? budget.said.remaining : undefined;
}
