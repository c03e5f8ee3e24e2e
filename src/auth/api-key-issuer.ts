import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { CLOCK, type Clock } from '../shared/clock.js';
import { BadData, ConfigError, NotFound } from '../shared/errors.js';
import { ApiKeyRepository, type NewApiKey } from './api-key.repository.js';
import { type ApiKey, type ApiKeyScope, formatApiKey, prefixOf } from './domain/api-key.js';

export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly expiresAt?: Date | null;
}

/** A new key and its text, which nobody can read again. */
export interface IssuedKey {
  readonly key: ApiKey;
  readonly text: string;
}

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** SHA-256 of the whole key: 256 random bits need no slow hash. */
export function hashKey(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Makes, lists and revokes keys. */
@Injectable()
export class ApiKeyIssuer {
  constructor(
    private readonly keys: ApiKeyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async issue(request: KeyRequest): Promise<IssuedKey> {
    if (request.expiresAt && request.expiresAt <= this.clock.now()) {
      throw new BadData(`expires_at is ${request.expiresAt.toISOString()}, which is past; expected a later instant, or none for a key that does not expire.`);
    }
    const text = newKeyText();
    return { key: await this.keys.insert(this.toRow(text, request)), text };
  }

  async list(): Promise<ApiKey[]> {
    return this.keys.list();
  }

  async revoke(id: number): Promise<ApiKey> {
    const key = await this.keys.revoke(id, this.clock.now());
    if (!key) throw new NotFound(`There is no API key ${id}; GET /v1/admin/keys lists them.`);
    return key;
  }

  /**
   * On an empty table: makes a read key, and an admin key unless one is configured, and returns their texts to be shown once.
   * A configured admin key is accepted from then on, also beside keys that exist already.
   */
  async ensureBootstrapKeys(configured: { adminKey?: string | undefined }): Promise<{ readKey?: string; adminKey?: string }> {
    const readKey = newKeyText();
    const adminKey = configured.adminKey ?? newKeyText();
    const isFirst = await this.keys.insertIfEmpty([
      this.toRow(readKey, { name: 'first read key', scopes: ['read'] }),
      this.toRow(adminKey, { name: 'first admin key', scopes: ['admin'] }),
    ]);
    if (isFirst) return configured.adminKey === undefined ? { readKey, adminKey } : { readKey };
    if (configured.adminKey !== undefined) await this.ensureConfigured(configured.adminKey);
    return {};
  }

  private async ensureConfigured(adminKey: string): Promise<void> {
    const existing = await this.keys.findByPrefix(prefixOf(adminKey) ?? '');
    if (!existing) {
      await this.keys.insert(this.toRow(adminKey, { name: 'configured admin key', scopes: ['admin'] }));
    } else if (!timingSafeEqual(existing.secretHash, hashKey(adminKey)) || !existing.scopes.includes('admin')) {
      throw new ConfigError(`ADMIN_API_KEY has the prefix of another key (${existing.prefix}); choose other characters between the underscores.`);
    }
  }

  private toRow(text: string, request: KeyRequest): NewApiKey {
    const prefix = prefixOf(text);
    if (prefix === undefined) throw new ConfigError('ADMIN_API_KEY must look like pw_<8 characters>_<at least 32 characters>.');
    return { name: request.name, prefix, secretHash: hashKey(text), scopes: request.scopes, createdAt: this.clock.now(), expiresAt: request.expiresAt ?? null };
  }
}

function newKeyText(): string {
  const prefix = Array.from(randomBytes(8), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return formatApiKey(prefix, randomBytes(32).toString('base64url'));
}
