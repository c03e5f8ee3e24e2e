import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_MEDIA_TYPE, toProblem } from './problem.js';

const RETRY_AFTER_SECONDS = '1';

/** Every error leaves as problem+json. What is our fault is logged with its stack; what is the caller's is not. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = toProblem(error, request.id);
    if (problem.status >= 500 && !(error instanceof HttpException)) {
      this.logger.error(`Request ${request.id} ${request.method} ${request.routeOptions.url ?? '(no route)'} failed`, error instanceof Error ? error.stack : error);
    }
    if (reply.sent) return;
    if (problem.status === 503 && !reply.hasHeader('retry-after')) void reply.header('retry-after', RETRY_AFTER_SECONDS);
    void reply.status(problem.status).header('content-type', PROBLEM_MEDIA_TYPE).send(JSON.stringify(problem));
  }
}
