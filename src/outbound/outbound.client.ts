import { setTimeout as wait } from 'node:timers/promises';
import type { OutboundMetrics, OutboundOutcome } from '../metrics/index.js';
import type { Clock } from '../shared/clock.js';
import { BadData, Bug, messageOf, PokewatchError, RateLimited, Refused, TemporaryError } from '../shared/errors.js';
import type { Random } from '../shared/random.js';
import { inSpan } from '../tracing/index.js';
import { type Call, prepareCall } from './call.js';
import { CircuitBreaker, CircuitOpen } from './circuit-breaker.js';
import { DailyCredits } from './daily-credits.js';
import { isDailyLimit } from './domain/credit-budget.js';
import { retryAfterMsOf } from './domain/retry-after.js';
import { type BackOff, retryDelayMs, verdictOf } from './domain/retry.js';
import { readQuota, type SaidQuota } from './domain/said-quota.js';
import { correctBucket, fullBucket, pauseBucket, takeToken, type TokenBucket, waitMsOf } from './domain/token-bucket.js';
import { type Answer, exchangeOnce, NoAnswer } from './exchange.client.js';
import { exchangeGuarded } from './guarded-exchange.client.js';
import type { OutboundClient, OutboundLimits, OutboundMemory, OutboundRequest, OutboundResponse, OutboundStanding } from './outbound.js';
import { Slots } from './slots.js';
import type { TargetGuard } from './target-guard.js';

export interface OutboundOptions {
  /** A word of the code, such as the slug of a source: the label of its metrics and the name of its credits. */
  readonly service: string;
  /** The label of its metrics where many services are of one kind: labels are a closed set. */
  readonly metricService?: string | undefined;
  readonly limits: OutboundLimits;
  /** Sent with every request, keys among them; never to another host. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxAttempts?: number | undefined;
  /** All waiting of one request together: for tokens, back-off and Retry-After. */
  readonly maxWaitMs?: number | undefined;
  /** The address is a secret as a whole, as that of a webhook is: errors name only its host. */
  readonly isSecretUrl?: boolean | undefined;
  /** Somebody else says where to: the guard judges each connection, and redirects are not followed. */
  readonly isChosenByCaller?: boolean | undefined;
  readonly memory?: OutboundMemory | undefined;
}

/** What a client needs of the machine it runs on. */
export interface Surroundings {
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly random: Random;
  readonly memory: OutboundMemory;
  readonly metrics?: OutboundMetrics | undefined;
  /** Needed where somebody else says where to. */
  readonly guard?: TargetGuard | undefined;
}

export const realSleep: Surroundings['sleep'] = (ms) => wait(ms);

const DEFAULTS = { timeoutMs: 30_000, maxAttempts: 5, maxWaitMs: 120_000, isSecretUrl: false };
const BACK_OFF: BackOff = { baseMs: 1_000, capMs: 30_000 };
const ANSWER_CHARACTERS = 500;

/** How an attempt ended that brought no answer to hand on. */
interface Failure {
  readonly error: PokewatchError;
  readonly canRetry: boolean;
  readonly retryAfterMs?: number | undefined;
}

type Attempt = { readonly answer: Answer } | Failure;

/** What may still be waited for one request. */
interface Patience {
  leftMs: number;
}

/** The one client of a service in this process; limits, circuit and credits are kept here. */
export class HttpOutboundClient implements OutboundClient {
  private readonly options: OutboundOptions & typeof DEFAULTS;
  private readonly slots: Slots;
  private readonly breaker: CircuitBreaker;
  private readonly credits: DailyCredits;
  private bucket: TokenBucket;

