import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Redis } from 'ioredis';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONFIG, type Config } from '../config/index.js';
import { RedisMetrics } from '../metrics/index.js';
import { messageOf, TemporaryError } from '../shared/errors.js';
import { Circuit } from './domain/circuit.js';
import { SilenceWatch } from './silence-watch.js';

const CONNECT_TIMEOUT_MS = 1_000;
const COOL_DOWN_MS = 1_000;
const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2_000;

/** A script that Redis runs on one key, atomically. */
export class RedisScript {
  readonly sha: string;

  constructor(readonly lua: string) {
    this.sha = createHash('sha1').update(lua).digest('hex');
  }
}

/** Redis did not answer, or is left alone because it did not a moment ago. */
export class RedisAway extends TemporaryError {}

/** `off`: none is configured. `degraded`: it does not answer, and its users do without. */
export type RedisState = 'off' | 'up' | 'degraded';

/**
 * The one connection of this process to Redis. Nobody waits for it longer than `REDIS_PATIENCE_MS`: what it cannot do at once it refuses (RedisAway), and
 * for a second after that it refuses everything but one question that finds out whether Redis is back.
 */
@Injectable()
export class RedisConnection implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Redis');
  private readonly redis: Redis | undefined;
  private readonly circuit = new Circuit(COOL_DOWN_MS);
  private readonly silence: SilenceWatch;
  private isShuttingDown = false;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly host: HttpAdapterHost,
    private readonly metrics: RedisMetrics,
  ) {
    const { url, patienceMs } = config.redis;
    this.silence = new SilenceWatch(patienceMs);
    if (url === undefined) return;
    this.redis = connectionTo(url);
    // Addresses and passwords stay out of the log: ioredis puts commands into errors, not into their messages.
    this.redis.on('error', (error) => this.fail(error));
    this.redis.on('close', () => this.fail(new Error('the connection was closed')));
    this.redis.on('ready', () => this.recover());
  }

  async onModuleInit(): Promise<void> {
    // The command line has no use for it.
    if (this.redis === undefined || this.host.httpAdapter?.getType() !== 'fastify') return;
    // Not there yet: the 'error' above tells, and it is tried again in the background.
    await Promise.race([this.redis.connect().catch(() => undefined), sleep(CONNECT_TIMEOUT_MS, undefined, { ref: false })]);
  }

  onApplicationShutdown(): void {
    this.isShuttingDown = true;
    this.redis?.disconnect();
  }

  get state(): RedisState {
    if (this.redis === undefined) return 'off';
    return this.circuit.isClosed ? 'up' : 'degraded';
  }

  /** Whether it makes sense to ask now. */
  get isAsked(): boolean {
    return this.redis !== undefined && this.circuit.wouldAdmit(performance.now());
  }

  /**
   * Runs a script on a key.
   *
   * @throws RedisAway
   */
  async run(script: RedisScript, key: string, args: readonly (string | number)[]): Promise<unknown> {
    const { redis } = this;
    if (redis === undefined || !this.circuit.admits(performance.now())) throw new RedisAway('Redis is not asked');
    const isProbe = !this.circuit.isClosed;
    try {
      const answer = await this.silence.watch(evaluate(redis, script, [key, ...args]));
      if (isProbe) this.recover();
      return answer;
    } catch (error) {
      this.fail(error);
      // A connection that has been silent for so long may be a dead one.
      if (isProbe && (redis.status === 'ready' || redis.status === 'connect')) redis.disconnect(true);
      throw new RedisAway(`Redis did not answer: ${messageOf(error)}`);
    }
  }

  private fail(error: unknown): void {
    if (this.isShuttingDown) return;
    if (this.circuit.isClosed) this.logger.warn(`Redis does not answer (${messageOf(error)}): what is counted there is counted in each process until it does`);
    this.circuit.open(performance.now());
    this.metrics.setDegraded(true);
  }

  private recover(): void {
    if (!this.circuit.isClosed) this.logger.log('Redis answers again');
    this.circuit.close();
    this.metrics.setDegraded(false);
  }
}

async function evaluate(redis: Redis, { sha, lua }: RedisScript, keyAndArgs: (string | number)[]): Promise<unknown> {
  try {
    return await redis.evalsha(sha, 1, ...keyAndArgs);
  } catch (error) {
    // Redis has been restarted, or its scripts were flushed.
    if (!messageOf(error).startsWith('NOSCRIPT')) throw error;
    return redis.eval(lua, 1, ...keyAndArgs);
  }
}

function connectionTo(url: string): Redis {
  return new Redis(url, {
    lazyConnect: true,
    connectionName: 'pokewatch',
    connectTimeout: CONNECT_TIMEOUT_MS,
    // What cannot be sent now is not sent later, and what was sent is not sent twice: it would be counted twice.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    enableAutoPipelining: true,
    retryStrategy: (attempt) => Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2),
    // After a failover the old address may be a replica's.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
}
