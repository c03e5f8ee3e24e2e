const SLOW_MS = 1_000;
const MAX_URL_CHARACTERS = 512;
const HIDDEN = '[hidden]';

/** Refused, failed or slow: told whatever the sample is. */
export function isWorthALine(status: number, durationMs: number): boolean {
  return status >= 400 || durationMs > SLOW_MS;
}

/** A URL fit for a log: what looks like a key, or is the value of a parameter that holds one, is not in it. */
export function withoutSecrets(url: string): string {
  const shown = url
    .replace(/(pw_[A-Za-z0-9]{8})_[\w%-]+/g, `$1_${HIDDEN}`)
    .replace(/([?&;](?:[^=&;]*(?:key|token|secret|password|authorization|signature)[^=&;]*)=)[^&;]*/gi, `$1${HIDDEN}`);
  return shown.length > MAX_URL_CHARACTERS ? `${shown.slice(0, MAX_URL_CHARACTERS)}…` : shown;
}

/** The public part of the key a request showed, good or not; undefined where it showed none that looks like one. */
export function presentedPrefix(apiKey: unknown, authorization: unknown): string | undefined {
  const text = typeof apiKey === 'string' && apiKey !== '' ? apiKey : typeof authorization === 'string' ? authorization.replace(/^Bearer +/i, '') : '';
  return /^(pw_[A-Za-z0-9]{8})_/.exec(text)?.[1];
}
