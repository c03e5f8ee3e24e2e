import { messageOf, RateLimited, Refused } from '../../shared/errors.js';
import type { ChannelKind } from './channel.js';
import type { DeliveryKind } from './message.js';

/** What the other side answered. */
export interface Receipt {
  /** HTTP status, or the SMTP reply code. */
  readonly status: number;
  readonly answer: string;
}

/** How one attempt ended. */
export type AttemptOutcome =
  | { readonly kind: 'delivered'; readonly receipt: Receipt }
  /** Worth another attempt. `isUnknown`: nobody knows whether it arrived. */
  | { readonly kind: 'retry'; readonly error: string; readonly retryAfterSeconds: number; readonly isUnknown: boolean }
  /** This message will not be taken. */
  | { readonly kind: 'refused'; readonly error: string; readonly receipt: Receipt }
  /** The target is one we do not send to. */
  | { readonly kind: 'forbidden'; readonly error: string }
  /** The channel will take no message any more until a person reconnects it. */
  | { readonly kind: 'gone'; readonly error: string; readonly receipt: Receipt };

const MAX_ANSWER = 500;

/** Statuses after which a hook of this kind takes nothing any more. Slack never refuses for a reason that goes away by itself. */
const GONE: Readonly<Record<Exclude<ChannelKind, 'email' | 'slack'>, readonly number[]>> = { discord: [401, 403, 404], telegram: [400, 401, 403, 404], webhook: [410] };

export function receiptOf(status: number, answer: string): Receipt {
  const text = answer.trim();
  return { status, answer: text.length > MAX_ANSWER ? `${text.slice(0, MAX_ANSWER)}…` : text };
}

/** What an answer with this status means for a hook: 2xx is delivered, anything else is the end of the message or of the channel. */
export function answeredOutcome(kind: Exclude<ChannelKind, 'email'>, receipt: Receipt): AttemptOutcome {
  if (receipt.status >= 200 && receipt.status < 300) return { kind: 'delivered', receipt };
  const isGone = kind === 'slack' || GONE[kind].includes(receipt.status);
  return { kind: isGone ? 'gone' : 'refused', error: `answered ${receipt.status}: ${receipt.answer || '(nothing)'}`, receipt };
}

/** What a failed call means. An error that is not understood is worth another attempt: a message too many is better than none. */
export function thrownOutcome(kind: Exclude<ChannelKind, 'email'>, error: unknown): AttemptOutcome {
  if (error instanceof Refused) return answeredOutcome(kind, receiptOf(error.answeredStatus, error.answer));
  if (error instanceof RateLimited) {
    const retryAfterSeconds = Math.max(error.retryAfterSeconds, retryAfterIn(error.answer));
    return { kind: 'retry', error: messageOf(error), retryAfterSeconds, isUnknown: false };
  }
  return { kind: 'retry', error: messageOf(error), retryAfterSeconds: 0, isUnknown: true };
}

/** `{"retry_after": 1.337}`, as Discord and Telegram say it, in seconds; 0 where the body says nothing. */
function retryAfterIn(body: string): number {
  const said = /"retry_after"\s*:\s*(\d+(?:\.\d+)?)/.exec(body);
  return said ? Number(said[1]) : 0;
}

/** With the waits of {@link retryDelayMs} the last attempt is 18 to 36 minutes after the first. */
const MAX_ATTEMPTS: Readonly<Record<DeliveryKind, number>> = { raise: 10, recover: 10, test: 1, signals: 10, rules: 10 };
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** A wait asked for is kept, up to this. */
const LONGEST_ASKED_MS = 60 * 60_000;

export function maxAttempts(kind: DeliveryKind): number {
  return MAX_ATTEMPTS[kind];
}

/**
 * Milliseconds until the next attempt: doubling from 5 s to 15 min, half of it at random, so that many deliveries do not come back
 * together; never less than the other side asked for (up to 1 h).
 *
 * @param attempts those made so far, 1 or more
 * @param random uniform in [0, 1)
 */
export function retryDelayMs(attempts: number, retryAfterSeconds: number, random: number): number {
  const full = Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_WAIT_MS);
  const asked = Math.min(Math.max(0, retryAfterSeconds) * 1_000, LONGEST_ASKED_MS);
  return Math.ceil(asked + full * (0.5 + random / 2));
}
