import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiResponse, ApiSecurity, getSchemaPath } from '@nestjs/swagger';
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
  /** 200 unless said otherwise. */
  status?: number;
  /** Problems a caller can do something about, besides the ones every call has. */
  problems?: Readonly<Record<number, string>>;
}

const EVERYWHERE: Readonly<Record<number, string>> = {
  400: 'A field of the request cannot be used: `errors` names each one',
  401: 'No key, or one that is unknown, expired or revoked',
  403: 'The key does not have the scope, or may not be used from this address (`address_not_allowed`)',
  429: 'Too many requests: `Retry-After` says when to come back',
};

/** Everything a call declares in one place: scope, summary, answer, problems. The operation id is the method's name. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const problems = Object.entries({ ...EVERYWHERE, ...options.problems }).map(([status, description]) =>
    ApiResponse({
      status: Number(status),
      description,
      content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: getSchemaPath(Problem) } } },
    }),
  );
  const status = options.status ?? 200;
  return applyDecorators(
    RequireScope(options.scope ?? 'read', options.batchField),
    HttpCode(status),
    ApiOperation({ summary: options.summary, ...(options.description === undefined ? {} : { description: options.description }) }),
    ApiExtraModels(Problem),
    status === 200
      ? ApiOkResponse({ type: options.response, isArray: options.isList ?? false })
      : ApiResponse({ status, type: options.response, isArray: options.isList ?? false }),
    // OpenAPI 3.1: the roles that the key has to have.
    ApiSecurity('api_key', [options.scope ?? 'read']),
    ApiSecurity('bearer', [options.scope ?? 'read']),
    ...problems,
  );
}
