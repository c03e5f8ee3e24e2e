import { type Answer, json, type LabRequest } from '../lab-source.js';
import { type RequestCounter, secondsUntil, type Usage } from '../request-counter.js';

/** What a key may do. */
export interface Plan {
  readonly name: 'free' | 'pro' | 'business';
  readonly creditsPerDay: number;
  readonly requestsPerMinute: number;
  readonly historyDays: number;
}

const PLANS: readonly Plan[] = [
  { name: 'free', creditsPerDay: 100, requestsPerMinute: 60, historyDays: 3 },
  { name: 'pro', creditsPerDay: 20_000, requestsPerMinute: 60, historyDays: 180 },
  { name: 'business', creditsPerDay: 200_000, requestsPerMinute: 500, historyDays: 365 },
];

/** `Bearer pokeprice_<plan>_...`: the key says its plan. Undefined where there is no such key. */
export function planOf(request: LabRequest): Plan | undefined {
  const name = /^Bearer pokeprice_(free|pro|business)_\w+$/.exec(request.headers['authorization'] ?? '')?.[1];
  return PLANS.find((plan) => plan.name === name);
}

/** Charges a call, or says why it is not made: first the minute, then the credits of the day. Refused calls cost nothing. */
export function charge(request: LabRequest, plan: Plan, credits: number, counter: RequestCounter): { readonly usage: Usage; readonly refused?: Answer } {
  const key = request.headers['authorization'] ?? '';
  const usage = counter.usage(key, request.at);
  if (usage.minuteUsed >= plan.requestsPerMinute) return { usage, refused: tooMany('minute', plan, usage, request) };
  if (usage.dayUsed + credits > plan.creditsPerDay) return { usage, refused: tooMany('daily', plan, usage, request) };
  return { usage: counter.spend(key, request.at, credits) };
}

/** 429 of either kind, with nothing left where the limit says so. */
export function tooMany(limited: 'minute' | 'daily', plan: Plan, usage: Usage, request: LabRequest): Answer {
  const isDaily = limited === 'daily';
  const used = { ...usage, ...(isDaily ? { dayUsed: plan.creditsPerDay } : { minuteUsed: plan.requestsPerMinute }) };
  const retryAfter = String(secondsUntil(isDaily ? usage.dayResetsAt : usage.minuteResetsAt, request.at));
  const error = isDaily ? 'Daily credit limit exceeded' : 'Rate limit exceeded: too many requests per minute';
  return json({ error }, { status: 429, headers: { ...limitHeaders(plan, used), 'retry-after': retryAfter } });
}

export function limitHeaders(plan: Plan, usage: Usage): Record<string, string> {
  const seconds = (at: Date) => String(at.getTime() / 1000);
  return {
    'x-ratelimit-daily-limit': String(plan.creditsPerDay),
    'x-ratelimit-daily-remaining': String(Math.max(0, plan.creditsPerDay - usage.dayUsed)),
    'x-ratelimit-daily-reset': seconds(usage.dayResetsAt),
    'x-ratelimit-minute-limit': String(plan.requestsPerMinute),
    'x-ratelimit-minute-remaining': String(Math.max(0, plan.requestsPerMinute - usage.minuteUsed)),
    'x-ratelimit-minute-reset': seconds(usage.minuteResetsAt),
  };
}
