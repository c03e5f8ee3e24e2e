import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from './problem.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Responses = Operation['responses'];
type Headers = NonNullable<NonNullable<OpenAPIObject['components']>['headers']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const text = (description: string, example: string) => ({ description, schema: { type: 'string', example } });
const whole = (description: string, example: number) => ({ description, schema: { type: 'integer', example } });

/** What is said once and referred to by every call. */
const HEADERS = {
  RequestId: text('Names the request in the log and in problems; the `X-Request-Id` that was sent, if it is at most 64 of A-Z, a-z, 0-9 and _ . : -', '8b0a2f5e-3d0c-4b7a-9a55-2f1f0c9a7d11'),
  RateLimit: text('Of each limit: what is left (r), and in how many seconds all of it is there again (t)', '"requests";r=119;t=1, "daily";r=119999;t=1'),
  RateLimitPolicy: text('Of each limit: requests (q) in so many seconds (w)', '"requests";q=120;w=60, "daily";q=120000;w=86400'),
  RateLimitLimit: whole('Requests the key may send at once, of the limit that has less left', 120),
  RateLimitRemaining: whole('Requests left of that limit', 119),
  RateLimitReset: whole('When all of it is there again, in seconds since 1970', 1_751_371_260),
  RetryAfter: whole('Seconds to wait before the next attempt', 60),
} as const;

const WIRE_NAMES = {
  RequestId: 'X-Request-Id',
  RateLimit: 'RateLimit',
  RateLimitPolicy: 'RateLimit-Policy',
  RateLimitLimit: 'X-RateLimit-Limit',
  RateLimitRemaining: 'X-RateLimit-Remaining',
  RateLimitReset: 'X-RateLimit-Reset',
  RetryAfter: 'Retry-After',
} as const;

type HeaderName = keyof typeof HEADERS;

const EVERY_ANSWER: readonly HeaderName[] = ['RequestId'];
const LIMITED: readonly HeaderName[] = ['RequestId', 'RateLimit', 'RateLimitPolicy', 'RateLimitLimit', 'RateLimitRemaining', 'RateLimitReset'];
/** Answered before any request is counted, or, for 503, possibly so. */
const BEFORE_THE_LIMIT = ['401', '413', '415', '503'];
const SAYS_WHEN = ['429', '503'];

const TAGS: Readonly<Record<string, string>> = {
  predictions: 'What we say of a card on a day, and how that turned out',
  'simple predictions': 'The same in one flat answer, for callers that want no more',
  cards: 'Games, cards, and their observed prices',
  advice: 'Whether to buy, flip or wait, net of somebody\'s costs',
  models: 'Models, their evidence and promotions, drift',
  experiments: 'Two models, compared on live days',
  quality: 'What is expected of prices, and what was found',
  identity: 'Which product of a source is which card',
  pipeline: 'Runs of the daily pipeline',
  schedules: 'When pipelines run by themselves',
  alerts: 'What went wrong, and who is told',
  admin: 'Keys, sources, runs on request',
  health: 'Probes; they need no key',
};

/** Adds what is the same for every call: headers, the answer to anything unforeseen, the tags. Changes the document it is given. */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  document.components = { ...document.components, headers: HEADERS as unknown as Headers, responses: { ...document.components?.responses, Unforeseen: UNFORESEEN } };
  const used = new Set<string>();
  for (const operation of operationsOf(document)) {
    operation.tags?.forEach((tag) => used.add(tag));
    complete(operation);
  }
  document.tags = Array.from(used, (name) => ({ name, description: TAGS[name] ?? name }));
  return document;
}

const PROBLEM_CONTENT = { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } };

const OF_A_BODY = { 413: 'The body is larger than is read', 415: 'The body is not `application/json`' };

const UNFORESEEN = {
  description: 'Any other problem: an error on our side (500), or one of the server before it knows what is asked for (408, 414, 431)',
  headers: headersOf(EVERY_ANSWER),
  content: PROBLEM_CONTENT,
};

function complete(operation: Operation): void {
  const isOpen = operation.security === undefined;
  operation.security ??= [];
  addSharedProblems(operation, isOpen);
  for (const [status, response] of Object.entries(operation.responses as Record<string, { description?: string; headers?: object } | undefined>)) {
    if (response === undefined) continue;
    const names = isOpen || BEFORE_THE_LIMIT.includes(status) ? EVERY_ANSWER : LIMITED;
    response.headers = { ...response.headers, ...headersOf(SAYS_WHEN.includes(status) ? [...names, 'RetryAfter'] : names) };
    response.description ||= 'What was asked for';
  }
  (operation.responses as Responses & { default?: object }).default = { $ref: '#/components/responses/Unforeseen' };
}

/** What the server itself can answer: to whoever has a key while something is away, and to a body before it is read. */
function addSharedProblems(operation: Operation, isOpen: boolean): void {
  const problems = { ...(operation.requestBody === undefined ? {} : OF_A_BODY), ...(isOpen ? {} : { 503: 'Something this needs is not available, or there is more to do than can be done in time: try again shortly' }) };
  for (const [status, description] of Object.entries(problems)) operation.responses[status] ??= { description, content: PROBLEM_CONTENT };
}

function headersOf(names: readonly HeaderName[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [WIRE_NAMES[name], { $ref: `#/components/headers/${name}` }]));
}

function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.values(document.paths).flatMap((path) => METHODS.flatMap((method) => path[method] ?? []));
}
