import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerRequest,
} from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpMetrics } from '../metrics/index.js';
import { RateLimited } from '../shared/errors.js';
import type { ProblemMembers } from '../http/index.js';
import { Callers } from './caller.js';
import { limitHeaders, POLICY } from './limit-headers.js';
import { RequestWindows } from './request-window.js';

/** Refused: the window of this client is used up. */
class WindowUsedUp extends RateLimited implements ProblemMembers {
  readonly problemMembers: Readonly<Record<string, unknown>>;

  constructor(limit: number, retryAfterSeconds: number) {
    super(`This client may send ${limit} requests a minute; try again in ${retryAfterSeconds} s.`, retryAfterSeconds);
    this.problemMembers = { 'violated-policies': [POLICY], retry_after_seconds: retryAfterSeconds };
  }
}

/**
 * One window per client: a good key is a client of its own, everybody else is known by address. It stands before the key
 * guard, so that guessing keys is limited too; once an address has used up its window, keys it never showed before are not
 * even looked up.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  // Nest's injector reads the parameters; the first three are the throttler's own.
  // eslint-disable-next-line max-params
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() private readonly windows: RequestWindows,
    reflector: Reflector,
    private readonly callers: Callers,
    private readonly metrics: HttpMetrics,
  ) {
    super(options, windows, reflector);
  }

  protected override async handleRequest({ context, limit, ttl }: ThrottlerRequest): Promise<boolean> {
    const http = context.switchToHttp();
    const client = await this.clientOf(http.getRequest<FastifyRequest>(), limit);
    const record = await this.windows.increment(client, ttl, limit);
    const reply = http.getResponse<FastifyReply>();
    void reply.headers(limitHeaders(record, { limit, windowMs: ttl }));
    if (!record.isBlocked) return true;
    void reply.header('retry-after', String(record.timeToExpire));
    this.metrics.countRefused(client.startsWith('key:') ? 'key' : 'address');
    throw new WindowUsedUp(limit, record.timeToExpire);
  }

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    return context.getType() !== 'http';
  }

  private async clientOf(request: FastifyRequest, limit: number): Promise<string> {
    const address = `address:${await this.getTracker(request as unknown as Record<string, unknown>)}`;
    if (!this.callers.isKnown(request) && this.windows.isExhausted(address, limit)) return address;
    const key = await this.callers.keyOf(request);
    return key ? `key:${key.id}` : address;
  }
}
