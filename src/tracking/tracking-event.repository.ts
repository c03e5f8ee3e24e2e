import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EventKind, EventState, NewTrackingEvent } from './domain/tracking-event.js';

export interface TrackingEvent {
  readonly id: number;
  readonly kind: EventKind;
  readonly key: string;
  readonly payload: Readonly<Record<string, number | string>>;
  readonly state: EventState;
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly lastError: string | null;
  readonly recordedAt: Date;
  readonly sentAt: Date | null;
  readonly remoteId: string | null;
}

export interface EventCount {
  readonly kind: EventKind;
  readonly state: EventState;
  readonly events: number;
}

/** What became of an attempt. */
export interface AttemptResult {
  readonly state: EventState;
  readonly at: Date;
  /** Of one that stays pending. */
  readonly nextAttemptAt?: Date;
  readonly error?: string;
  readonly remoteId?: string;
}

const COLUMNS = `id, kind, key, payload, state, attempts, next_attempt_at AS "nextAttemptAt", last_error AS "lastError", recorded_at AS "recordedAt",
  sent_at AS "sentAt", remote_id AS "remoteId"`;

/** The spool: what is to be told to the outside. */
@Injectable()
export class TrackingEventRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Writes events in their order; what is there already stays as it is. Returns how many were new. */
  async append(events: readonly NewTrackingEvent[], recordedAt: Date): Promise<number> {
    const rows = (await this.dataSource.query(
      `INSERT INTO tracking_event (kind, key, stream, payload, state, attempts, next_attempt_at, recorded_at)
       SELECT e.kind, e.key, e.stream, e.payload, 'pending', 0, e.not_before, $2::timestamptz
       FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (kind text, key text, stream text, payload jsonb, "notBefore" timestamptz)) WITH ORDINALITY
         AS e (kind, key, stream, payload, not_before, place)
       WHERE NOT EXISTS (SELECT 1 FROM tracking_event known WHERE known.key = e.key)
       ORDER BY e.place
       ON CONFLICT (key) DO NOTHING RETURNING id`,
      [JSON.stringify(events), recordedAt],
    )) as unknown[];
    return rows.length;
  }

  /**
   * Takes the first event of these kinds that is due and has none before it in its stream, for as long as the lease lasts: a sender that
   * dies gives it back by that. Nobody waits for a move of an alias, which may count from a later day on. Undefined where nothing is due.
   */
  async claim(kinds: readonly EventKind[], { now, leaseUntil }: { now: Date; leaseUntil: Date }): Promise<TrackingEvent | undefined> {
    const [rows] = (await this.dataSource.query(
      `UPDATE tracking_event SET attempts = attempts + 1, next_attempt_at = $2, last_error = NULL
       WHERE id = (
         SELECT e.id FROM tracking_event e
         WHERE e.state = 'pending' AND e.next_attempt_at <= $1 AND e.kind = ANY ($3)
           AND NOT EXISTS (SELECT 1 FROM tracking_event earlier
             WHERE earlier.state = 'pending' AND earlier.stream = e.stream AND earlier.id < e.id AND earlier.kind <> 'alias_move')
         ORDER BY e.id LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [now, leaseUntil, kinds],
    )) as [TrackingEvent[], number];
    return rows[0];
  }

  /** Writes what became of an attempt; nothing where somebody else has taken the event since. */
  async settle(event: TrackingEvent, result: AttemptResult): Promise<void> {
    const isOver = result.state === 'sent' || result.state === 'dropped';
    await this.dataSource.query(
      `UPDATE tracking_event SET state = $3, next_attempt_at = coalesce($4, next_attempt_at), last_error = $5, sent_at = $6, remote_id = coalesce($7, remote_id)
       WHERE id = $1 AND attempts = $2 AND state = 'pending'`,
      [event.id, event.attempts, result.state, result.nextAttemptAt ?? null, result.error ?? null, isOver ? result.at : null, result.remoteId ?? null],
    );
  }

  async find(key: string): Promise<TrackingEvent | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${COLUMNS} FROM tracking_event WHERE key = $1`, [key])) as TrackingEvent[];
    return rows[0];
  }

  async counts(): Promise<EventCount[]> {
    return this.dataSource.query('SELECT kind, state, count(*)::int AS events FROM tracking_event GROUP BY kind, state ORDER BY kind, state');
  }

  /** Those that a person should see: failed first, then waiting, then sent or dropped; each newest first. */
  async list(filter: { state?: EventState | undefined; limit: number }): Promise<TrackingEvent[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM tracking_event WHERE $1::text IS NULL OR state = $1
       ORDER BY array_position(ARRAY['failed', 'pending', 'sent', 'dropped'], state), id DESC LIMIT $2`,
      [filter.state ?? null, filter.limit],
    );
  }

  /** What failed, and what waits, is due now. Returns how many had failed. */
  async replay(now: Date): Promise<number> {
    const [rows] = (await this.dataSource.query(
      `UPDATE tracking_event SET state = 'pending', next_attempt_at = $1, last_error = NULL WHERE state = 'failed' RETURNING id`,
      [now],
    )) as [unknown[], number];
    // One that waits after an error is tried at once; one that has not been tried is not due before its time.
    await this.dataSource.query(`UPDATE tracking_event SET next_attempt_at = $1 WHERE state = 'pending' AND last_error IS NOT NULL`, [now]);
    return rows.length;
  }
}
