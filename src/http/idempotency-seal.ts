import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PURPOSE = 'pokewatch idempotent answer';

/**
 * Says whether two requests are the same. Keyed with what the caller presents: from the digest in the database nobody can try out bodies.
 *
 * @param body what was parsed; how it was spaced does not count
 */
export function fingerprintOf(request: { method: string; path: string; body: unknown }, apiKeyText: string): Buffer {
  const parts = [request.method, request.path, JSON.stringify(request.body ?? null)];
  return createHmac('sha256', apiKeyText).update(JSON.stringify(parts)).digest();
}

/**
 * An answer as it may lie in a database: it may hold a new key or a secret. The key is derived from the caller's, of which we keep only a hash:
 * without the caller, who presents it again, nobody reads it. salt | nonce | tag | ciphertext.
 */
export function seal(body: Buffer, apiKeyText: string, fingerprint: Buffer): Buffer {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyFor(apiKeyText, salt), nonce).setAAD(fingerprint);
  const text = Buffer.concat([cipher.update(body), cipher.final()]);
  return Buffer.concat([salt, nonce, cipher.getAuthTag(), text]);
}

/** @throws where the key is another, the request is another, or the bytes were changed */
export function unseal(sealed: Buffer, apiKeyText: string, fingerprint: Buffer): Buffer {
  const salt = sealed.subarray(0, SALT_BYTES);
  const nonce = sealed.subarray(SALT_BYTES, SALT_BYTES + NONCE_BYTES);
  const tag = sealed.subarray(SALT_BYTES + NONCE_BYTES, SALT_BYTES + NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, keyFor(apiKeyText, salt), nonce).setAAD(fingerprint).setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(SALT_BYTES + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}

function keyFor(apiKeyText: string, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', apiKeyText, salt, PURPOSE, KEY_BYTES));
}
