import 'reflect-metadata';
import { Global, Module, type Provider, type Type, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { DataSource } from 'typeorm';
import { ApiKeyIssuer, AuthModule, Callers } from '../../src/auth/index.js';
import { ConfigModule, readConfig } from '../../src/config/index.js';
import { type ConnectionOptions, DatabaseModule } from '../../src/database/index.js';
import { configureHttp, createHttpAdapter, IdempotencyModule } from '../../src/http/index.js';
import { CLOCK, type Clock } from '../../src/shared/clock.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** A clock that a test moves by hand. */
export interface HandClock extends Clock {
  set(instant: string): void;
  advance(ms: number): void;
}

export function handClock(instant: string): HandClock {
  let now = new Date(instant);
  return {
    now: () => now,
    set: (next) => (now = new Date(next)),
    advance: (ms) => (now = new Date(now.getTime() + ms)),
  };
}

export interface HttpApp {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly clock: HandClock;
  readonly readKey: string;
  readonly writeKey: string;
  readonly adminKey: string;
  /** SQL on the application's own connections. */
  query(sql: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Some modules behind HTTP and its guards as the service runs them, on a database of their own, with a read and an admin key. */
export async function anHttpApp(options: {
  modules: (Type<unknown> | DynamicModule)[];
  providers?: Provider[];
  environment?: Record<string, string>;
  now?: string;
  /** Another process of the same service: it has its database and its keys. */
  beside?: HttpApp;
  connection?: Partial<ConnectionOptions>;
  /** Sees the server before anything is added to it. */
  onServer?: (server: FastifyInstance) => void;
}): Promise<HttpApp> {
  const { beside } = options;
  const database = beside?.database ?? (await createTestDatabase());
  const clock = handClock(options.now ?? '2025-07-01T12:00:00Z');
  const config = readConfig({ RATE_LIMIT_PER_MINUTE: '100000', HTTP_MAX_EVENT_LOOP_DELAY_MS: '0', ...options.environment });

  @Global()
  @Module({ providers: [{ provide: CLOCK, useValue: clock }, ...(options.providers ?? [])], exports: [CLOCK, ...(options.providers ?? []).map((each) => (typeof each === 'function' ? each : each.provide))] })
  class Surroundings {}

  @Module({
    imports: [
      ConfigModule.with(config),
      Surroundings,
      DatabaseModule.with({ url: database.url, poolSize: 5, applicationName: 'pokewatch:test', ...options.connection }),
      AuthModule,
      IdempotencyModule.with({ module: AuthModule, callers: Callers }),
      ...options.modules,
    ],
  })
  class TestApp {}

  const app = await NestFactory.create<NestFastifyApplication>(TestApp, createHttpAdapter(config), { logger: false, abortOnError: false });
  options.onServer?.(app.getHttpAdapter().getInstance());
  configureHttp(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const issuer = app.get(ApiKeyIssuer, { strict: false });
  const readKey = beside?.readKey ?? (await issuer.issue({ name: 'test read', scopes: ['read'] })).text;
  const writeKey = beside?.writeKey ?? (await issuer.issue({ name: 'test write', scopes: ['write'] })).text;
  const adminKey = beside?.adminKey ?? (await issuer.issue({ name: 'test admin', scopes: ['admin'] })).text;
  const close = async (): Promise<void> => {
    await app.close();
    if (beside === undefined) await database.drop();
  };
  const query = (sql: string): Promise<unknown> => app.get(DataSource).query(sql);
  return { app, database, clock, readKey, writeKey, adminKey, query, close };
}
