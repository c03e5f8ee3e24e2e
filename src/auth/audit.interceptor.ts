import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, mergeMap, type Observable } from 'rxjs';
import { toProblem } from '../http/index.js';
import { AuditLog } from './audit-log.js';
import { Callers } from './caller.js';
import { requiredScope } from './required-scope.js';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Writes down every request that may have changed something: whoever got past the guards of a route for `write` or `admin`, whatever came of it.
 * After the act and before its answer: an answered act has its entry.
 */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly audit: AuditLog,
    private readonly callers: Callers,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http' || !this.isAudited(context)) return next.handle();
    return next.handle().pipe(
      catchError(async (error: unknown) => {
        await this.record(context, (request) => toProblem(error, request.id).status);
        throw error;
      }),
      mergeMap(async (answer) => {
        await this.record(context, (_request, reply) => reply.statusCode);
        return answer;
      }),
    );
  }

  private isAudited(context: ExecutionContext): boolean {
    if (READING.has(context.switchToHttp().getRequest<FastifyRequest>().method)) return false;
    const scope = requiredScope(this.reflector, context);
    return scope === 'write' || scope === 'admin';
  }

  private async record(context: ExecutionContext, statusOf: (request: FastifyRequest, reply: FastifyReply) => number): Promise<void> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const actor = await this.callers.keyOf(request);
    if (!actor) return;
    const status = statusOf(request, http.getResponse<FastifyReply>());
    // What stands behind the question mark may be a secret.
    const path = request.url.split('?', 1)[0] as string;
    await this.audit.record({
      actor,
      operation: context.getHandler().name,
      body: request.body,
      request: { address: request.ip, id: request.id, method: request.method, path, status },
    });
  }
}
