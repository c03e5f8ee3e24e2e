import { RedisAway, type RedisConnection, RedisScript } from '../redis/index.js';
import type { Clock } from '../shared/clock.js';
import type { ClientLimits } from './domain/client-limits.js';
import type { Client, Standing } from './local-limits.js';

/**
 * `domain/gcra.ts` for two limits at once, in one step that nobody can come between, by the clock of Redis. Takes the cost, then interval and
 * tolerance of each limit (0 and 0: there is none); gives whether the request is let in, and the debt by each limit.
 */
const CHARGE = new RedisScript(`
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local paidOffAt = {0, 0}
local stored = redis.call('GET', KEYS[1])
if stored then
  local minute, day = string.match(stored, '^(%d+) (%d+)$')
  if minute then paidOffAt = {tonumber(minute), tonumber(day)} end
end
local before, after, isAdmitted = {}, {}, true
for i = 1, 2 do
  local interval, tolerance = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  before[i] = math.min(tolerance, math.max(0, paidOffAt[i] - now))
  after[i] = before[i] + tonumber(ARGV[1]) * interval
  if after[i] > tolerance then isAdmitted = false end
end
if not isAdmitted then return {0, before[1], before[2]} end
local state = string.format('%.0f %.0f', now + after[1], now + after[2])
redis.call('SET', KEYS[1], state, 'PX', math.ceil(math.max(after[1], after[2]) / 1000))
return {1, after[1], after[2]}
`);

/** Limits that several processes count together, in Redis. A client that owes nothing leaves nothing there. */
export class SharedLimits {
  constructor(
    private readonly redis: Pick<RedisConnection, 'isAsked' | 'run'>,
    private readonly clock: Clock,
  ) {}

  get isAvailable(): boolean {
    return this.redis.isAsked;
  }

  /** Charges a request to its client, all or nothing; undefined where Redis does not answer. */
  async charge(client: Client, { minute, day }: ClientLimits, cost: number): Promise<Standing | undefined> {
    try {
      const args = [cost, minute.intervalUs, minute.toleranceUs, day?.intervalUs ?? 0, day?.toleranceUs ?? 0];
      const [admitted, minuteDebtUs, dayDebtUs] = (await this.redis.run(CHARGE, keyOf(client), args)) as [number, number, number];
      return { isAdmitted: admitted === 1, minuteDebtUs, dayDebtUs, atMs: this.clock.now().getTime() };
    } catch (error) {
      if (error instanceof RedisAway) return undefined;
      throw error;
    }
  }
}

/** The braces keep all that is ever kept of a client on one node of a cluster. */
function keyOf(client: Client): string {
  return `pokewatch:limit:{${typeof client === 'number' ? 'key' : 'address'}:${client}}`;
}
