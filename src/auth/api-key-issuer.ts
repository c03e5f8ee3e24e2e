import { Inject, Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { CLOCK, type Clock } from '../shared/clock.js';
import { BadData, ConfigError, Conflict, NotFound } from '../shared/errors.js';
import { readNetwork } from './allowed-networks.js';
import { hashKey, newKeyText } from './api-key-text.js';
import { ApiKeyRepository, type KeyChange, type NewApiKey } from './api-key.repository.js';
import { type ApiKey, type ApiKeyScope, covers, isUsable, type KeyLimits, ownAccount, prefixOf } from './domain/api-key.js';

export interface KeyRequest {
  readonly name: string;
  /** Whose it is to be; not said: a new account, of this key and of those that take its place. */
  readonly account?: string | undefined;
  readonly scopes: readonly ApiKeyScope[];
  readonly expiresAt?: Date | null;
  readonly limits?: KeyLimits;
  readonly allowedNetworks?: readonly string[];
}

/** A new key and its text, which nobody can read again. */
export interface IssuedKey {
  readonly key: ApiKey;
  readonly text: string;
}

/** Who asks for a key: nobody hands out more than they have. The operator at the command line has everything. */
type Asker = Pick<ApiKey, 'scopes'>;
export const OPERATOR: Asker = { scopes: ['admin'] };

/** The keys of the first start are of one person. */
const FIRST_ACCOUNT = 'home';
const NO_LIMITS: KeyLimits = { requestsPerMinute: null, requestsPerDay: null };
const HOUR_MS = 3_600_000;

/** Makes, lists, changes, rotates and revokes keys. */
@Injectable()
export class ApiKeyIssuer {
  constructor(
    private readonly keys: ApiKeyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async issue(request: KeyRequest, asker: Asker = OPERATOR): Promise<IssuedKey> {
    requireCover(asker, request.scopes);
    requireNetworks(request.allowedNetworks);
    this.requireLater(request.expiresAt);
    const text = newKeyText();
    return { key: await this.keys.insert(this.toRow(text, request)), text };
  }

  async list(): Promise<ApiKey[]> {
    return this.keys.list();
  }

  async find(id: number): Promise<ApiKey> {
    return (await this.keys.find(id)) ?? noSuchKey(id);
  }

  async change(id: number, change: Omit<KeyChange, 'limits'> & { limits?: Partial<KeyLimits> }): Promise<ApiKey> {
    requireNetworks(change.allowedNetworks);
    this.requireLater(change.expiresAt);
    const changed = await this.keys.change(id, (current) => {
      if (current.revokedAt !== null) throw new Conflict(`API key ${id} (${current.prefix}) was revoked at ${current.revokedAt.toISOString()}: nothing about it can be changed. Make a new one.`);
      return { ...change, limits: { ...current.limits, ...change.limits } };
    });
    return changed ?? noSuchKey(id);
  }

  /**
   * Makes a key that is to take the place of another and may do the same; the old one ends when the overlap is over. A key with an expiry
   * gets a successor that lives as long as it was made to live.
   */
  async rotate(id: number, overlapHours: number, asker: Asker = OPERATOR): Promise<IssuedKey> {
    const text = newKeyText();
    const now = this.clock.now();
    const overlapEnd = new Date(now.getTime() + overlapHours * HOUR_MS);
    const successor = await this.keys.findSuccessor(id);
    if (successor) throw new Conflict(`API key ${id} has been rotated already: key ${successor.id} (${successor.prefix}) takes its place. Rotate that one.`);
    const key = await this.keys.replace(id, (current) => {
      if (!isUsable(current, now)) throw new Conflict(`API key ${id} (${current.prefix}) is expired or revoked, so nothing can take its place. Make a new one.`);
      requireCover(asker, current.scopes);
      const { name, account, scopes, limits, allowedNetworks, expiresAt, createdAt } = current;
      const renewed = expiresAt && new Date(now.getTime() + Math.max(expiresAt.getTime() - createdAt.getTime(), HOUR_MS));
      const ends = expiresAt !== null && expiresAt < overlapEnd ? expiresAt : overlapEnd;
      return { successor: this.toRow(text, { name, account, scopes, limits, allowedNetworks, expiresAt: renewed }, id), change: { expiresAt: ends } };
    });
    return { key: key ?? noSuchKey(id), text };
  }

  /** A key that is revoked already keeps its first instant. */
  async revoke(id: number): Promise<ApiKey> {
    const now = this.clock.now();
    return (await this.keys.change(id, (current) => ({ revokedAt: current.revokedAt ?? now }))) ?? noSuchKey(id);
  }

  /**
   * On an empty table: makes a read key, and an admin key unless one is configured, and returns their texts to be shown once.
   * A configured admin key is accepted from then on, also beside keys that exist already.
   */
  async ensureBootstrapKeys(configured: { adminKey?: string | undefined }): Promise<{ readKey?: string; adminKey?: string }> {
    const readKey = newKeyText();
    const adminKey = configured.adminKey ?? newKeyText();
    const isFirst = await this.keys.insertIfEmpty([
      this.toRow(readKey, { name: 'first read key', account: FIRST_ACCOUNT, scopes: ['read'] }),
      this.toRow(adminKey, { name: 'first admin key', account: FIRST_ACCOUNT, scopes: ['admin'] }),
    ]);
    if (isFirst) return configured.adminKey === undefined ? { readKey, adminKey } : { readKey };
    if (configured.adminKey !== undefined) await this.ensureConfigured(configured.adminKey);
    return {};
  }

  private async ensureConfigured(adminKey: string): Promise<void> {
    const existing = await this.keys.findByPrefix(prefixOf(adminKey) ?? '');
    if (!existing) {
      await this.keys.insert(this.toRow(adminKey, { name: 'configured admin key', account: FIRST_ACCOUNT, scopes: ['admin'] }));
    } else if (!timingSafeEqual(existing.secretHash, hashKey(adminKey)) || !existing.scopes.includes('admin')) {
      throw new ConfigError(`ADMIN_API_KEY has the prefix of another key (${existing.prefix}); choose other characters between the underscores.`);
    }
  }

  private requireLater(expiresAt: Date | null | undefined): void {
    if (!expiresAt || expiresAt > this.clock.now()) return;
    throw new BadData(`expires_at is ${expiresAt.toISOString()}, which is past; expected a later instant, or none for a key that does not expire.`);
  }

  private toRow(text: string, request: KeyRequest, replaces: number | null = null): NewApiKey {
    const prefix = prefixOf(text);
    if (prefix === undefined) throw new ConfigError('ADMIN_API_KEY must look like pw_<8 characters>_<at least 32 characters>.');
    const { name, account = ownAccount(prefix), scopes, expiresAt = null, limits = NO_LIMITS, allowedNetworks = [] } = request;
    return { name, account, prefix, secretHash: hashKey(text), scopes, createdAt: this.clock.now(), expiresAt, limits, allowedNetworks, replaces };
  }
}

function noSuchKey(id: number): never {
  throw new NotFound(`There is no API key ${id}; GET /v1/admin/api-keys lists them.`);
}

/** Only `admin` makes keys as yet, and admin covers everything: this holds should another scope ever be let in. */
function requireCover(asker: Asker, scopes: readonly ApiKeyScope[]): void {
  if (!covers(asker.scopes, scopes)) throw new BadData(`A key with the scopes ${asker.scopes.join(', ')} cannot hand out ${scopes.join(', ')}; expected no more than it has itself.`);
}

function requireNetworks(networks: readonly string[] = []): void {
  const wrong = networks.find((text) => readNetwork(text) === undefined);
  if (wrong !== undefined) throw new BadData(`"${wrong}" is no network; expected one as 10.0.0.0/8 or 2001:db8::/32, or a single address.`);
}
