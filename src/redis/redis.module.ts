import { Module } from '@nestjs/common';
import { MetricsModule } from '../metrics/index.js';
import { RedisConnection } from './redis-connection.js';

/** Redis, where one is configured. */
@Module({ imports: [MetricsModule], providers: [RedisConnection], exports: [RedisConnection] })
export class RedisModule {}
