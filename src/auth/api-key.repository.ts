import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import { inTransaction } from '../database/index.js';
import type { ApiKey, ApiKeyScope } from './domain/api-key.js';

export interface NewApiKey {
  readonly name: string;
  readonly prefix: string;
  readonly secretHash: Buffer;
  readonly scopes: readonly ApiKeyScope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

export type StoredApiKey = ApiKey & { readonly secretHash: Buffer };

const COLUMNS = `id, name, prefix, scopes, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt",
  last_used_at AS "lastUsedAt"`;

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
    const rows = (await this.dataSource.query(`SELECT ${COLUMNS}, secret_hash AS "secretHash" FROM api_key WHERE prefix = $1`, [prefix])) as StoredApiKey[];
    return rows[0];
  }

  /** Oldest first. */
  async list(): Promise<ApiKey[]> {
    return this.dataSource.query(`SELECT ${COLUMNS} FROM api_key ORDER BY id`);
  }

  /** A key that is revoked already keeps its first instant. Undefined where there is no such key. */
  async revoke(id: number, revokedAt: Date): Promise<ApiKey | undefined> {
    await this.dataSource.query('UPDATE api_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL', [id, revokedAt]);
    const rows = (await this.dataSource.query(`SELECT ${COLUMNS} FROM api_key WHERE id = $1`, [id])) as ApiKey[];
    return rows[0];
  }

  async noteUse(id: number, usedAt: Date): Promise<void> {
    await this.dataSource.query('UPDATE api_key SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)', [id, usedAt]);
  }
}

async function insertWith(connection: DataSource | QueryRunner, key: NewApiKey): Promise<ApiKey> {
  const rows = (await connection.query(
    `INSERT INTO api_key (name, prefix, secret_hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
    [key.name, key.prefix, key.secretHash, key.scopes, key.createdAt, key.expiresAt],
  )) as ApiKey[];
  return rows[0] as ApiKey;
}
