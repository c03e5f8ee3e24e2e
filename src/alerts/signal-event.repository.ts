import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { inTransaction } from '../database/index.js';
import type { Audience } from './alert.repository.js';
import type { SignalsContent } from './domain/signals-content.js';

/** The new signals of a game and day, as they are told. */
export interface SignalEvent {
  readonly id: number;
  readonly key: string;
  readonly content: SignalsContent;
  readonly createdAt: Date;
}

export type NewSignalEvent = Omit<SignalEvent, 'id'> & { readonly runId: string | undefined };

/** Events of new signals, and the deliveries that are written together with them. */
@Injectable()
export class SignalEventRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** True where this call wrote it; false where the game's day has been told before, whatever was in it. */
  async add(event: NewSignalEvent, audience: Audience): Promise<boolean> {
    const { content, key, runId, createdAt } = event;
    return inTransaction(this.dataSource, async (runner) => {
      const [row] = (await runner.query(
        `INSERT INTO signal_event (game, day, key, run_id, content, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (game, day) DO NOTHING RETURNING id`,
        [content.game, content.date, key, runId ?? null, JSON.stringify(content), createdAt],
      )) as { id: number }[];
      if (row === undefined) return false;
      await runner.query(
        `INSERT INTO alert_delivery (signal_event_id, channel_id, kind, state, attempts, next_attempt_at, may_be_repeat, created_at, finished_at)
         SELECT $1, channel_id, 'signals', state, 0, $4::timestamptz, false, $4::timestamptz, CASE WHEN state = 'pending' THEN NULL ELSE $4::timestamptz END
         FROM (SELECT unnest($2::int[]) AS channel_id, 'pending' AS state UNION ALL SELECT unnest($3::int[]), 'skipped_muted') AS audience`,
        [row.id, audience.told, audience.muted, createdAt],
      );
      return true;
    });
  }

  async find(id: number): Promise<SignalEvent | undefined> {
    const rows = await this.dataSource.query<SignalEvent[]>('SELECT id, key, content, created_at AS "createdAt" FROM signal_event WHERE id = $1', [id]);
    return rows[0];
  }
}
