import { Inject, Injectable } from '@nestjs/common';
import { InjectThrottlerStorage } from '@nestjs/throttler';
import { CONFIG, type Config } from '../config/index.js';
import type { RequestHeaders, Scope } from '../http/index.js';
import { ApiKeyVerifier } from './api-key-verifier.js';
import { Callers } from './caller.js';
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

  /** Counts the request, and returns the headers of its answer, name and value in turn; undefined: it is not let in, and not counted. */
  admit(headers: RequestHeaders, required: Scope): string[] | undefined {
    const text = this.callers.presented({ headers });
    const key = text === undefined ? undefined : this.verifier.justVerified(text);
    if (key === undefined || !grants(key.scopes, required)) return undefined;
    const client = `key:${key.id}`;
    if (this.windows.isExhausted(client, this.limit)) return undefined;
    return Object.entries(limitHeaders(this.windows.count(client, WINDOW_MS, this.limit), { limit: this.limit, windowMs: WINDOW_MS })).flat();
  }
}
