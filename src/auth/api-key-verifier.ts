import { Inject, Injectable, Logger } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { CLOCK, type Clock } from '../shared/clock.js';
import { messageOf } from '../shared/errors.js';
import { AllowedNetworks } from './allowed-networks.js';
import { hashKey } from './api-key-text.js';
import { ApiKeyRepository, type StoredApiKey } from './api-key.repository.js';
import { type ApiKey, isUsable, prefixOf } from './domain/api-key.js';

const FRESH_MS = 1_000;
const NOTE_USE_EVERY_MS = 60_000;
const MAX_REMEMBERED = 1_000;

/** A key whose secret was shown, with the addresses it may be used from prepared; undefined: from everywhere. */
export type VerifiedKey = ApiKey & { readonly networks: AllowedNetworks | undefined };

interface Remembered {
  readonly key: VerifiedKey;
  readonly readAtMs: number;
}

/**
 * Says whose key a text is. Good keys are remembered for one second, so that a busy client costs one look-up a second and a
 * revoked key stops within one, also where the news of it does not come; wrong keys are never remembered, and cannot push a good one out.
 */
@Injectable()
export class ApiKeyVerifier {
  private readonly logger = new Logger(ApiKeyVerifier.name);
  /** By the text itself: it never leaves this process, and a look-up must not cost a hash. */
  private readonly remembered = new Map<string, Remembered>();
  private forgetCount = 0;

  constructor(
    private readonly keys: ApiKeyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The usable key a text is the secret of; undefined where there is none. */
  async verify(text: string): Promise<VerifiedKey | undefined> {
    const prefix = prefixOf(text);
    if (prefix === undefined) return undefined;
    const now = this.clock.now();
    const known = this.remembered.get(text);
    const isFresh = known !== undefined && now.getTime() - known.readAtMs < FRESH_MS;
    const before = this.forgetCount;
    const key = isFresh ? known.key : await this.read(prefix, text);
    if (!key || !isUsable(key, now)) {
      this.remembered.delete(text);
      return undefined;
    }
    if (isFresh) return key;
    // What was read may be what somebody has just changed: then it is used this once.
    if (this.forgetCount === before) this.remember(text, key, now);
    await this.noteUse(key, now);
    return key;
  }

  /** The usable key that a session stands for, by its prefix: whoever opened the session has shown the secret. */
  async keyOfSession(prefix: string): Promise<VerifiedKey | undefined> {
    const now = this.clock.now();
    const stored = await this.keys.findByPrefix(prefix);
    if (!stored || !isUsable(stored, now)) return undefined;
    await this.noteUse(stored, now);
    return prepared(stored);
  }

  /** Another number each time keys were forgotten: what was read before must be read again. */
  get generation(): number {
    return this.forgetCount;
  }

  /** The key of a text that was verified within the last second, without waiting; undefined where it has to be looked up. */
  justVerified(text: string): VerifiedKey | undefined {
    const known = this.remembered.get(text);
    if (known === undefined) return undefined;
    const now = this.clock.now();
    return now.getTime() - known.readAtMs < FRESH_MS && isUsable(known.key, now) ? known.key : undefined;
  }

  /** Whether a text was a good key when it was last looked up: enough to tell a client from a flood, not to let it in. */
  wasGood(text: string): boolean {
    return this.remembered.has(text);
  }

  /** Forgets every key of this process at once, after one was changed here or elsewhere. */
  forget(): void {
    this.forgetCount++;
    this.remembered.clear();
  }

  private async read(prefix: string, text: string): Promise<VerifiedKey | undefined> {
    const stored = await this.keys.findByPrefix(prefix);
    return stored && timingSafeEqual(stored.secretHash, hashKey(text)) ? prepared(stored) : undefined;
  }

  private remember(text: string, key: VerifiedKey, now: Date): void {
    this.remembered.delete(text);
    this.remembered.set(text, { key, readAtMs: now.getTime() });
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > MAX_REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
  }

  private async noteUse(key: ApiKey, now: Date): Promise<void> {
    if (key.lastUsedAt !== null && now.getTime() - key.lastUsedAt.getTime() < NOTE_USE_EVERY_MS) return;
    try {
      await this.keys.noteUse(key.id, now);
    } catch (error) {
      this.logger.warn(`Could not note the use of API key ${key.prefix}: ${messageOf(error)}`);
    }
  }
}

function prepared(stored: StoredApiKey): VerifiedKey {
  return { ...stored, networks: AllowedNetworks.of(stored.allowedNetworks) };
}
