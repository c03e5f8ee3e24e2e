import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { RedisModule } from '../redis/index.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';
import { SchemaRepository } from './schema.repository.js';

/** Live, ready, startup; freshness as detail. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), RedisModule],
  controllers: [HealthController],
  providers: [Readiness, SchemaRepository],
})
export class HealthModule {}
