import { Inject, Injectable } from '@nestjs/common';
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { CONFIG, type Config } from '../config/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { hashKey } from './api-key-text.js';
import { ApiKeyVerifier, type VerifiedKey } from './api-key-verifier.js';
import { type ApiKey, isUsable } from './domain/api-key.js';
import { formatSessionToken } from './domain/session.js';
import { SessionRepository } from './session.repository.js';

const FRESH_MS = 1_000;
const MAX_REMEMBERED = 1_000;
const HOUR_MS = 3_600_000;

/** A session and the key that it stands for. */
export interface OpenSession {
  readonly key: VerifiedKey;
  readonly expiresAt: Date;
}

interface ReadSession {
  readonly session: OpenSession;
  readonly readAtMs: number;
  /** What was known of keys then; see {@link ApiKeyVerifier.generation}. */
  readonly generation: number;
}

/**
 * Lets browsers in that were given a cookie for a key. A session can do what its key can, from where its key may be used, until it is closed,
 * it expires or its key ends. As keys are, they are remembered for a second.
 */
@Injectable()
export class Sessions {
  private readonly remembered = new Map<string, ReadSession>();

  constructor(
    private readonly sessions: SessionRepository,
    private readonly verifier: ApiKeyVerifier,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Opens a session for a key; its token is known to the browser alone. It never lives longer than its key was made to live. */
  async open(key: ApiKey): Promise<{ token: string; expiresAt: Date }> {
    const token = formatSessionToken(randomBytes(32).toString('base64url'));
    const createdAt = this.clock.now();
    const longest = new Date(createdAt.getTime() + this.config.http.sessionHours * HOUR_MS);
    const expiresAt = key.expiresAt !== null && key.expiresAt < longest ? key.expiresAt : longest;
    await this.sessions.insert({ tokenHash: hashKey(token), apiKeyId: key.id, createdAt, expiresAt });
    return { token, expiresAt };
  }

  async close(token: string): Promise<void> {
    this.remembered.delete(token);
    await this.sessions.delete(hashKey(token));
  }

  /** The session of a token; undefined where it is closed, over, or its key is not usable any more. */
  async find(token: string): Promise<OpenSession | undefined> {
    const now = this.clock.now();
    const known = this.remembered.get(token);
    const { generation } = this.verifier;
    const isFresh = known !== undefined && now.getTime() - known.readAtMs < FRESH_MS && known.generation === generation;
    const session = isFresh ? known.session : await this.read(token);
    if (session === undefined || now >= session.expiresAt || !isUsable(session.key, now)) {
      this.remembered.delete(token);
      return undefined;
    }
    if (!isFresh) this.remember(token, { session, readAtMs: now.getTime(), generation });
    return session;
  }

  /** Whether a token was a good one when it was last looked up: enough to tell a visitor from a flood, not to let them in. */
  wasGood(token: string): boolean {
    return this.remembered.has(token);
  }

  private async read(token: string): Promise<OpenSession | undefined> {
    const stored = await this.sessions.find(hashKey(token));
    const key = stored && (await this.verifier.keyOfSession(stored.apiKeyPrefix));
    return key && { key, expiresAt: stored.expiresAt };
  }

  private remember(token: string, read: ReadSession): void {
    this.remembered.delete(token);
    this.remembered.set(token, read);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > MAX_REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
  }
}

/** What a page of ours sends with what changes something. Derived of the token, which no script can read: who has the one was told it by us. */
export function csrfTokenOf(token: string): string {
  return hashKey(`csrf ${token}`).toString('base64url');
}

export function isCsrfTokenOf(token: string, shown: string | undefined): boolean {
  return shown !== undefined && timingSafeEqual(hashKey(shown), hashKey(csrfTokenOf(token)));
}
