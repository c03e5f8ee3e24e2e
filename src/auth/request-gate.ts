import { Injectable } from '@nestjs/common';
import { InjectThrottlerStorage } from '@nestjs/throttler';
import type { RequestHeaders, Scope } from '../http/index.js';
import { ApiKeyVerifier } from './api-key-verifier.js';
import { Callers } from './caller.js';
import { type ApiKey, grants } from './domain/api-key.js';
import { batchCost } from './domain/request-cost.js';
import { limitHeaders } from './limit-headers.js';
import { RequestLimits } from './request-limits.js';

interface Asked {
  readonly scope: Scope;
  /** Of a batch; undefined for a call about one thing. */
  readonly items?: readonly unknown[];
}

/**
 * Lets a request in without asking guards: its key was looked up within the last second, and its client is within its limits. Says no to all
 * others, and counts nothing then: the guards look closer, and answer what is to be answered.
 */
@Injectable()
export class RequestGate {
  constructor(
    private readonly callers: Callers,
    private readonly verifier: ApiKeyVerifier,
    @InjectThrottlerStorage() private readonly limits: RequestLimits,
  ) {}

  /** Whether several processes count together now: then only `admitLater` can let anybody in. */
  get isShared(): boolean {
    return this.limits.isShared;
  }

  /** Counts the request, and returns the headers of its answer, name and value in turn; undefined: it is not let in, and not counted. */
  admit(headers: RequestHeaders, { scope, items }: Asked): string[] | undefined {
    if (this.limits.isShared) return undefined;
    const key = this.knownKey(headers, scope);
    if (key === undefined) return undefined;
    const limits = this.limits.book.of(key);
    const standing = this.limits.chargeNow(key.id, limits, batchCost(items));
    return standing.isAdmitted ? limitHeaders(limits, standing) : undefined;
  }

  /** The same where it has to be asked elsewhere what the client has left. */
  async admitLater(headers: RequestHeaders, { scope, items }: Asked): Promise<string[] | undefined> {
    const key = this.knownKey(headers, scope);
    if (key === undefined) return undefined;
    const limits = this.limits.book.of(key);
    const standing = await this.limits.charge(key.id, limits, batchCost(items));
    return standing.isAdmitted ? limitHeaders(limits, standing) : undefined;
  }

  private knownKey(headers: RequestHeaders, required: Scope): ApiKey | undefined {
    const text = this.callers.presented({ headers });
    const key = text === undefined ? undefined : this.verifier.justVerified(text);
    return key !== undefined && grants(key.scopes, required) ? key : undefined;
  }
}
