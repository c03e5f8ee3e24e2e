import { HttpException } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PokewatchError } from '../shared/errors.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
const QUOTA_EXCEEDED = 'https://iana.org/assignments/http-problem-types#quota-exceeded';

/** One field of a request that cannot be used. */
export class FieldProblem {
  @ApiProperty({ enum: ['body', 'query', 'path'], example: 'body' }) in: string;
  @ApiProperty({ description: 'JSON pointer into the body, or to the parameter', example: '#/items/3/card_id' }) pointer: string;
  @ApiProperty({ description: 'Field, value and what is accepted', example: 'card_id: got 42; card_id must be a string' }) detail: string;
  @ApiProperty({ enum: ['required', 'unknown_field', 'invalid'], example: 'invalid' }) code: string;
}

/** What every error answers (RFC 9457, `application/problem+json`). */
export class Problem {
  @ApiProperty({ description: 'Names the kind of problem; the same for every occurrence', example: 'urn:pokewatch:problem:unknown_card' }) type: string;
  @ApiProperty({ description: 'The code as words', example: 'Unknown card' }) title: string;
  @ApiProperty({ example: 404 }) status: number;
  @ApiProperty({ example: 'There is no card "base1-999|Holofoil".' }) detail: string;
  @ApiProperty({ description: 'The request this is about', example: 'urn:pokewatch:request:req-8' }) instance: string;
  @ApiProperty({ description: 'Stable code to switch on', example: 'unknown_card' }) code: string;
  @ApiPropertyOptional({ type: () => [FieldProblem] }) errors?: FieldProblem[];
  @ApiPropertyOptional({ description: 'Card ids that may have been meant', type: [String], example: ['base1-4|Holofoil'] }) suggestions?: string[];
  @ApiPropertyOptional({ description: 'Of `rate_limited`: the policies that were exceeded', type: [String], example: ['requests'] }) 'violated-policies'?: string[];
  @ApiPropertyOptional({ description: 'Of `not_ready`: each check and how it stands', type: 'object', additionalProperties: true, example: { database: { status: 'down', message: 'cannot be reached' } } })
  checks?: unknown;
}

/** An error that has more to tell than its sentence: the members are added to the problem. */
export interface ProblemMembers {
  readonly problemMembers: Readonly<Record<string, unknown>>;
}

/** Anything that was thrown -> the problem to answer. Says nothing about the inside of the service. */
export function toProblem(error: unknown, requestId: string): Problem {
  const known = describe(error);
  return {
    type: known.code === 'rate_limited' ? QUOTA_EXCEEDED : `urn:pokewatch:problem:${known.code}`,
    title: toTitle(known.code),
    status: known.status,
    detail: known.detail,
    instance: `urn:pokewatch:request:${requestId}`,
    code: known.code,
    ...(hasMembers(error) ? error.problemMembers : {}),
  };
}

interface Description {
  code: string;
  status: number;
  detail: string;
}

const UNAVAILABLE: Description = { code: 'unavailable', status: 503, detail: 'Something this needs is not available right now; try again shortly.' };

/** Socket errors, and what Postgres says while it starts, stops or has no connection left. */
const AWAY_CODES = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', '08000', '08003', '08006', '57P01', '57P02', '57P03', '53300'];

const DATABASE_BUSY: Description = { code: 'database_busy', status: 503, detail: 'The database has more to do than it can do in time; try again shortly.' };

/** A statement that took too long, or a lock that did; and no connection free in time. */
const BUSY_CODES = ['57014', '55P03'];

function isDatabaseBusy(error: unknown): boolean {
  return hasCode(error, BUSY_CODES) || (error instanceof Error && error.message.startsWith('timeout exceeded when trying to connect'));
}

function isDatabaseAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  if (!(error instanceof Error)) return false;
  return hasCode(error, AWAY_CODES) || error.message.startsWith('Connection terminated');
}

/** A number beyond what its column holds. */
const OUT_OF_RANGE = '22003';

/** Postgres has no NUL in text. */
const NOT_A_CHARACTER = '22021';

function hasCode(error: unknown, codes: readonly string[]): boolean {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' && codes.includes(code);
}

function describe(error: unknown): Description {
  if (error instanceof PokewatchError && error.status < 500) return { code: error.code, status: error.status, detail: error.message };
  if (error instanceof PokewatchError && error.status === 503) return { ...UNAVAILABLE, code: error.code };
  if (error instanceof HttpException) return describeHttp(error);
  const status = statusOf(error);
  if (status !== undefined && status >= 400 && status < 500) return { code: codeOf(status), status, detail: (error as Error).message };
  if (isDatabaseBusy(error)) return DATABASE_BUSY;
  if (isDatabaseAway(error)) return UNAVAILABLE;
  if (hasCode(error, [OUT_OF_RANGE])) return { code: 'bad_request', status: 400, detail: 'The request holds a number that is too large; expected one that fits what it is for.' };
  if (hasCode(error, [NOT_A_CHARACTER])) return { code: 'bad_request', status: 400, detail: 'The request holds a NUL character; expected text without any.' };
  return { code: 'internal_error', status: 500, detail: 'Something went wrong on our side. The request id finds it in the log.' };
}

function describeHttp(error: HttpException): Description {
  const status = error.getStatus();
  const body = error.getResponse();
  const code = typeof body === 'object' && 'code' in body && typeof body.code === 'string' ? body.code : codeOf(status);
  return { code, status, detail: error.message };
}

/** Errors of the HTTP server itself (too large a body, broken JSON) carry their status. */
function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error ? (error as { statusCode?: unknown }).statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

const CODES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  409: 'conflict',
  413: 'body_too_large',
  414: 'url_too_long',
  415: 'unsupported_media_type',
  417: 'expectation_failed',
  422: 'bad_data',
  429: 'rate_limited',
  431: 'headers_too_large',
  503: 'unavailable',
};

const codeOf = (status: number): string => CODES[status] ?? (status < 500 ? 'bad_request' : 'internal_error');

function toTitle(code: string): string {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function hasMembers(error: unknown): error is ProblemMembers {
  return typeof error === 'object' && error !== null && 'problemMembers' in error;
}
