import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** Names a request of one caller. */
export interface RequestName {
  readonly apiKeyId: number;
  readonly idempotencyKey: string;
}

export interface RequestClaim extends RequestName {
  readonly fingerprint: Buffer;
  readonly claimId: string;
  readonly now: Date;
  readonly lockedUntil: Date;
  readonly expiresAt: Date;
}

export interface SealedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type StoredRequest = { readonly fingerprint: Buffer; readonly lockedUntil: Date } & ({ readonly state: 'in_progress' } | ({ readonly state: 'done' } & SealedAnswer));

/** Requests under way and done. Whatever has expired goes with the next claim. */
@Injectable()
export class IdempotentRequestRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Undefined where the request is the caller's to do: nobody has done it, or whoever was at it has been silent for too long. Of any number at
   * once one gets it.
   */
  async claim(claim: RequestClaim): Promise<StoredRequest | undefined> {
    const { apiKeyId, idempotencyKey, fingerprint, claimId, now, lockedUntil, expiresAt } = claim;
    await this.dataSource.query('DELETE FROM idempotent_request WHERE expires_at <= $1', [now]);
    const taken = await this.dataSource.query<unknown[]>(
      `WITH taken AS (
         INSERT INTO idempotent_request (api_key_id, idempotency_key, fingerprint, claim_id, state, locked_until, expires_at)
         VALUES ($1, $2, $3, $4, 'in_progress', $6, $7)
         ON CONFLICT (api_key_id, idempotency_key) DO UPDATE SET claim_id = $4, locked_until = $6, expires_at = $7
           WHERE idempotent_request.state = 'in_progress' AND idempotent_request.locked_until <= $5 AND idempotent_request.fingerprint = $3
         RETURNING claim_id)
       SELECT claim_id FROM taken`,
      [apiKeyId, idempotencyKey, fingerprint, claimId, now, lockedUntil, expiresAt],
    );
    if (taken.length > 0) return undefined;
    const [stored] = await this.dataSource.query<StoredRequest[]>(
      'SELECT fingerprint, locked_until AS "lockedUntil", state, status, headers, body FROM idempotent_request WHERE api_key_id = $1 AND idempotency_key = $2',
      [apiKeyId, idempotencyKey],
    );
    // Released in between.
    return stored ?? this.claim(claim);
  }

  /** Keeps the answer, unless somebody else has taken the request over since. */
  async finish({ apiKeyId, idempotencyKey, claimId }: RequestClaim, { status, headers, body }: SealedAnswer): Promise<void> {
    await this.dataSource.query(
      `UPDATE idempotent_request SET state = 'done', status = $4, headers = $5, body = $6 WHERE api_key_id = $1 AND idempotency_key = $2 AND claim_id = $3`,
      [apiKeyId, idempotencyKey, claimId, status, JSON.stringify(headers), body],
    );
  }

  /** The request may be sent again as if it had never been. */
  async release({ apiKeyId, idempotencyKey, claimId }: RequestClaim): Promise<void> {
    await this.dataSource.query(`DELETE FROM idempotent_request WHERE api_key_id = $1 AND idempotency_key = $2 AND claim_id = $3 AND state = 'in_progress'`, [
      apiKeyId,
      idempotencyKey,
      claimId,
    ]);
  }
}
