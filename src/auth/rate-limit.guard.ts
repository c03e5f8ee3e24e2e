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
import { Callers } from './caller.js';
import type { ClientLimits } from './domain/client-limits.js';
import { batchCost } from './domain/request-cost.js';
import { sendLimits } from './limit-headers.js';
import { BatchTooLarge, LimitUsedUp } from './limit-problems.js';
import type { Client } from './local-limits.js';
import { RequestLimits } from './request-limits.js';

interface LimitedClient {
  readonly client: Client;
  readonly limits: ClientLimits;
}

/**
 * Limits by client: a good key is a client of its own, everybody else is known by address (of IPv6: by network). It stands before the key
 * guard, so that guessing keys is limited too; once an address has used up its limit, keys it never showed before are not even looked up.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  // Nest's injector reads the parameters; the first three are the throttler's own.
  // eslint-disable-next-line max-params
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() private readonly requestLimits: RequestLimits,
    reflector: Reflector,
    private readonly callers: Callers,
    private readonly metrics: HttpMetrics,
  ) {
    super(options, requestLimits, reflector);
  }

  protected override async handleRequest({ context }: ThrottlerRequest): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { client, limits } = await this.clientOf(request);
    // Who has no key is answered 401, whatever the batch holds.
    const cost = typeof client === 'number' ? this.costOf(request, limits) : 1;
    const standing = await this.requestLimits.charge(client, limits, cost);
    sendLimits(reply, limits, standing);
    if (standing.isAdmitted) return true;
    this.metrics.countRefused(typeof client === 'number' ? 'key' : 'address');
    const refusal = new LimitUsedUp(limits, standing, cost);
    void reply.header('retry-after', String(refusal.retryAfterSeconds));
    throw refusal;
  }

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    return context.getType() !== 'http';
  }

  private async clientOf(request: FastifyRequest): Promise<LimitedClient> {
    const { book } = this.requestLimits;
    const address = { client: await this.getTracker(request as unknown as Record<string, unknown>), limits: book.common };
    if (!this.callers.isKnown(request) && this.requestLimits.isExhausted(address.client, address.limits)) return address;
    const key = await this.callers.keyOf(request);
    if (key === undefined) return address;
    // A session is a client of its own: what a person clicks takes nothing from what their programs may ask. No key has the id 0 or less.
    return this.callers.sessionToken(request) === undefined ? { client: key.id, limits: book.of(key) } : { client: -key.id, limits: book.ofSession(key) };
  }

  /** Guards stand behind the parser: the items are there, if not yet checked. */
  private costOf(request: FastifyRequest, limits: ClientLimits): number {
    const field = request.routeOptions.config.batchField;
    if (field === undefined) return 1;
    const items = (request.body as Record<string, unknown> | null | undefined)?.[field];
    const cost = batchCost(items);
    if (cost > limits.burst) throw new BatchTooLarge(limits, cost, { field, count: (items as unknown[]).length });
    return cost;
  }
}
