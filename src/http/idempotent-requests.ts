import { BadRequestException, ConflictException, Inject, Injectable, UnprocessableEntityException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { CLOCK, type Clock } from '../shared/clock.js';
import { fingerprintOf, seal, unseal } from './idempotency-seal.js';
import { IdempotentRequestRepository, type RequestClaim, type SealedAnswer } from './idempotent-request.repository.js';

/** Injection token of whoever knows the caller of a request. */
export const REQUEST_CALLERS = Symbol('RequestCallers');
export interface RequestCallers {
  keyOf(request: FastifyRequest): Promise<{ readonly id: number } | undefined>;
  /** The text of the key. */
  presented(request: FastifyRequest): string | undefined;
}

/** A request that is the caller's to do now. */
export interface Ticket {
  readonly claim: RequestClaim;
  readonly apiKeyText: string;
}

const KEY = /^[!-~]{1,255}$/;
const LOCK_MS = 60_000;
const KEPT_MS = 24 * 3_600_000;
const COME_BACK_SECONDS = 1;

/** Which requests are under way, and what those were answered that are done. */
@Injectable()
export class IdempotentRequests {
  constructor(
    private readonly stored: IdempotentRequestRepository,
    @Inject(REQUEST_CALLERS) private readonly callers: RequestCallers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A ticket for a request that is to be done; the answer of one that is. Throws what is to be answered for all others. */
  async begin(request: FastifyRequest, key: string, reply: FastifyReply): Promise<{ ticket: Ticket } | { answer: SealedAnswer }> {
    if (!KEY.test(key)) {
      throw new BadRequestException({ code: 'invalid_idempotency_key', message: `Idempotency-Key has ${key.length} characters; expected 1 to 255 visible ASCII characters, without spaces.` });
    }
    const [caller, apiKeyText] = [await this.callers.keyOf(request), this.callers.presented(request)];
    if (caller === undefined || apiKeyText === undefined) throw new BadRequestException('An Idempotency-Key needs an API key beside it.');
    const now = this.clock.now();
    const fingerprint = fingerprintOf({ method: request.method, path: request.url, body: request.body }, apiKeyText);
    const until = { lockedUntil: new Date(now.getTime() + LOCK_MS), expiresAt: new Date(now.getTime() + KEPT_MS) };
    const claim = { apiKeyId: caller.id, idempotencyKey: key, fingerprint, claimId: randomUUID(), now, ...until };
    const stored = await this.stored.claim(claim);
    if (stored === undefined) return { ticket: { claim, apiKeyText } };
    if (!stored.fingerprint.equals(fingerprint)) {
      throw new UnprocessableEntityException({ code: 'idempotency_key_reused', message: 'This Idempotency-Key was used for another request within the last 24 hours; expected the same method, path and body, or another key.' });
    }
    if (stored.state === 'in_progress') {
      void reply.header('retry-after', String(COME_BACK_SECONDS));
      throw new ConflictException({ code: 'idempotency_in_progress', message: 'The first request with this Idempotency-Key is still under way; send it again shortly.' });
    }
    return { answer: { ...stored, body: unseal(stored.body, apiKeyText, fingerprint) } };
  }

  /** Keeps the answer. What is our fault may be tried again, and so may what cannot be kept. */
  async end({ claim, apiKeyText }: Ticket, answer: SealedAnswer | undefined): Promise<void> {
    if (answer === undefined || answer.status >= 500) return this.stored.release(claim);
    await this.stored.finish(claim, { ...answer, body: seal(answer.body, apiKeyText, claim.fingerprint) });
  }
}
