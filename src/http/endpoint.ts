import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, ApiSecurity, getSchemaPath } from '@nestjs/swagger';
import { type Deprecation, deprecationHeaders, deprecationText } from './domain/deprecation.js';
import { RequireScope, type Scope } from './access.js';
import { Problem, PROBLEM_MEDIA_TYPE } from './problem.js';

export interface EndpointOptions {
  summary: string;
  description?: string;
  /** `read` unless said otherwise. */
  scope?: Scope;
  /** The field of the body that holds the items of a batch: they are counted for the key. */
  batchField?: string;
  response: Type<unknown>;
  isList?: boolean;
  /** The same answer as `application/x-ndjson`: one of these a line. */
  line?: Type<unknown>;
  /** Media types beside JSON that are answered as text. */
  texts?: readonly string[];
  /** What the answer is, in the words of the documentation. */
  answer?: string;
  /** 200 unless said otherwise. */
  status?: number;
  /** The call will go away: its answers say so, and so does the document. */
  deprecated?: Deprecation;
  /** Problems a caller can do something about, besides the ones every call has. */
  problems?: Readonly<Record<number, string>>;
}

const LINES_MEDIA_TYPE = 'application/x-ndjson';

/** By the names of HTTP: since when nobody should begin to use it, and so on. */
const DEPRECATION_HEADERS: Readonly<Record<string, string>> = {
  deprecation: 'Since when the call is deprecated, in seconds since 1970 (RFC 9745)',
  sunset: 'Until when it is answered (RFC 8594)',
  link: 'The call to use instead',
};

type ApiHeaders = NonNullable<Extract<Parameters<typeof ApiResponse>[0], { headers?: unknown }>['headers']>;
type ApiContent = NonNullable<Extract<Parameters<typeof ApiResponse>[0], { content?: unknown }>['content']>;

const EVERYWHERE: Readonly<Record<number, string>> = {
  400: 'A field of the request cannot be used: `errors` names each one',
  401: 'No key, or one that is unknown, expired or revoked',
  403: 'The key does not have the scope, or may not be used from this address (`address_not_allowed`)',
  429: 'Too many requests: `Retry-After` says when to come back',
};

/** A problem that a call can answer. */
export function ProblemResponse(status: number, description: string): MethodDecorator {
  return ApiResponse({ status, description, content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: getSchemaPath(Problem) } } } });
}

/** Everything a call declares in one place: scope, summary, answer, problems. The operation id is the method's name. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const problems = Object.entries({ ...EVERYWHERE, ...options.problems }).map(([status, description]) =>
    ProblemResponse(Number(status), description),
  );
  const status = options.status ?? 200;
  const deprecation = options.deprecated && deprecationHeaders(options.deprecated);
  return applyDecorators(
    RequireScope(options.scope ?? 'read', { batchField: options.batchField, deprecation }),
    HttpCode(status),
    ApiOperation({ summary: options.summary, ...(options.deprecated && { deprecated: true }), ...describedIn(options) }),
    ApiExtraModels(Problem, options.response, ...(options.line ? [options.line] : [])),
    ApiResponse({ status, description: options.answer ?? 'What was asked for', content: contentOf(options), ...(deprecation === undefined ? {} : { headers: headersLike(deprecation) }) }),
    // OpenAPI 3.1: the roles that the key has to have.
    ApiSecurity('api_key', [options.scope ?? 'read']),
    ApiSecurity('bearer', [options.scope ?? 'read']),
    ...problems,
  );
}

function describedIn({ description, deprecated }: EndpointOptions): { description?: string } {
  const texts = [deprecated && deprecationText(deprecated), description].filter((text) => text !== undefined);
  return texts.length === 0 ? {} : { description: texts.join(' ') };
}

function headersLike(deprecation: Readonly<Record<string, string>>): ApiHeaders {
  const named = Object.entries(deprecation).map(([name, example]) => [`${name[0]?.toUpperCase()}${name.slice(1)}`, { description: DEPRECATION_HEADERS[name] ?? name, schema: { type: 'string' as const, example } }]);
  return Object.fromEntries(named) as ApiHeaders;
}

function contentOf({ response, isList, line, texts }: EndpointOptions): ApiContent {
  const one = { $ref: getSchemaPath(response) };
  return {
    'application/json': { schema: isList ? { type: 'array', items: one } : one },
    ...(line === undefined ? {} : { [LINES_MEDIA_TYPE]: { schema: { $ref: getSchemaPath(line) } } }),
    ...Object.fromEntries((texts ?? []).map((type) => [type, { schema: { type: 'string', example: '# local-level 3' } }])),
  };
}
