export { RedisAway, RedisConnection, RedisScript, type RedisState } from './redis-connection.js';
export { RedisModule } from './redis.module.js';
