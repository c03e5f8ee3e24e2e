/** A call before types: everything is there, or undefined. */
export interface RawAsk {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

/** `/v1/cards/{card_id}` and what is asked -> the address. */
export function addressOf(baseUrl: string, template: string, ask: RawAsk): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => pathSegment(name, ask.path?.[name]));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(ask.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== null) query.append(name, String(one));
  }
  return `${baseUrl}${path}${query.size === 0 ? '' : `?${query}`}`;
}

function pathSegment(name: string, value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value);
  // URLs resolve dots, encoded or not: the call would be another one.
  if (text === '' || text === '.' || text === '..') throw new RangeError(`path.${name}: got ${JSON.stringify(value)}; accepted is what names one thing, such as an id.`);
  return encodeURIComponent(text);
}

/** `http://host:3000/` -> `http://host:3000` */
export function checkedBaseUrl(text: string): string {
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:') throw new RangeError(`baseUrl: got ${JSON.stringify(text)}; accepted is an http or https address, such as http://127.0.0.1:3000.`);
  return text.replace(/\/+$/, '');
}

export function checkedCount(name: string, value: number, unit: string): number {
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name}: got ${value}; accepted is a whole number of ${unit} from 1 on.`);
  return value;
}

/** What lets a call in: a key, or in a page that is signed in what it was told; the cookie goes by itself. */
export type Credentials = { readonly apiKey: string } | { readonly csrfToken: () => string | undefined };

export function initOf(method: string, credentials: Credentials, ask: RawAsk, accept: string): RequestInit {
  const headers: Record<string, string> = { accept };
  if ('apiKey' in credentials) headers['x-api-key'] = credentials.apiKey;
  const csrfToken = 'csrfToken' in credentials && method !== 'GET' ? credentials.csrfToken() : undefined;
  if (csrfToken !== undefined) headers['x-csrf-token'] = csrfToken;
  if (ask.idempotencyKey !== undefined) headers['idempotency-key'] = ask.idempotencyKey;
  if (ask.body !== undefined) headers['content-type'] = 'application/json';
  // The API redirects nowhere: whoever does is not to be shown the key.
  return { method, headers, redirect: 'error', ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }) };
}
