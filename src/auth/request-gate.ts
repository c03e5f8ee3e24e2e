import { Injectable } from '@nestjs/common';
import { InjectThrottlerStorage } from '@nestjs/throttler';
import type { RequestHeaders, Scope } from '../http/index.js';
import { ApiKeyVerifier } from './api-key-verifier.js';
import { Callers } from './caller.js';
import { type ApiKey, grants } from './domain/api-key.js';
import type { ClientLimits } from './domain/client-limits.js';
import { limitHeaders } from './limit-headers.js';
import type { Standing } from './local-limits.js';
import { RequestLimits } from './request-limits.js';

/** Whose request was let in, and the headers of its answer, name and value in turn. */
export interface Admission {
  readonly keyId: number;
  readonly headers: string[];
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

  /** Without waiting for anything. Charges the request to its client; undefined: it is not let in, and costs nothing. */
  admit(headers: RequestHeaders, required: Scope, cost: number): Admission | undefined {
    const key = this.limits.isShared ? undefined : this.knownKey(headers, required);
    if (key === undefined) return undefined;
    const limits = this.limits.book.of(key);
    return admitted(key, limits, this.limits.chargeNow(key.id, limits, cost));
  }

  /** The same where it has to be asked elsewhere what the client has left. */
  async admitLater(headers: RequestHeaders, required: Scope, cost: number): Promise<Admission | undefined> {
    const key = this.knownKey(headers, required);
    if (key === undefined) return undefined;
    const limits = this.limits.book.of(key);
    return admitted(key, limits, await this.limits.charge(key.id, limits, cost));
  }

  /** A key that is bound to networks is for the guards: only the framework knows which proxies to believe. */
  private knownKey(headers: RequestHeaders, required: Scope): ApiKey | undefined {
    const text = this.callers.presented({ headers });
    const key = text === undefined ? undefined : this.verifier.justVerified(text);
    return key !== undefined && key.networks === undefined && grants(key.scopes, required) ? key : undefined;
  }
}

function admitted(key: ApiKey, limits: ClientLimits, standing: Standing): Admission | undefined {
  return standing.isAdmitted ? { keyId: key.id, headers: limitHeaders(limits, standing) } : undefined;
}
