import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import { inTransaction } from '../database/index.js';
import type { ApiKey, ApiKeyScope, KeyLimits } from './domain/api-key.js';

/** Told to whoever listens when a key has changed; the payload is its id. */
export const API_KEYS_CHANGED = 'pokewatch_api_keys';

export interface NewApiKey {
  readonly name: string;
  readonly account: string;
  readonly prefix: string;
  readonly secretHash: Buffer;
  readonly scopes: readonly ApiKeyScope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly limits: KeyLimits;
  readonly allowedNetworks: readonly string[];
  readonly replaces: number | null;
}

/** What can be said anew of a key. What is not named stays. */
export type KeyChange = Partial<Pick<ApiKey, 'name' | 'limits' | 'allowedNetworks' | 'expiresAt' | 'revokedAt'>>;

export type StoredApiKey = ApiKey & { readonly secretHash: Buffer };

type Row = Omit<StoredApiKey, 'limits'> & KeyLimits;

const COLUMNS = `id, name, account, prefix, secret_hash AS "secretHash", scopes, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt",
  last_used_at AS "lastUsedAt", requests_per_minute AS "requestsPerMinute", requests_per_day AS "requestsPerDay",
  allowed_networks AS "allowedNetworks", replaces`;

@Injectable()
export class ApiKeyRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async insert(key: NewApiKey): Promise<ApiKey> {
    return insertWith(this.dataSource, key);
  }

  /** Writes the keys if there is none yet. Two processes that start together make one set of keys between them. */
  async insertIfEmpty(keys: readonly NewApiKey[]): Promise<boolean> {
    return inTransaction(this.dataSource, async (runner) => {
      await runner.query('LOCK TABLE api_key IN EXCLUSIVE MODE');
      const [row] = (await runner.query('SELECT EXISTS (SELECT FROM api_key) AS any')) as { any: boolean }[];
      if (row?.any) return false;
      for (const key of keys) await insertWith(runner, key);
      return true;
    });
  }

  async findByPrefix(prefix: string): Promise<StoredApiKey | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${COLUMNS} FROM api_key WHERE prefix = $1`, [prefix])) as Row[];
    return rows[0] && toStored(rows[0]);
  }

  /** Oldest first. */
  async list(): Promise<ApiKey[]> {
    const rows = (await this.dataSource.query(`SELECT ${COLUMNS} FROM api_key ORDER BY id`)) as Row[];
    return rows.map((row) => toApiKey(row));
  }

  async find(id: number): Promise<ApiKey | undefined> {
    return findWith(this.dataSource, id);
  }

  /** Changes a key as `decide` says of it under its lock, and tells every process with the change. Undefined where there is no such key. */
  async change(id: number, decide: (current: ApiKey) => KeyChange): Promise<ApiKey | undefined> {
    return inTransaction(this.dataSource, async (runner) => {
      const current = await findWith(runner, id, 'FOR UPDATE');
      if (current) await updateWith(runner, { ...current, ...decide(current) });
      return current && findWith(runner, id);
    });
  }

  /** Puts a new key beside an old one that ends, both or neither. Undefined where there is no such key. */
  async replace(id: number, decide: (current: ApiKey) => { successor: NewApiKey; change: KeyChange }): Promise<ApiKey | undefined> {
    return inTransaction(this.dataSource, async (runner) => {
      const current = await findWith(runner, id, 'FOR UPDATE');
      if (!current) return undefined;
      const { successor, change } = decide(current);
      await updateWith(runner, { ...current, ...change });
      return insertWith(runner, successor);
    });
  }

  /** The key that took the place of this one. */
  async findSuccessor(id: number): Promise<ApiKey | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${COLUMNS} FROM api_key WHERE replaces = $1`, [id])) as Row[];
    return rows[0] && toApiKey(rows[0]);
  }

  async noteUse(id: number, usedAt: Date): Promise<void> {
    await this.dataSource.query('UPDATE api_key SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)', [id, usedAt]);
  }
}

async function findWith(connection: DataSource | QueryRunner, id: number, lock = ''): Promise<ApiKey | undefined> {
  const rows = (await connection.query(`SELECT ${COLUMNS} FROM api_key WHERE id = $1 ${lock}`, [id])) as Row[];
  return rows[0] && toApiKey(rows[0]);
}

async function insertWith(connection: DataSource | QueryRunner, key: NewApiKey): Promise<ApiKey> {
  const { limits } = key;
  const rows = (await connection.query(
    `INSERT INTO api_key (name, account, prefix, secret_hash, scopes, created_at, expires_at, requests_per_minute, requests_per_day, allowed_networks, replaces)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${COLUMNS}`,
    [key.name, key.account, key.prefix, key.secretHash, key.scopes, key.createdAt, key.expiresAt, limits.requestsPerMinute, limits.requestsPerDay, key.allowedNetworks, key.replaces],
  )) as Row[];
  return toApiKey(rows[0] as Row);
}

async function updateWith(runner: QueryRunner, key: ApiKey): Promise<void> {
  const { limits } = key;
  await runner.query(
    `UPDATE api_key SET name = $2, expires_at = $3, revoked_at = $4, requests_per_minute = $5, requests_per_day = $6, allowed_networks = $7 WHERE id = $1`,
    [key.id, key.name, key.expiresAt, key.revokedAt, limits.requestsPerMinute, limits.requestsPerDay, key.allowedNetworks],
  );
  await runner.query(`SELECT pg_notify('${API_KEYS_CHANGED}', $1)`, [String(key.id)]);
}

function toStored({ requestsPerMinute, requestsPerDay, ...row }: Row): StoredApiKey {
  return { ...row, limits: { requestsPerMinute, requestsPerDay } };
}

/** Without the hash: what leaves the repository for a list has nothing of the secret. */
function toApiKey(row: Row): ApiKey {
  const { secretHash: _, ...key } = toStored(row);
  return key;
}
