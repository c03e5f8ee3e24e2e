const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as base64 (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let k = 0; k < bytes.length; k += 3) {
    const three = (bytes[k]! << 16) | ((bytes[k + 1] ?? 0) << 8) | (bytes[k + 2] ?? 0);
    parts.push(DIGITS[three >>> 18]!, DIGITS[(three >>> 12) & 63]!, k + 1 < bytes.length ? DIGITS[(three >>> 6) & 63]! : '=', k + 2 < bytes.length ? DIGITS[three & 63]! : '=');
  }
  return parts.join('');
}

/** The bytes of a base64 text; undefined where it is none. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let k = 0, at = 0; k < text.length; k += 4) {
    let three = 0;
    for (let j = 0; j < 4; j++) three = (three << 6) | Math.max(DIGITS.indexOf(text[k + j]!), 0);
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = (three >>> shift) & 255;
  }
  return bytes;
}
