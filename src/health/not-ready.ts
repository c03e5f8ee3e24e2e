import { HttpException, ServiceUnavailableException } from '@nestjs/common';
import type { ProblemMembers } from '../http/index.js';

/** The process runs but cannot serve; `checks` says what of. */
export class NotReady extends ServiceUnavailableException implements ProblemMembers {
  constructor(readonly problemMembers: { checks: unknown }) {
    super({ code: 'not_ready', message: 'Not ready to answer requests: see checks.' });
  }

  /** What the health check threw, with the checks it holds. */
  static from(error: unknown): unknown {
    if (!(error instanceof HttpException)) return error;
    const body = error.getResponse();
    const checks = typeof body === 'object' && 'details' in body ? body.details : undefined;
    return new NotReady({ checks });
  }
}
