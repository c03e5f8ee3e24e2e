import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import type { OutboundMemory } from './outbound.js';

@Injectable()
export class OutboundCreditRepository implements OutboundMemory {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async creditsSpent(service: string, day: Day): Promise<number> {
    const rows = (await this.dataSource.query('SELECT credits FROM outbound_credit WHERE service = $1 AND day = $2', [service, day])) as { credits: number }[];
    return rows[0]?.credits ?? 0;
  }

  /** One statement: of two processes that want the last credits, one gets them. A negative number gives back. */
  async spendCredits(service: string, day: Day, credits: number, creditsPerDay?: number): Promise<number | undefined> {
    const most = creditsPerDay ?? 2_147_483_647;
    const rows = (await this.dataSource.query(
      `INSERT INTO outbound_credit AS kept (service, day, credits) SELECT $1, $2::date, greatest($3::integer, 0) WHERE $3::integer <= $4::integer
       ON CONFLICT (service, day) DO UPDATE SET credits = greatest(kept.credits + $3::integer, 0)
         WHERE kept.credits + $3::integer <= $4::integer RETURNING credits`,
      [service, day, credits, most],
    )) as { credits: number }[];
    return rows[0]?.credits;
  }
}
