const MASK = '***';
const SECRET_NAME = /key|token|secret|passw|auth|sig|credential|session|access|webhook/i;
/** Headers that say nothing secret and may follow a redirect to another host. */
const HARMLESS_HEADERS: ReadonlySet<string> = new Set([
  'accept', 'accept-encoding', 'accept-language', 'content-type', 'content-length', 'user-agent', 'if-none-match', 'if-modified-since',
]);
/** A shorter text would be masked where it means nothing. */
const SHORTEST_SECRET = 4;

/** The address as it may be shown: no user, secret query values masked; of an address that is a secret as a whole, only the host. */
export function maskedUrl(url: URL, isSecretUrl: boolean): string {
  if (isSecretUrl) return `${url.origin}/${MASK}`;
  const query = [...url.searchParams].map(([name, value]) => `${encodeURIComponent(name)}=${SECRET_NAME.test(name) ? MASK : encodeURIComponent(value)}`);
  return `${url.origin}${url.pathname}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

/** Everything of a call that nobody may read, longest first. */
export function secretsOf(url: URL, headers: Readonly<Record<string, string>>, isSecretUrl: boolean): string[] {
  const ofHeaders = Object.entries(headers)
    .filter(([name]) => !HARMLESS_HEADERS.has(name.toLowerCase()))
    .flatMap(([, value]) => [value, value.replace(/^\S+\s+/, '')]);
  const ofQuery = [...url.searchParams].filter(([name]) => SECRET_NAME.test(name)).flatMap(([, value]) => [value, encodeURIComponent(value)]);
  const ofPath = isSecretUrl ? [url.pathname, `${url.pathname}${url.search}`, ...url.pathname.split('/').filter((part) => part.length >= 8)] : [];
  return [...ofHeaders, ...ofQuery, ...ofPath].filter((one) => one.length >= SHORTEST_SECRET).toSorted((a, b) => b.length - a.length);
}

/** A text of the outside (an answer, an error) without the secrets it may repeat. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}

/** The headers that may go to another origin than the one they were meant for. */
export function harmlessHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS_HEADERS.has(name.toLowerCase())));
}
