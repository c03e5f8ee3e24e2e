import { applyDecorators, type CallHandler, type ExecutionContext, Inject, Injectable, Logger, type NestInterceptor, type OnModuleInit, SetMetadata } from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Observable, of } from 'rxjs';
import { messageOf } from '../shared/errors.js';
import { IdempotentRequests, type Ticket } from './idempotent-requests.js';
import type { SealedAnswer } from './idempotent-request.repository.js';

const IS_IDEMPOTENT = 'pokewatch:is-idempotent';
const HEADER = 'idempotency-key';
/** What of an answer is worth keeping beside its body. */
const KEPT_HEADERS = ['content-type', 'location'] as const;

/** The route does a request with an `Idempotency-Key` once, however often it is sent. */
export function Idempotent(): MethodDecorator {
  return applyDecorators(
    SetMetadata(IS_IDEMPOTENT, true),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        '1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress`',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
      example: '6f1c2a52-2f0e-4d0c-9a51-0a7b7f1f3c11',
    }),
  );
}

/** Claims a request before its route does it, and keeps what it was answered on the way out: problems as well. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor, OnModuleInit {
  private readonly logger = new Logger(IdempotencyInterceptor.name);
  private readonly tickets = new WeakMap<FastifyRequest, Ticket>();
  private readonly replays = new WeakMap<FastifyRequest, SealedAnswer>();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly reflector: Reflector,
    @Inject(IdempotentRequests) private readonly requests: IdempotentRequests,
  ) {}

  onModuleInit(): void {
    // There is no HTTP server in the command line.
    if (this.host.httpAdapter?.getType() !== 'fastify') return;
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('onSend', async (request, reply, payload) => {
      if (request.method === 'POST') await this.onSend(request, reply, payload);
    });
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers[HEADER];
    if (key === undefined || this.reflector.get<boolean | undefined>(IS_IDEMPOTENT, context.getHandler()) !== true) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const begun = await this.requests.begin(request, String(key), reply);
    if ('ticket' in begun) {
      this.tickets.set(request, begun.ticket);
      return next.handle();
    }
    this.replays.set(request, begun.answer);
    void reply.headers({ ...begun.answer.headers, 'idempotent-replayed': 'true' });
    return of(begun.answer.body.toString('utf8'));
  }

  private async onSend(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<void> {
    const replay = this.replays.get(request);
    // The framework has set that of a success.
    if (replay !== undefined) void reply.code(replay.status);
    const ticket = this.tickets.get(request);
    if (ticket === undefined) return;
    this.tickets.delete(request);
    try {
      const headers = Object.fromEntries(KEPT_HEADERS.flatMap((name) => (reply.hasHeader(name) ? [[name, String(reply.getHeader(name))]] : [])));
      await this.requests.end(ticket, typeof payload === 'string' || Buffer.isBuffer(payload) ? { status: reply.statusCode, headers, body: Buffer.from(payload) } : undefined);
    } catch (error) {
      // The request is done, and its answer goes out: only a repeat is told to wait until the lock runs out.
      this.logger.warn(`Could not keep the answer to request ${request.id}: ${messageOf(error)}`);
    }
  }
}
