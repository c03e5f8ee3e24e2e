import { Injectable } from '@nestjs/common';
import { InjectThrottlerStorage } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Scope } from '../http/index.js';
import { ApiKeyVerifier } from './api-key-verifier.js';
import { Callers } from './caller.js';
import { type ApiKey, grants } from './domain/api-key.js';
import type { ClientLimits } from './domain/client-limits.js';
import { sendLimits } from './limit-headers.js';
import type { Standing } from './local-limits.js';
import { RequestLimits } from './request-limits.js';

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

  /** Whether several processes count together now: then only `admitsLater` can let anybody in. */
  get isShared(): boolean {
    return this.limits.isShared;
  }

  /** Without waiting for anything. True: the request is counted, and its answer says what is left. */
  admits(request: FastifyRequest, reply: FastifyReply, required: Scope): boolean {
    if (this.limits.isShared) return false;
    const key = this.knownKey(request, required);
    if (key === undefined) return false;
    const limits = this.limits.book.of(key);
    return this.admitted(reply, limits, this.limits.chargeNow(key.id, limits, 1));
  }

  /** The same where it has to be asked elsewhere what the client has left. */
  async admitsLater(request: FastifyRequest, reply: FastifyReply, required: Scope): Promise<boolean> {
    const key = this.knownKey(request, required);
    if (key === undefined) return false;
    const limits = this.limits.book.of(key);
    return this.admitted(reply, limits, await this.limits.charge(key.id, limits, 1));
  }

  private knownKey(request: FastifyRequest, required: Scope): ApiKey | undefined {
    const text = this.callers.presented(request);
    const key = text === undefined ? undefined : this.verifier.justVerified(text);
    return key !== undefined && grants(key.scopes, required) ? key : undefined;
  }

  private admitted(reply: FastifyReply, limits: ClientLimits, standing: Standing): boolean {
    if (standing.isAdmitted) sendLimits(reply, limits, standing);
    return standing.isAdmitted;
  }
}
