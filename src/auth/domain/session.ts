/** What a browser keeps instead of a key. Scripts cannot read it, and other sites cannot have it sent. */
export const SESSION_COOKIE = 'pokewatch_session';
/** The header that proves that a page of ours asks: only who could read our answer knows its value. */
export const CSRF_HEADER = 'x-csrf-token';

const TOKEN = 'ps_[A-Za-z0-9_-]{43}';
const IN_COOKIES = new RegExp(`(?:^|;[ \\t]*)${SESSION_COOKIE}=(${TOKEN})[ \\t]*(?:;|$)`);
const HARMLESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** `ps_` and 256 random bits. */
export function formatSessionToken(secret: string): string {
  return `ps_${secret}`;
}

/** The session token in a `Cookie` header; undefined where there is none that could be one. */
export function sessionTokenIn(cookies: string | undefined): string | undefined {
  return cookies === undefined ? undefined : IN_COOKIES.exec(cookies)?.[1];
}

/** `Set-Cookie` for a token, kept as long as the session lives. `isSecure`: it came over TLS, and goes by nothing else. */
export function sessionCookie(token: string, maxAgeSeconds: number, isSecure: boolean): string {
  return `${SESSION_COOKIE}=${token}; Path=/; Max-Age=${Math.max(0, Math.floor(maxAgeSeconds))}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
}

/** `Set-Cookie` that has the browser forget the session. */
export function noSessionCookie(isSecure: boolean): string {
  return sessionCookie('', 0, isSecure);
}

/** Whether a request by session has to prove that a page of ours sent it. */
export function needsCsrfToken(method: string): boolean {
  return !HARMLESS.has(method);
}
