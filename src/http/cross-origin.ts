import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const READABLE = [
  'X-Request-Id', 'ETag', 'Retry-After', 'RateLimit', 'RateLimit-Policy', 'X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset',
  'Deprecation', 'Sunset', 'Link', 'Location', 'Idempotent-Replayed', 'WWW-Authenticate',
];
const SENDABLE = ['Content-Type', 'Accept', 'X-API-Key', 'Authorization', 'X-Request-Id', 'Idempotency-Key', 'If-None-Match', 'If-Match'];
const PREFLIGHT_SECONDS = 600;

/** Pages of these origins may call the API with a key of theirs; cookies are never taken. Without any, no request pays for it. */
export function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): void {
  if (origins.length === 0) return;
  app.enableCors({
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: SENDABLE,
    exposedHeaders: READABLE,
    credentials: false,
    maxAge: PREFLIGHT_SECONDS,
  });
}
