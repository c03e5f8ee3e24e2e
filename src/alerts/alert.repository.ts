import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import { inTransaction } from '../database/index.js';
import type { AlertSubject, Severity } from './domain/message.js';

export interface Alert {
  id: number;
  key: string;
  severity: Severity;
  title: string;
  text: string;
  subject: AlertSubject;
  openedAt: Date;
  recoveredAt: Date | null;
  recoveryText: string | null;
}

export type NewAlert = Pick<Alert, 'key' | 'severity' | 'title' | 'text' | 'subject' | 'openedAt'>;

/** Which channels are told of an alert, and which would have been. */
export interface Audience {
  readonly told: readonly number[];
  readonly muted: readonly number[];
}

const COLUMNS = `id, key, severity, title, text, subject, opened_at AS "openedAt", recovered_at AS "recoveredAt", recovery_text AS "recoveryText"`;

/** Alerts, and the deliveries that are written together with them: either both are there or neither. */
@Injectable()
export class AlertRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Opens an alert unless one with its key is open. Of any number of processes at once one opens it and the others wait for that
   * one's transaction; undefined for them.
   */
  async open(alert: NewAlert, audience: Audience): Promise<Alert | undefined> {
    return inTransaction(this.dataSource, async (runner) => {
      const [opened] = (await runner.query(
        `INSERT INTO alert (key, severity, title, text, subject, opened_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (key) WHERE recovered_at IS NULL DO NOTHING RETURNING ${COLUMNS}`,
        [alert.key, alert.severity, alert.title, alert.text, JSON.stringify(alert.subject), alert.openedAt],
      )) as Alert[];
      if (opened === undefined) return undefined;
      await enqueue(runner, opened.id, { channelIds: audience.told, state: 'pending', now: alert.openedAt });
      await enqueue(runner, opened.id, { channelIds: audience.muted, state: 'skipped_muted', now: alert.openedAt });
      return opened;
    });
  }

  /** Closes the open alert with this key and tells every channel that was, or is about to be, told of it. Undefined where none is open. */
  async recover(key: string, text: string, recoveredAt: Date): Promise<Alert | undefined> {
    return inTransaction(this.dataSource, async (runner) => {
      const [changed] = (await runner.query(
        `WITH closed AS (UPDATE alert SET recovered_at = $2, recovery_text = $3 WHERE key = $1 AND recovered_at IS NULL RETURNING *)
         SELECT ${COLUMNS} FROM closed`,
        [key, recoveredAt, text],
      )) as Alert[];
      if (changed === undefined) return undefined;
      await runner.query(
        `INSERT INTO alert_delivery (alert_id, channel_id, kind, state, attempts, next_attempt_at, may_be_repeat, created_at)
         SELECT DISTINCT d.alert_id, d.channel_id, 'recover', 'pending', 0, $2::timestamptz, false, $2::timestamptz
         FROM alert_delivery d JOIN alert_channel c ON c.id = d.channel_id
         WHERE d.alert_id = $1 AND d.kind = 'raise' AND d.state IN ('pending', 'delivered') AND c.state <> 'reconnect_needed' AND c.deleted_at IS NULL`,
        [changed.id, recoveredAt],
      );
      return changed;
    });
  }

  async find(id: number): Promise<Alert | undefined> {
    const rows = await this.dataSource.query<Alert[]>(`SELECT ${COLUMNS} FROM alert WHERE id = $1`, [id]);
    return rows[0];
  }

  /** Newest first. */
  async list(filter: { isOpen: boolean | undefined; limit: number }): Promise<Alert[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM alert WHERE $1::boolean IS NULL OR (recovered_at IS NULL) = $1 ORDER BY opened_at DESC, id DESC LIMIT $2`,
      [filter.isOpen ?? null, filter.limit],
    );
  }

  /** The keys of open alerts that begin with one of the prefixes. */
  async openKeys(prefixes: readonly string[]): Promise<string[]> {
    const rows = await this.dataSource.query<{ key: string }[]>(
      'SELECT key FROM alert WHERE recovered_at IS NULL AND EXISTS (SELECT FROM unnest($1::text[]) AS prefix WHERE starts_with(key, prefix)) ORDER BY key',
      [prefixes],
    );
    return rows.map((row) => row.key);
  }
}

async function enqueue(runner: QueryRunner, alertId: number, group: { channelIds: readonly number[]; state: string; now: Date }): Promise<void> {
  await runner.query(
    `INSERT INTO alert_delivery (alert_id, channel_id, kind, state, attempts, next_attempt_at, may_be_repeat, created_at, finished_at)
     SELECT $1, channel_id, 'raise', $3, 0, $4, false, $4, CASE WHEN $3 = 'pending' THEN NULL ELSE $4::timestamptz END
     FROM unnest($2::int[]) AS channel_id`,
    [alertId, group.channelIds, group.state, group.now],
  );
}
