import { Injectable } from '@nestjs/common';
import { CacheMetrics } from '../metrics/index.js';
import { RedisAway, RedisConnection, RedisScript } from '../redis/index.js';

const KEEP_SECONDS = 60;
const READ = new RedisScript("return redis.call('GET', KEYS[1])");
const WRITE = new RedisScript("return redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[1])");

/**
 * Answers about days that are over, shared by all processes through Redis where one is configured; without it, or while it does not answer,
 * each process looks up its own. A key names what is served of every day, so nothing of an earlier model is found under a later one's.
 */
@Injectable()
export class SharedAnswers {
  constructor(
    private readonly redis: RedisConnection,
    private readonly metrics: CacheMetrics,
  ) {}

  async get(key: string, lookUp: () => Promise<object>): Promise<object> {
    if (!this.redis.isAsked) return lookUp();
    const name = `pokewatch:answer:{${key}}`;
    const known = await this.ask(READ, name, []);
    this.metrics.count('shared', typeof known === 'string' ? 'hit' : 'miss');
    if (typeof known === 'string') return JSON.parse(known) as object;
    const answer = await lookUp();
    // Nobody waits for it: what is not kept is looked up again.
    void this.ask(WRITE, name, [KEEP_SECONDS, JSON.stringify(answer)]);
    return answer;
  }

  private async ask(script: RedisScript, key: string, args: readonly (string | number)[]): Promise<unknown> {
    try {
      return await this.redis.run(script, key, args);
    } catch (error) {
      if (error instanceof RedisAway) return undefined;
      throw error;
    }
  }
}
