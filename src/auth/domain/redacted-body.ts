const MAX_BYTES = 2_048;
const MAX_DEPTH = 6;
const MAX_ITEMS = 20;
const MASK = '***';
const CUT = '…';

const SECRET_NAME = /secret|passw|token|credential|authorization|cookie|signature|key$/i;
const ADDRESS_NAME = /ur[li]$/i;
const API_KEY = /pw_([A-Za-z0-9]{8})_[A-Za-z0-9_-]+/g;
const ADDRESS = /[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi;

/** What was sent, as JSON that may be kept: secrets masked, addresses without path and credentials, 2 kB at most. Null where nothing was sent. */
export function redactedBody(body: unknown): string | null {
  if (body === undefined || body === null) return null;
  return cutToBytes(JSON.stringify(redact(body, 0)));
}

function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return CUT;
  if (Array.isArray(value)) {
    const shown = value.slice(0, MAX_ITEMS).map((each) => redact(each, depth + 1));
    return value.length > MAX_ITEMS ? [...shown, `${CUT} ${value.length - MAX_ITEMS} more`] : shown;
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redactMember(name, member, depth)]));
}

function redactMember(name: string, member: unknown, depth: number): unknown {
  if (member === null || typeof member === 'boolean') return member;
  if (SECRET_NAME.test(name)) return MASK;
  if (ADDRESS_NAME.test(name) && typeof member === 'string' && member.search(ADDRESS) !== 0) return MASK;
  return redact(member, depth + 1);
}

function redactText(text: string): string {
  // What cannot be kept whole anyway need not be searched whole.
  return text.slice(0, 2 * MAX_BYTES).replace(ADDRESS, withoutPath).replace(API_KEY, `pw_$1_${MASK}`);
}

/** The path of a webhook is its password. */
function withoutPath(address: string): string {
  const [, scheme = '', host = ''] = /^([^:]+):\/\/(?:[^/?#]*@)?([^/?#@]*)/.exec(address) ?? [];
  return `${scheme}://${host}/${MASK}`;
}

function cutToBytes(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= MAX_BYTES) return text;
  // A character that the cut goes through becomes the mark of a broken one, which is dropped.
  const kept = new TextDecoder().decode(bytes.slice(0, MAX_BYTES - new TextEncoder().encode(CUT).length - 2));
  return kept.replace(/\uFFFD$/, '') + CUT;
}
