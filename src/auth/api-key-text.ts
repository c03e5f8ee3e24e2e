import { createHash, randomBytes } from 'node:crypto';
import { formatApiKey } from './domain/api-key.js';

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** SHA-256 of the whole key: 256 random bits need no slow hash. */
export function hashKey(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

export function newKeyText(): string {
  const prefix = Array.from(randomBytes(8), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return formatApiKey(prefix, randomBytes(32).toString('base64url'));
}
