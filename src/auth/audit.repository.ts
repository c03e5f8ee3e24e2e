import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

export interface NewAuditEntry {
  readonly at: Date;
  readonly actorKeyId: number | null;
  readonly actorPrefix: string;
  readonly actorName: string;
  readonly address: string | null;
  readonly requestId: string | null;
  readonly operation: string;
  readonly method: string | null;
  readonly path: string | null;
  readonly status: number | null;
  readonly body: string | null;
}

export type AuditEntry = NewAuditEntry & { readonly id: number };

export interface AuditQuery {
  readonly actor?: string | undefined;
  readonly operation?: string | undefined;
  readonly since?: Date | undefined;
  /** The id of the last entry of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

const COLUMNS = `id, at, actor_key_id AS "actorKeyId", actor_prefix AS "actorPrefix", actor_name AS "actorName", address, request_id AS "requestId",
  operation, method, path, status, body`;

@Injectable()
export class AuditRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async append(entry: NewAuditEntry): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO audit_entry (at, actor_key_id, actor_prefix, actor_name, address, request_id, operation, method, path, status, body)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [entry.at, entry.actorKeyId, entry.actorPrefix, entry.actorName, entry.address, entry.requestId, entry.operation, entry.method, entry.path, entry.status, entry.body],
    );
  }

  /** The newest first. */
  async page({ actor, operation, since, before, limit }: AuditQuery): Promise<AuditEntry[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM audit_entry
       WHERE ($1::text IS NULL OR actor_prefix = $1) AND ($2::text IS NULL OR operation = $2)
         AND ($3::timestamptz IS NULL OR at >= $3) AND ($4::bigint IS NULL OR id < $4)
       ORDER BY id DESC LIMIT $5`,
      [actor ?? null, operation ?? null, since ?? null, before ?? null, limit],
    );
  }
}
