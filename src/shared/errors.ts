/**
 * Errors are named by what to do about them. `code` is stable and public; `status` is what the HTTP edge answers.
 * `fields` carries the offending fields, where there are any.
 */
export abstract class PokewatchError extends Error {
  abstract readonly code: string;
  abstract readonly status: number;
  /** What the command line exits with. */
  readonly exitCode: number = 1;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Try again later: a neighbour is down, a lock is held, a network call timed out. */
export class TemporaryError extends PokewatchError {
  readonly code: string = 'temporary_error';
  readonly status: number = 503;
}

/** Try again after `retryAfterSeconds`. */
export class RateLimited extends TemporaryError {
  override readonly code = 'rate_limited';
  override readonly status = 429;
  /** `answer`: the body of the refusal, where there is one; some services say there what their headers do not. */
  constructor(message: string, readonly retryAfterSeconds: number, readonly answer = '') {
    super(message);
  }
}

/** The input cannot be used: skip it, count it, say which field, which value and what would be accepted. */
export class BadData extends PokewatchError {
  readonly code: string = 'bad_data';
  readonly status: number = 422;
  override readonly exitCode = 2;
}

/** An outside service says no, and would say so again: a wrong key, an endpoint that is not in the plan, a channel that is gone. */
export class Refused extends PokewatchError {
  readonly code = 'refused';
  readonly status: number = 502;
  constructor(message: string, readonly answeredStatus: number, readonly answer: string) {
    super(message);
  }
}

/** What was asked for does not exist. */
export class NotFound extends PokewatchError {
  readonly code: string = 'not_found';
  readonly status = 404;
}

/** The request is at odds with what is there already. */
export class Conflict extends PokewatchError {
  readonly code: string = 'conflict';
  readonly status = 409;
}

/** The installation is not usable as configured: stop and say what to change. */
export class ConfigError extends PokewatchError {
  readonly code = 'config_error';
  readonly status = 500;
  override readonly exitCode = 78;
}

/** An invariant does not hold. A person must look. */
export class Bug extends PokewatchError {
  readonly code = 'bug';
  readonly status = 500;
  override readonly exitCode = 70;
}

/** The text of anything that was thrown; of an error that gathers others (such as the attempts of a retry), that of the last. */
export function messageOf(error: unknown): string {
  const gathered = error instanceof Error ? (error as Error & { errors?: unknown }).errors : undefined;
  if (Array.isArray(gathered) && gathered.length > 0) return messageOf(gathered.at(-1));
  return error instanceof Error ? error.message : String(error);
}
