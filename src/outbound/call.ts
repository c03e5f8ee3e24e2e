import { BadData, ConfigError } from '../shared/errors.js';
import { maskedUrl, secretsOf, withoutSecrets } from './domain/masking.js';
import { isRepeatable } from './domain/retry.js';
import type { Exchange } from './exchange.client.js';
import type { OutboundRequest, Validators } from './outbound.js';

export interface CallOptions {
  readonly service: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly timeoutMs: number;
  /** The address is a secret as a whole, as that of a webhook is. */
  readonly isSecretUrl: boolean;
}

/** A request made ready: checked, with all its headers, and with what may be said about it. */
export interface Call {
  readonly exchange: Exchange;
  readonly credits: number;
  readonly isRepeatable: boolean;
  readonly validators: Validators | undefined;
  /** A text of the outside without this call's secrets. */
  mask(text: string): string;
}

const MOST_BYTES = 64 * 1024 * 1024;
/** Some services turn away whoever does not say who is asking. */
const USER_AGENT = 'pokewatch';

/**
 * Everything that `fetch` would refuse with a message that repeats the secret is refused here, without it.
 *
 * @throws ConfigError where address or headers cannot be sent; BadData where the credits are no whole number.
 */
export function prepareCall(request: OutboundRequest, options: CallOptions): Call {
  const credits = request.credits ?? 0;
  if (!Number.isSafeInteger(credits) || credits < 0) throw new BadData(`${options.service}: credits is ${credits}; a whole number from 0 is accepted`);
  const { url, authorization } = addressOf(request.url, options.service);
  const headers = checkedHeaders({ 'user-agent': USER_AGENT, ...authorization }, [options.headers, request.headers, conditions(request.validators)], options.service);
  const secrets = secretsOf(url, headers, options.isSecretUrl);
  const method = request.method ?? 'GET';
  return {
    exchange: {
      url,
      method,
      headers,
      body: request.body,
      timeoutMs: request.timeoutMs ?? options.timeoutMs,
      maxBytes: request.maxBytes ?? MOST_BYTES,
      title: `${options.service}: ${method} ${maskedUrl(url, options.isSecretUrl)}`,
    },
    credits,
    isRepeatable: isRepeatable(request),
    validators: request.validators,
    mask: (text) => withoutSecrets(text, secrets),
  };
}

/** User and password of an address travel in a header: `fetch` takes no address that has them. */
function addressOf(text: string, service: string): { url: URL; authorization: Record<string, string> } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw new ConfigError(`${service}: the address is not a URL that begins with https:// or http://`);
  if (url.username === '' && url.password === '') return { url, authorization: {} };
  const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return { url, authorization: { authorization: `Basic ${Buffer.from(user).toString('base64')}` } };
}

function conditions(validators: Validators | undefined): Record<string, string> {
  return {
    ...(validators?.etag === undefined ? {} : { 'if-none-match': validators.etag }),
    ...(validators?.lastModified === undefined ? {} : { 'if-modified-since': validators.lastModified }),
  };
}

/** By lower-case name; what comes later wins. */
function checkedHeaders(first: Record<string, string>, further: readonly (Readonly<Record<string, string>> | undefined)[], service: string): Record<string, string> {
  const headers = new Headers(first);
  for (const [name, value] of further.flatMap((one) => Object.entries(one ?? {}))) {
    try {
      headers.set(name, value);
    } catch {
      throw new ConfigError(`${service}: the header ${JSON.stringify(name)} cannot be sent; a name of letters and dashes and a value of one line in ASCII are accepted`);
    }
  }
  return Object.fromEntries(headers);
}
