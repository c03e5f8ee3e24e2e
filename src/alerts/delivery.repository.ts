import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { DeliveryState } from './delivery-state.js';
import type { Receipt } from './domain/delivery-outcome.js';
import type { DeliveryKind } from './domain/message.js';

export interface Delivery {
  id: number;
  /** Only for an alert. */
  alertId: number | null;
  signalEventId: number | null;
  ruleMessageId: number | null;
  /** The delivery whose message this says again. */
  replayOf: number | null;
  /** Of the alert, of the signals, or of what rules found; null for a test. */
  alertKey: string | null;
  channelId: number;
  channelName: string;
  kind: DeliveryKind;
  state: DeliveryState;
  attempts: number;
  nextAttemptAt: Date;
  mayBeRepeat: boolean;
  lastError: string | null;
  receipt: Receipt | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** How an attempt changes its delivery. */
export interface DeliveryEnd {
  readonly state: DeliveryState;
  readonly error: string | null;
  readonly receipt: Receipt | null;
  /** Only where it stays pending. */
  readonly nextAttemptAt?: Date;
  readonly mayBeRepeat?: boolean;
}

export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly channelId?: number | undefined;
  readonly alertId?: number | undefined;
  /** Only older ones. */
  readonly beforeId?: number | undefined;
  readonly limit: number;
}

const SELECT = `SELECT d.id, d.alert_id AS "alertId", d.signal_event_id AS "signalEventId", d.rule_message_id AS "ruleMessageId", d.replay_of AS "replayOf", coalesce(a.key, e.key, m.key) AS "alertKey", d.channel_id AS "channelId", c.name AS "channelName", d.kind, d.state, d.attempts,
    d.next_attempt_at AS "nextAttemptAt", d.may_be_repeat AS "mayBeRepeat", d.last_error AS "lastError", d.receipt, d.created_at AS "createdAt",
    d.finished_at AS "finishedAt"
  FROM alert_delivery d JOIN alert_channel c ON c.id = d.channel_id LEFT JOIN alert a ON a.id = d.alert_id LEFT JOIN signal_event e ON e.id = d.signal_event_id LEFT JOIN rule_message m ON m.id = d.rule_message_id`;

/** The outbox. A claim is a lease: whoever dies while sending leaves a delivery that is due again when the lease is over. */
@Injectable()
export class DeliveryRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Takes the delivery that is due longest, for as long as the lease. Deliveries that others are taking are passed over, and so are
   * channels this process is busy with: a slow one delays only itself. That an alert came good is never told before the alert.
   */
  async claim(at: { now: Date; leaseUntil: Date; busyChannelIds: readonly number[] }): Promise<Delivery | undefined> {
    const claimed = await this.dataSource.query<{ id: number }[]>(
      `WITH due AS (
         SELECT d.id FROM alert_delivery d
         WHERE d.state = 'pending' AND d.next_attempt_at <= $1 AND d.channel_id <> ALL($3::int[])
           AND NOT EXISTS (
             SELECT FROM alert_delivery earlier
             WHERE d.kind = 'recover' AND earlier.kind = 'raise' AND earlier.alert_id = d.alert_id AND earlier.channel_id = d.channel_id AND earlier.state = 'pending')
         ORDER BY d.next_attempt_at, d.id LIMIT 1 FOR UPDATE SKIP LOCKED),
       claimed AS (
         UPDATE alert_delivery d
         SET attempts = attempts + 1, may_be_repeat = may_be_repeat OR sending_since IS NOT NULL, sending_since = $1, next_attempt_at = $2
         FROM due WHERE d.id = due.id RETURNING d.id)
       SELECT id FROM claimed`,
      [at.now, at.leaseUntil, at.busyChannelIds],
    );
    return claimed[0] === undefined ? undefined : this.find(claimed[0].id);
  }

  /** A test, claimed from the start by who sends it. */
  async beginTest(channelId: number, at: { now: Date; leaseUntil: Date }): Promise<Delivery> {
    const [row] = await this.dataSource.query<{ id: number }[]>(
      `INSERT INTO alert_delivery (alert_id, channel_id, kind, state, attempts, next_attempt_at, sending_since, may_be_repeat, created_at)
       VALUES (NULL, $1, 'test', 'pending', 1, $3, $2, false, $2) RETURNING id`,
      [channelId, at.now, at.leaseUntil],
    );
    return (await this.find((row as { id: number }).id)) as Delivery;
  }

  /** A further delivery of the same message. Of a replay it is one of what that one repeats. */
  async addReplay(id: number, now: Date): Promise<Delivery> {
    const [row] = await this.dataSource.query<{ id: number }[]>(
      `INSERT INTO alert_delivery (alert_id, signal_event_id, channel_id, kind, state, attempts, next_attempt_at, may_be_repeat, replay_of, created_at)
       SELECT alert_id, signal_event_id, channel_id, kind, 'pending', 0, $2, may_be_repeat, coalesce(replay_of, id), $2 FROM alert_delivery WHERE id = $1 RETURNING id`,
      [id, now],
    );
    return (await this.find((row as { id: number }).id)) as Delivery;
  }

  /**
   * Writes down how the attempt ended. An attempt that took so long that somebody else has claimed the delivery since changes
   * nothing (false), unless it delivered: that is worth knowing whoever did it.
   */
  async finish(delivery: Pick<Delivery, 'id' | 'attempts'>, end: DeliveryEnd, now: Date): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `WITH ended AS (
         UPDATE alert_delivery
         SET state = $3, last_error = $4, receipt = coalesce($5::jsonb, receipt), sending_since = NULL, next_attempt_at = coalesce($6::timestamptz, next_attempt_at),
           may_be_repeat = may_be_repeat OR $7, finished_at = CASE WHEN $3 = 'pending' THEN NULL ELSE $8::timestamptz END
         WHERE id = $1 AND state = 'pending' AND (attempts = $2 OR $3 = 'delivered') RETURNING id)
       SELECT id FROM ended`,
      [
        delivery.id,
        delivery.attempts,
        end.state,
        end.error,
        end.receipt === null ? null : JSON.stringify(end.receipt),
        end.nextAttemptAt ?? null,
        end.mayBeRepeat ?? false,
        now,
      ],
    );
    return rows.length > 0;
  }

  /** Gives up what waits for a channel, but for what is being sent right now. Returns how many. */
  async giveUp(channelId: number, error: string, now: Date): Promise<number> {
    const rows = await this.dataSource.query<unknown[]>(
      `WITH ended AS (
         UPDATE alert_delivery SET state = 'failed', last_error = $2, finished_at = $3
         WHERE channel_id = $1 AND state = 'pending' AND sending_since IS NULL RETURNING id)
       SELECT id FROM ended`,
      [channelId, error, now],
    );
    return rows.length;
  }

  async find(id: number): Promise<Delivery | undefined> {
    const rows = await this.dataSource.query<Delivery[]>(`${SELECT} WHERE d.id = $1`, [id]);
    return rows[0];
  }

  /** Those to the operator's channels, newest first. */
  async list(filter: DeliveryFilter): Promise<Delivery[]> {
    return this.dataSource.query(
      `${SELECT} WHERE c.account IS NULL AND ($1::text IS NULL OR d.state = $1) AND ($2::int IS NULL OR d.channel_id = $2) AND ($3::bigint IS NULL OR d.alert_id = $3)
         AND ($4::bigint IS NULL OR d.id < $4)
       ORDER BY d.id DESC LIMIT $5`,
      [filter.state ?? null, filter.channelId ?? null, filter.alertId ?? null, filter.beforeId ?? null, filter.limit],
    );
  }
}
