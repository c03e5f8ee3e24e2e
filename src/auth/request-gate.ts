import { Injectable } from '@nestjs/common';
import { InjectThrottlerStorage } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Scope } from '../http/index.js';
import { ApiKeyVerifier } from './api-key-verifier.js';
import { Callers } from './caller.js';
import { grants } from './domain/api-key.js';
import { sendLimits } from './limit-headers.js';
import { RequestLimits } from './request-limits.js';

/**
 * Lets a request in without waiting for anything: its key was looked up within the last second, and its client is within its limits. Says no
 * to all others, and counts nothing then: the guards look closer, and answer what is to be answered.
 */
@Injectable()
export class RequestGate {
  constructor(
    private readonly callers: Callers,
    private readonly verifier: ApiKeyVerifier,
    @InjectThrottlerStorage() private readonly limits: RequestLimits,
  ) {}

  /** True: the request is counted, and its answer says what is left. */
  admits(request: FastifyRequest, reply: FastifyReply, required: Scope): boolean {
    const text = this.callers.presented(request);
    const key = text === undefined ? undefined : this.verifier.justVerified(text);
    if (key === undefined || !grants(key.scopes, required)) return false;
    const limits = this.limits.book.of(key);
    const standing = this.limits.chargeNow(key.id, limits, 1);
    if (standing.isAdmitted) sendLimits(reply, limits, standing);
    return standing.isAdmitted;
  }
}
