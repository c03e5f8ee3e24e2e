import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IdempotentRequestEntity } from './idempotent-request.entity.js';
import { IdempotentRequestRepository } from './idempotent-request.repository.js';
import { IdempotentRequests, REQUEST_CALLERS, type RequestCallers } from './idempotent-requests.js';

/** `Idempotency-Key` on the routes that are marked `@Idempotent()`. Stands behind the guards: who may not call claims nothing. */
@Module({})
export class IdempotencyModule {
  /** Who knows the callers lies above this module, and is named from there. */
  static with(callers: { module: Type<unknown>; callers: Type<RequestCallers> }): DynamicModule {
    return {
      module: IdempotencyModule,
      imports: [callers.module, TypeOrmModule.forFeature([IdempotentRequestEntity])],
      providers: [
        IdempotentRequestRepository,
        IdempotentRequests,
        { provide: REQUEST_CALLERS, useExisting: callers.callers },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
      ],
    };
  }
}
