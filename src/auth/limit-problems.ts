import type { ProblemMembers } from '../http/index.js';
import { BadData, RateLimited } from '../shared/errors.js';
import { type ClientLimits, DAY_POLICY, MINUTE_POLICY } from './domain/client-limits.js';
import { secondsUntilAdmitted } from './domain/gcra.js';
import { itemsWithin } from './domain/request-cost.js';
import type { Standing } from './local-limits.js';

/** Refused: the client has to wait. */
export class LimitUsedUp extends RateLimited implements ProblemMembers {
  readonly problemMembers: Readonly<Record<string, unknown>>;

  constructor(limits: ClientLimits, standing: Standing, cost: number) {
    const byMinute = secondsUntilAdmitted(limits.minute, standing.minuteDebtUs, cost);
    const byDay = limits.day === undefined ? 0 : secondsUntilAdmitted(limits.day, standing.dayDebtUs, cost);
    const allowed = byDay > byMinute ? `${limits.day?.limit} requests a day` : `${limits.minute.limit} requests a minute`;
    // Another process may have counted something between refusal and look: never "now".
    const seconds = Math.max(1, byMinute, byDay);
    super(`This client may send ${allowed}${cost === 1 ? '' : `, and this one counts as ${cost}`}; try again in ${seconds} s.`, seconds);
    const violated = [...(byMinute > 0 || byDay === 0 ? [MINUTE_POLICY] : []), ...(byDay > 0 ? [DAY_POLICY] : [])];
    this.problemMembers = { 'violated-policies': violated, retry_after_seconds: seconds };
  }
}

/** Refused: the client would never have enough left for this batch. */
export class BatchTooLarge extends BadData implements ProblemMembers {
  override readonly code = 'batch_too_large';
  override readonly status = 413;
  readonly problemMembers: Readonly<Record<string, unknown>>;

  constructor(limits: ClientLimits, cost: number, batch: { field: string; count: number }) {
    const most = itemsWithin(limits.burst);
    const detail = `${batch.field}: got ${batch.count} items, which count as ${cost} requests; this client may send ${limits.burst} at once, so at most ${most} items`;
    super(`This batch can never be let in. ${detail}.`);
    this.problemMembers = { max_items: most, errors: [{ in: 'body', pointer: `#/${batch.field}`, detail, code: 'invalid' }] };
  }
}

/** What the 413 of a batch means, for its documentation. */
export const BATCH_TOO_LARGE = 'The batch counts as more requests than this key may ever send at once (`batch_too_large`): `max_items` says how many items it may have';
