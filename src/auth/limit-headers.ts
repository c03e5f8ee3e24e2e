import type { FastifyReply } from 'fastify';
import { type ClientLimits, DAY_POLICY, MINUTE_POLICY } from './domain/client-limits.js';
import { remainingRequests, secondsUntilFull } from './domain/gcra.js';
import type { Standing } from './local-limits.js';

const NUMBERS = Array.from({ length: 2_000 }, (_, number) => String(number));
const textOf = (number: number): string => NUMBERS[number] ?? String(number);

/**
 * What every limited answer says: `RateLimit-Policy` and `RateLimit` of the IETF draft with both limits, and the older `X-RateLimit` with the
 * one that has less left. Name and value in turn. Called for every request: texts are joined, nothing else is made.
 */
export function limitHeaders(limits: ClientLimits, standing: Standing): string[] {
  const { minute, day } = limits;
  const minuteLeft = remainingRequests(minute, standing.minuteDebtUs);
  let text = `"${MINUTE_POLICY}";r=${textOf(minuteLeft)};t=${textOf(secondsUntilFull(minute, standing.minuteDebtUs))}`;
  let tightest = minute;
  let left = minuteLeft;
  let debt = standing.minuteDebtUs;
  if (day !== undefined) {
    const dayLeft = remainingRequests(day, standing.dayDebtUs);
    text += `, "${DAY_POLICY}";r=${textOf(dayLeft)};t=${textOf(secondsUntilFull(day, standing.dayDebtUs))}`;
    if (dayLeft < minuteLeft) {
      tightest = day;
      left = dayLeft;
      debt = standing.dayDebtUs;
    }
  }
  const reset = String(Math.ceil(standing.atMs / 1_000 + debt / 1_000_000));
  return [
    'ratelimit-policy', limits.policyText, 'ratelimit', text,
    'x-ratelimit-limit', textOf(tightest.limit), 'x-ratelimit-remaining', textOf(left), 'x-ratelimit-reset', reset,
  ];
}

export function sendLimits(reply: FastifyReply, limits: ClientLimits, standing: Standing): void {
  const headers = limitHeaders(limits, standing);
  for (let i = 0; i < headers.length; i += 2) void reply.header(headers[i] as string, headers[i + 1]);
}
