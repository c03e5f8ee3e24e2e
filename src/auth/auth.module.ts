import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { MetricsModule } from '../metrics/index.js';
import { RedisConnection, RedisModule } from '../redis/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { ApiKeyIssuer } from './api-key-issuer.js';
import { ApiKeyVerifier } from './api-key-verifier.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { ApiKeyGuard } from './api-key.guard.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { ApiUsageEntity } from './api-usage.entity.js';
import { ApiUsage } from './api-usage.js';
import { AuditLog } from './audit-log.js';
import { AuditEntryEntity } from './audit.entity.js';
import { AuditInterceptor } from './audit.interceptor.js';
import { AuditRepository } from './audit.repository.js';
import { Callers } from './caller.js';
import { ApiKeyController } from './http/api-key.controller.js';
import { AuditController } from './http/audit.controller.js';
import { SessionController } from './http/session.controller.js';
import { UsageController } from './http/usage.controller.js';
import { KeyNews } from './key-news.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RequestGate } from './request-gate.js';
import { RequestLimits } from './request-limits.js';
import { SessionEntity } from './session.entity.js';
import { SessionRepository } from './session.repository.js';
import { Sessions } from './sessions.js';
import { SharedLimits } from './shared-limits.js';
import { UsageReports } from './usage-reports.js';
import { UsageRepository } from './usage.repository.js';

const MINUTE_MS = 60_000;

/** Who may call, how often, who asked how much, and who changed what. Its two guards stand before every route of the application. */
@Module({
  imports: [
    MetricsModule,
    TypeOrmModule.forFeature([ApiKeyEntity, AuditEntryEntity, ApiUsageEntity, SessionEntity]),
    ThrottlerModule.forRootAsync({
      imports: [RedisModule],
      inject: [CONFIG, CLOCK, RedisConnection],
      useFactory: (config: Config, clock: Clock, redis: RedisConnection) => ({
        throttlers: [{ limit: config.http.rateLimitPerMinute, ttl: MINUTE_MS }],
        // A provider gives a customer this much of IPv6: by single addresses one client would be as many as it likes.
        ipv6SubnetPrefix: 64,
        storage: new RequestLimits({ requestsPerMinute: config.http.rateLimitPerMinute, requestsPerDay: config.http.rateLimitPerDay }, clock, new SharedLimits(redis, clock)),
      }),
    }),
  ],
  controllers: [ApiKeyController, AuditController, SessionController, UsageController],
  providers: [
    ApiKeyRepository,
    ApiKeyIssuer,
    ApiKeyVerifier,
    SessionRepository,
    Sessions,
    Callers,
    KeyNews,
    AuditRepository,
    AuditLog,
    UsageRepository,
    ApiUsage,
    UsageReports,
    RequestGate,
    // In this order: a flood is turned away before any key is looked up.
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: ApiKeyGuard },
    { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
  ],
  exports: [ApiUsage, ApiKeyIssuer, ApiKeyVerifier, AuditLog, Callers, RequestGate, UsageReports],
})
export class AuthModule {}