  constructor(options: OutboundOptions, private readonly surroundings: Surroundings) {
    const { requestsPerMinute, burst, concurrency } = options.limits;
    if (!(requestsPerMinute > 0 && burst >= 1 && concurrency >= 1)) {
      throw new Bug(`${options.service}: limits are ${JSON.stringify(options.limits)}; more than 0 requests a minute, a burst and a concurrency from 1 are accepted`);
    }
    this.options = {
      ...options,
      timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
      maxAttempts: options.maxAttempts ?? DEFAULTS.maxAttempts,
      maxWaitMs: options.maxWaitMs ?? DEFAULTS.maxWaitMs,
      isSecretUrl: options.isSecretUrl ?? DEFAULTS.isSecretUrl,
    };
    this.slots = new Slots(options.limits.concurrency);
    this.breaker = new CircuitBreaker(options.service, surroundings.clock);
    this.credits = new DailyCredits({ service: options.service, perDay: options.limits.creditsPerDay }, options.memory ?? surroundings.memory, surroundings);
    this.bucket = fullBucket(options.limits, this.nowMs);
  }

  get standing(): OutboundStanding {
    return { ...this.credits.standing, openUntil: this.breaker.openUntil };
  }

  async request(request: OutboundRequest): Promise<OutboundResponse> {
    try {
      const response = await this.attemptAll(prepareCall(request, this.options));
      this.count(response.status === 304 ? 'not_modified' : response.status === 404 ? 'not_found' : 'ok');
      return response;
    } catch (error) {
      this.count(outcomeOf(error));
      throw error;
    }
  }

  private async attemptAll(call: Call): Promise<OutboundResponse> {
    const patience = { leftMs: this.options.maxWaitMs };
    let last: Failure | undefined;
    for (let attempts = 1; ; attempts++) {
      const result = await this.slots.hold(() => this.attempt(call, patience)).catch((error: unknown) => {
        // What opened the circuit says more than that it is open.
        throw error instanceof CircuitOpen && last ? last.error : error;
      });
      if ('answer' in result) return this.responseOf(result.answer, call, attempts);
      if (!result.canRetry || attempts >= this.options.maxAttempts) throw result.error;
      const delayMs = retryDelayMs(attempts, result.retryAfterMs, BACK_OFF, this.surroundings.random);
      if (delayMs > patience.leftMs) throw result.retryAfterMs === undefined ? result.error : asRateLimited(result.error, delayMs);
      await this.waitFor(delayMs, patience);
      last = result;
    }
  }

  /** One call, when its turn has come. The circuit is asked last: a probe that was let pass is sent at once. */
  private async attempt(call: Call, patience: Patience): Promise<Attempt> {
    this.breaker.check();
    this.credits.check(call.credits, call.exchange.title);
    await this.takeTurn(call, patience);
    return this.breaker.guard(async () => {
      const spending = await this.credits.spend(call.credits, call.exchange.title);
      try {
        const answer = await this.timed(call);
        return await this.judge(answer, call, spending.giveBack);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        const text = call.mask(messageOf(error));
        return { error: new TemporaryError(`${call.exchange.title}: ${text}`), canRetry: call.isRepeatable };
      } finally {
        spending.end();
      }
    }, isFailureOfService);
  }

  private async takeTurn(call: Call, patience: Patience): Promise<void> {
    for (;;) {
      const nowMs = this.nowMs;
      const taken = takeToken(this.bucket, this.options.limits, nowMs);
      if (taken) {
        this.bucket = taken;
        return;
      }
      const waitMs = Math.max(1, waitMsOf(this.bucket, this.options.limits, nowMs));
      if (waitMs > patience.leftMs) {
        throw new RateLimited(`${call.exchange.title}: the next request may be sent in ${seconds(waitMs)} s, which is longer than this one may wait`, seconds(waitMs));
      }
      await this.waitFor(waitMs, patience);
      // It may have gone wrong for others meanwhile.
      this.breaker.check();
      this.credits.check(call.credits, call.exchange.title);
    }
  }

  private async waitFor(ms: number, patience: Patience): Promise<void> {
    patience.leftMs -= ms;
    await this.surroundings.sleep(ms);
  }

