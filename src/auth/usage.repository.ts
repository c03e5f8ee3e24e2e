import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import type { UsageCount, UsageRow } from './usage-counts.js';

export type HourlyUsage = UsageRow & { readonly hour: Date };

export interface DailyUsage extends Readonly<UsageCount> {
  readonly day: Day;
}

export interface KeyUsage extends DailyUsage {
  readonly keyId: number;
  readonly prefix: string;
  readonly name: string;
  readonly operation: string;
}

/** Where a list of usage goes on: the row it ended with. */
export type UsagePosition = Pick<KeyUsage, 'day' | 'keyId' | 'operation'>;

export interface UsageQuery {
  readonly since: Day;
  readonly prefix?: string | undefined;
  readonly operation?: string | undefined;
  readonly after?: UsagePosition | undefined;
  readonly limit: number;
}

const SUMS = 'sum(requests)::bigint AS requests, sum(items)::bigint AS items, sum(refused)::bigint AS refused, sum(errors)::bigint AS errors';
const DAY = "(hour AT TIME ZONE 'UTC')::date";

@Injectable()
export class UsageRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Adds to what is there, in one order: two processes that add at once do not wait for each other in a circle. */
  async add(rows: readonly HourlyUsage[]): Promise<void> {
    const column = <K extends keyof HourlyUsage>(name: K): HourlyUsage[K][] => rows.map((row) => row[name]);
    await this.dataSource.query(
      `INSERT INTO api_usage AS u (key_id, hour, operation, requests, items, refused, errors)
       SELECT * FROM unnest($1::integer[], $2::timestamptz[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[]) ORDER BY 1, 2, 3
       ON CONFLICT (key_id, hour, operation) DO UPDATE SET requests = u.requests + excluded.requests, items = u.items + excluded.items,
         refused = u.refused + excluded.refused, errors = u.errors + excluded.errors`,
      [column('keyId'), column('hour'), column('operation'), column('requests'), column('items'), column('refused'), column('errors')],
    );
  }

  /** The days of a key that asked anything, the newest first. */
  async days(keyId: number, since: Day): Promise<DailyUsage[]> {
    return this.dataSource.query(
      `SELECT ${DAY} AS day, ${SUMS} FROM api_usage WHERE key_id = $1 AND hour >= $2::date AT TIME ZONE 'UTC' GROUP BY 1 ORDER BY 1 DESC`,
      [keyId, since],
    );
  }

  /** By day, key and call, the newest day first. */
  async page({ since, prefix, operation, after, limit }: UsageQuery): Promise<KeyUsage[]> {
    return this.dataSource.query(
      `SELECT ${DAY} AS day, u.key_id AS "keyId", k.prefix, k.name, u.operation, ${SUMS}
       FROM api_usage u JOIN api_key k ON k.id = u.key_id
       WHERE u.hour >= $1::date AT TIME ZONE 'UTC' AND ($2::text IS NULL OR k.prefix = $2) AND ($3::text IS NULL OR u.operation = $3)
         AND ($4::date IS NULL OR ${DAY} < $4 OR (${DAY} = $4 AND (u.key_id, u.operation) > ($5, $6)))
       GROUP BY 1, 2, 3, 4, 5 ORDER BY 1 DESC, 2, 5 LIMIT $7`,
      [since, prefix ?? null, operation ?? null, after?.day ?? null, after?.keyId ?? null, after?.operation ?? null, limit],
    );
  }
}
