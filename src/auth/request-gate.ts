import { Inject, Injectable } from '@nestjs/common';
import { InjectThrottlerStorage } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../config/index.js';
import type { Scope } from '../http/index.js';
import { ApiKeyVerifier } from './api-key-verifier.js';
import { Callers, isFromAllowedAddress } from './caller.js';
import { grants } from './domain/api-key.js';
import { limitHeaders } from './limit-headers.js';
import { RequestWindows } from './request-window.js';

const WINDOW_MS = 60_000;

/**
 * Lets a request in without waiting for anything: its key was looked up within the last second, and its client is within its limit. Says no
 * to all others, and counts nothing then: the guards look closer, and answer what is to be answered.
 */
@Injectable()
export class RequestGate {
  private readonly limit: number;

  constructor(
    private readonly callers: Callers,
    private readonly verifier: ApiKeyVerifier,
    @InjectThrottlerStorage() private readonly windows: RequestWindows,
    @Inject(CONFIG) config: Config,
  ) {
    this.limit = config.http.rateLimitPerMinute;
  }

  /** True: the request is counted, and its answer says what is left. */
  admits(request: FastifyRequest, reply: FastifyReply, required: Scope): boolean {
    const text = this.callers.presented(request);
    const key = text === undefined ? undefined : this.verifier.justVerified(text);
    if (key === undefined || !grants(key.scopes, required) || !isFromAllowedAddress(key, request)) return false;
    const client = `key:${key.id}`;
    if (this.windows.isExhausted(client, this.limit)) return false;
    void reply.headers(limitHeaders(this.windows.count(client, WINDOW_MS, this.limit), { limit: this.limit, windowMs: WINDOW_MS }));
    request.countedKeyId = key.id;
    return true;
  }
}