  private async timed(call: Call): Promise<Answer> {
    const startMs = performance.now();
    try {
      return await inSpan(`call ${this.metricService}`, {}, () => this.exchange(call));
    } finally {
      this.surroundings.metrics?.observeAttempt(this.metricService, (performance.now() - startMs) / 1_000);
    }
  }

  private async exchange(call: Call): Promise<Answer> {
    if (this.options.isChosenByCaller !== true) return exchangeOnce(call.exchange);
    const { guard } = this.surroundings;
    if (guard === undefined) throw new Bug(`${this.options.service}: no guard; a client whose targets others choose needs one`);
    return exchangeGuarded(call.exchange, guard);
  }

  private async judge(answer: Answer, call: Call, giveBack: () => Promise<void>): Promise<Attempt> {
    const said = readQuota(answer.headers, this.nowMs);
    this.hear(said, call.credits);
    const verdict = verdictOf(answer.status, call.validators !== undefined);
    if (verdict === 'answered') return { answer };
    const body = call.mask(answer.body.toString('utf8')).slice(0, ANSWER_CHARACTERS);
    const message = `${call.exchange.title}: answered ${answer.status}${body === '' ? '' : ` ${JSON.stringify(body)}`}`;
    if (verdict === 'refused') return { error: new Refused(message, answer.status, body), canRetry: false };
    const retryAfterMs = this.heedRetryAfter(answer);
    if (answer.status !== 429) return { error: new TemporaryError(message), canRetry: call.isRepeatable, retryAfterMs };
    await giveBack();
    if (isDailyLimit(said, body, call.credits)) return { error: this.credits.exhausted(said.daily, retryAfterMs, message), canRetry: false };
    const waitMs = retryAfterMs ?? waitMsOf(this.bucket, this.options.limits, this.nowMs);
    return { error: new RateLimited(message, seconds(waitMs), body), canRetry: call.isRepeatable, retryAfterMs };
  }

  private hear(said: SaidQuota, creditsOfCall: number): void {
    if (said.short) this.bucket = correctBucket(this.bucket, this.options.limits, said.short, this.nowMs);
    if (said.daily) this.credits.hear(said.daily, creditsOfCall);
  }

  /** Who is told to wait, waits with all its requests. */
  private heedRetryAfter(answer: Answer): number | undefined {
    const retryAfterMs = retryAfterMsOf(answer.headers['retry-after'], this.nowMs);
    if (retryAfterMs !== undefined) this.bucket = pauseBucket(this.bucket, this.options.limits, this.nowMs + retryAfterMs, this.nowMs);
    return retryAfterMs;
  }

  private responseOf(answer: Answer, call: Call, attempts: number): OutboundResponse {
    // A 304 need not repeat what the resource is called.
    const known = answer.status === 304 ? call.validators : undefined;
    const validators = { etag: answer.headers.etag ?? known?.etag, lastModified: answer.headers['last-modified'] ?? known?.lastModified };
    return { ...answer, validators, receivedAt: this.surroundings.clock.now(), attempts };
  }

  private count(outcome: OutboundOutcome): void {
    this.surroundings.metrics?.countRequest(this.metricService, outcome);
  }

  private get metricService(): string {
    return this.options.metricService ?? this.options.service;
  }

  private get nowMs(): number {
    return this.surroundings.clock.now().getTime();
  }
}

/** A service that limits or refuses us is well; so is one whose body we find too long. */
function isFailureOfService(result: Attempt): boolean {
  return 'error' in result && result.error instanceof TemporaryError && !(result.error instanceof RateLimited);
}

function asRateLimited(error: PokewatchError, delayMs: number): RateLimited {
  return error instanceof RateLimited ? error : new RateLimited(error.message, seconds(delayMs));
}

function outcomeOf(error: unknown): OutboundOutcome {
  if (error instanceof CircuitOpen) return 'circuit_open';
  if (error instanceof RateLimited) return 'rate_limited';
  return error instanceof Refused || error instanceof BadData ? 'refused' : 'failed';
}

function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}
