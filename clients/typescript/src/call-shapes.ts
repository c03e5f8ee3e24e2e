import type { components, paths } from './schema.js';

/** Everything the API speaks of, by name: `Schemas['PredictionAnswer']`. */
export type Schemas = components['schemas'];

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The paths that know a method. */
export type PathOf<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, object> ? P : never }[keyof paths];

/** What schema.ts says of one path and method. */
export type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never;

type Parameters<O> = O extends { parameters: infer Q extends { path?: unknown; query?: unknown } } ? Pick<Q, 'path' | 'query'> : never;
type Json<C> = C extends { content: { 'application/json': infer T } } ? T : undefined;
type BodyOf<O> = O extends { requestBody: infer B extends object }
  ? { body: Json<B> }
  : O extends { requestBody?: infer B }
    ? [NonNullable<B>] extends [never] ? { body?: never } : { body?: Json<NonNullable<B>> }
    : { body?: never };

type HeadersOf<O> = O extends { parameters: { header?: infer H } } ? NonNullable<H> : never;
interface Idempotency {
  /** Names what is to be done, so that it is done once however often it is sent; lets the client repeat it. */
  readonly idempotencyKey?: string;
}
type IdempotencyOf<O> = [HeadersOf<O>] extends [never] ? { idempotencyKey?: never } : 'Idempotency-Key' extends keyof HeadersOf<O> ? Idempotency : { idempotencyKey?: never };

/** What a call is asked: parameters in the path, in the query, a body and an idempotency key, as far as it has them. */
export type Ask<P extends keyof paths, M extends Method> = Parameters<Operation<P, M>> & BodyOf<Operation<P, M>> & IdempotencyOf<Operation<P, M>>;

type Success<O> = O extends { responses: infer R } ? R[keyof R & (200 | 201 | 202 | 204)] : never;

/** What a call answers; undefined where it answers without a body. */
export type Answer<P extends keyof paths, M extends Method> = Json<Success<Operation<P, M>>>;

/** The paths that answer a page at a time. */
export type PagedPath = { [P in PathOf<'get'>]: Answer<P, 'get'> extends { items: readonly unknown[]; next_cursor: string | null } ? P : never }[PathOf<'get'>];

/** One item of a page. */
export type Item<P extends PagedPath> = Answer<P, 'get'> extends { items: readonly (infer I)[] } ? I : never;

type LineIn<R> = R extends { content: { 'application/x-ndjson': infer L } } ? L : never;

/** What one line of a batch is. */
export type Line<P extends PathOf<'post'>> = LineIn<Success<Operation<P, 'post'>>>;

/** The batches that answer a line for each item. */
export type LinesPath = { [P in PathOf<'post'>]: [Line<P>] extends [never] ? never : P }[PathOf<'post'>];

/** What may be said of a single call, beside what it asks. */
export interface CallOptions {
  /** Gives the call up; what is thrown then is the signal's reason. */
  readonly signal?: AbortSignal;
  /** In place of the client's own. */
  readonly timeoutMs?: number;
  /** In place of the client's own; 1 never repeats. */
  readonly maxAttempts?: number;
}

/** The arguments behind the path: none need be given where nothing is required. */
export type Arguments<A> = object extends A ? [ask?: A & CallOptions] : [ask: A & CallOptions];
