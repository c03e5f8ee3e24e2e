import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

export interface StoredSession {
  readonly apiKeyPrefix: string;
  readonly expiresAt: Date;
}

@Injectable()
export class SessionRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Writes a session, and removes those that are over: nobody asks for them any more. */
  async insert(session: { tokenHash: Buffer; apiKeyId: number; createdAt: Date; expiresAt: Date }): Promise<void> {
    const { tokenHash, apiKeyId, createdAt, expiresAt } = session;
    await this.dataSource.query('DELETE FROM session WHERE expires_at <= $1', [createdAt]);
    await this.dataSource.query('INSERT INTO session (token_hash, api_key_id, created_at, expires_at) VALUES ($1, $2, $3, $4)', [tokenHash, apiKeyId, createdAt, expiresAt]);
  }

  async find(tokenHash: Buffer): Promise<StoredSession | undefined> {
    const rows = (await this.dataSource.query(
      `SELECT api_key.prefix AS "apiKeyPrefix", session.expires_at AS "expiresAt"
       FROM session JOIN api_key ON api_key.id = session.api_key_id WHERE session.token_hash = $1`,
      [tokenHash],
    )) as StoredSession[];
    return rows[0];
  }

  async delete(tokenHash: Buffer): Promise<void> {
    await this.dataSource.query('DELETE FROM session WHERE token_hash = $1', [tokenHash]);
  }
}
