import { Inject, Injectable, Logger } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { CLOCK, type Clock } from '../shared/clock.js';
import { messageOf } from '../shared/errors.js';
import { hashKey } from './api-key-issuer.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { type ApiKey, isUsable, prefixOf } from './domain/api-key.js';

const FRESH_MS = 1_000;
const NOTE_USE_EVERY_MS = 60_000;
const MAX_REMEMBERED = 1_000;

interface Remembered {
  readonly key: ApiKey;
  readonly readAtMs: number;
}

/**
 * Says whose key a text is. Good keys are remembered for one second, so that a busy client costs one look-up a second and a
 * revoked key stops within one; wrong keys are never remembered, and cannot push a good one out.
 */
@Injectable()
export class ApiKeyVerifier {
  private readonly logger = new Logger(ApiKeyVerifier.name);
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly keys: ApiKeyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The usable key a text is the secret of; undefined where there is none. */
  async verify(text: string): Promise<ApiKey | undefined> {
    const prefix = prefixOf(text);
    if (prefix === undefined) return undefined;
    const now = this.clock.now();
    const hash = hashKey(text);
    const digest = hash.toString('base64');
    const known = this.remembered.get(digest);
    const isFresh = known !== undefined && now.getTime() - known.readAtMs < FRESH_MS;
    const key = isFresh ? known.key : await this.read(prefix, hash);
    if (!key || !isUsable(key, now)) {
      this.remembered.delete(digest);
      return undefined;
    }
    if (!isFresh) await this.remember(digest, key, now);
    return key;
  }

  /** The key of a text that was verified within the last second, without waiting; undefined where it has to be looked up. */
  justVerified(text: string): ApiKey | undefined {
    const known = this.remembered.get(hashKey(text).toString('base64'));
    const now = this.clock.now();
    return known !== undefined && now.getTime() - known.readAtMs < FRESH_MS && isUsable(known.key, now) ? known.key : undefined;
  }

  /** Whether a text was a good key when it was last looked up: enough to tell a client from a flood, not to let it in. */
  wasGood(text: string): boolean {
    return this.remembered.has(hashKey(text).toString('base64'));
  }

  /** Forgets every key of this process at once, after one was revoked here. */
  forget(): void {
    this.remembered.clear();
  }

  private async read(prefix: string, hash: Buffer): Promise<ApiKey | undefined> {
    const stored = await this.keys.findByPrefix(prefix);
    return stored && timingSafeEqual(stored.secretHash, hash) ? stored : undefined;
  }

  private async remember(digest: string, key: ApiKey, now: Date): Promise<void> {
    this.remembered.delete(digest);
    this.remembered.set(digest, { key, readAtMs: now.getTime() });
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > MAX_REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
    if (key.lastUsedAt !== null && now.getTime() - key.lastUsedAt.getTime() < NOTE_USE_EVERY_MS) return;
    try {
      await this.keys.noteUse(key.id, now);
    } catch (error) {
      this.logger.warn(`Could not note the use of API key ${key.prefix}: ${messageOf(error)}`);
    }
  }
}
