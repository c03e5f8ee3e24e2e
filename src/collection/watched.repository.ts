import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

export interface Watched {
  readonly printingId: number;
  readonly targetPriceCents: number | null;
  readonly currency: string | null;
  readonly note: string;
}

@Injectable()
export class WatchedRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async put(account: string, { printingId, targetPriceCents, currency, note }: Watched, at: Date): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO watched_card (account, printing_id, target_price_cents, currency, note, created_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (account, printing_id) DO UPDATE SET target_price_cents = excluded.target_price_cents, currency = excluded.currency, note = excluded.note`,
      [account, printingId, targetPriceCents, currency, note, at],
    );
  }

  /** By printing. */
  async page(account: string, after: number, limit: number): Promise<Watched[]> {
    return this.dataSource.query(
      `SELECT printing_id AS "printingId", target_price_cents AS "targetPriceCents", currency, note FROM watched_card WHERE account = $1 AND printing_id > $2 ORDER BY printing_id LIMIT $3`,
      [account, after, limit],
    );
  }

  /** Of all of some accounts. */
  async ofAccounts(accounts: readonly string[]): Promise<(Watched & { account: string })[]> {
    return this.dataSource.query(
      `SELECT account, printing_id AS "printingId", target_price_cents AS "targetPriceCents", currency, note FROM watched_card WHERE account = ANY($1) ORDER BY account, printing_id`,
      [accounts],
    );
  }

  async delete(account: string, printingId: number): Promise<boolean> {
    const [, count] = (await this.dataSource.query('DELETE FROM watched_card WHERE account = $1 AND printing_id = $2', [account, printingId])) as [unknown, number];
    return count > 0;
  }
}
