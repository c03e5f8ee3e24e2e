import { PokewatchNoAnswer, readProblem } from './errors.js';
import { readLines } from './lines.js';
import { addressOf, checkedBaseUrl, checkedCount, type Credentials, initOf, type RawAsk } from './request.js';
import { attempts, isRepeatable } from './retry.js';
import { TimeLimit } from './time-limit.js';
import type { Answer, Arguments, Ask, CallOptions, Item, Line, LinesPath, Method, PagedPath, PathOf } from './call-shapes.js';

const TIMEOUT_MS = 10_000;
const MAX_ATTEMPTS = 4;

export interface ClientOptions {
  /** Where the service is, such as `https://cards.example`. */
  readonly baseUrl: string;
  readonly apiKey?: string;
  /** In place of a key, in a page that is signed in (`POST /v1/session`): the `csrf_token` of its session. The cookie goes by itself. */
  readonly session?: { csrfToken(): string | undefined };
  /** How long one attempt may take; of lines, how long there may be silence. 10 000 where nothing is said. */
  readonly timeoutMs?: number;
  /** How often a call that may be repeated is sent before it has failed. 4 where nothing is said. */
  readonly maxAttempts?: number;
  /** In place of the platform's own. */
  readonly fetch?: typeof fetch;
}

/** Every method takes a path as the document writes it, and throws {@link PokewatchProblem} or {@link PokewatchNoAnswer}. */
export interface PokewatchClient {
  get<P extends PathOf<'get'>>(path: P, ...ask: Arguments<Ask<P, 'get'>>): Promise<Answer<P, 'get'>>;
  post<P extends PathOf<'post'>>(path: P, ...ask: Arguments<Ask<P, 'post'>>): Promise<Answer<P, 'post'>>;
  put<P extends PathOf<'put'>>(path: P, ...ask: Arguments<Ask<P, 'put'>>): Promise<Answer<P, 'put'>>;
  patch<P extends PathOf<'patch'>>(path: P, ...ask: Arguments<Ask<P, 'patch'>>): Promise<Answer<P, 'patch'>>;
  delete<P extends PathOf<'delete'>>(path: P, ...ask: Arguments<Ask<P, 'delete'>>): Promise<Answer<P, 'delete'>>;
  /** The items of all pages, each page asked for when its first item is wanted. */
  pages<P extends PagedPath>(path: P, ...ask: Arguments<Ask<P, 'get'>>): AsyncGenerator<Item<P>, void, undefined>;
  /** A batch, item by item as they come in; repeated only until the first has come. */
  lines<P extends LinesPath>(path: P, ...ask: Arguments<Ask<P, 'post'>>): AsyncGenerator<Line<P>, void, undefined>;
}

type AnyAsk = RawAsk & CallOptions;

export function createClient(options: ClientOptions): PokewatchClient {
  const calls = new Calls(options);
  const call = (method: Method) => (path: string, ask: AnyAsk = {}) => calls.json(method.toUpperCase(), path, ask);
  const untyped = {
    get: call('get'),
    post: call('post'),
    put: call('put'),
    patch: call('patch'),
    delete: call('delete'),
    pages: (path: string, ask: AnyAsk = {}) => calls.pages(path, ask),
    lines: (path: string, ask: AnyAsk = {}) => calls.lines(path, ask),
  };
  // The types of a call are those of its path, which is a string from here on.
  return untyped as unknown as PokewatchClient;
}

interface Page {
  readonly items: readonly unknown[];
  readonly next_cursor: string | null;
}

/** The calls without their types. */
class Calls {
  private readonly baseUrl: string;
  private readonly credentials: Credentials;
  private readonly timeoutMs: number;
  private readonly maxAttempts: number;
  private readonly fetch: typeof fetch;

  constructor(options: ClientOptions) {
    this.baseUrl = checkedBaseUrl(options.baseUrl);
    this.credentials = credentialsOf(options);
    this.timeoutMs = checkedCount('timeoutMs', options.timeoutMs ?? TIMEOUT_MS, 'milliseconds');
    this.maxAttempts = checkedCount('maxAttempts', options.maxAttempts ?? MAX_ATTEMPTS, 'attempts');
    // Browsers refuse a fetch that is called as a method of something else.
    this.fetch = options.fetch ?? ((...request) => globalThis.fetch(...request));
  }

  json(method: string, path: string, ask: AnyAsk): Promise<unknown> {
    return this.attempts(method, path, ask, async () => {
      const limit = this.limitOf(ask);
      try {
        const response = await this.open(method, path, ask, { accept: 'application/json', limit });
        return parse(await response.text());
      } catch (error) {
        throw limit.explain(error);
      } finally {
        limit.end();
      }
    });
  }

  async *pages(path: string, ask: AnyAsk): AsyncGenerator<unknown, void, undefined> {
    for (let query = ask.query; ; ) {
      const page = (await this.json('GET', path, { ...ask, query })) as Page;
      yield* page.items;
      if (page.next_cursor === null) return;
      query = { ...ask.query, cursor: page.next_cursor };
    }
  }

  async *lines(path: string, ask: AnyAsk): AsyncGenerator<unknown, void, undefined> {
    const { body, limit } = await this.attempts('POST', path, ask, () => this.openLines(path, ask));
    try {
      // Time runs while the service is waited for, and not while the caller is busy with a line.
      const lines = readLines(body, () => limit.restart());
      for await (const line of lines) {
        limit.rest();
        yield line;
        limit.restart();
      }
    } catch (error) {
      throw limit.explain(error);
    } finally {
      limit.end();
    }
  }

  private async openLines(path: string, ask: AnyAsk): Promise<{ body: ReadableStream<Uint8Array>; limit: TimeLimit }> {
    const limit = this.limitOf(ask);
    try {
      const response = await this.open('POST', path, ask, { accept: 'application/x-ndjson', limit });
      if (response.body === null) throw new PokewatchNoAnswer('unreadable', 'The answer has no lines.');
      return { body: response.body, limit };
    } catch (error) {
      limit.end();
      throw limit.explain(error);
    }
  }

  /** Sends it once; what comes back is a success. */
  private async open(method: string, path: string, ask: AnyAsk, how: { accept: string; limit: TimeLimit }): Promise<Response> {
    const init = initOf(method, this.credentials, ask, how.accept);
    const response = await this.fetch.call(undefined, addressOf(this.baseUrl, path, ask), { ...init, signal: how.limit.signal });
    if (!response.ok) throw await readProblem(response);
    return response;
  }

  private attempts<T>(method: string, path: string, ask: AnyAsk, once: () => Promise<T>): Promise<T> {
    const maxAttempts = checkedCount('maxAttempts', ask.maxAttempts ?? this.maxAttempts, 'attempts');
    return attempts(isRepeatable(method, path, ask.idempotencyKey) ? maxAttempts : 1, ask.signal, once);
  }

  private limitOf(ask: AnyAsk): TimeLimit {
    return new TimeLimit(checkedCount('timeoutMs', ask.timeoutMs ?? this.timeoutMs, 'milliseconds'), ask.signal);
  }
}

function credentialsOf({ apiKey, session }: ClientOptions): Credentials {
  if (session !== undefined && apiKey === undefined) return { csrfToken: () => session.csrfToken() };
  const key = apiKey?.trim() ?? '';
  if (key === '') throw new RangeError('apiKey: got an empty text; accepted is a key, such as pw_JmoZQpBu_…');
  return { apiKey: key };
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new PokewatchNoAnswer('unreadable', 'The answer is not JSON.', error);
  }
}
