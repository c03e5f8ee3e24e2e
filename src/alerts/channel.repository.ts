import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Conflict } from '../shared/errors.js';
import type { ChannelAddress, ChannelEvent, ChannelKind, ChannelState } from './domain/channel.js';
import type { MessageHours } from './domain/message-hours.js';
import type { KeyMute } from './domain/mute.js';

/** A channel as it may be shown. */
export interface Channel extends MessageHours {
  id: number;
  /** Whose it is; null: the operator's. */
  account: string | null;
  kind: ChannelKind;
  name: string;
  /** What it is told; nothing of these where it is a person's. */
  events: ChannelEvent[];
  hint: string;
  state: ChannelState;
  stateReason: string | null;
  mutedUntil: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface ChannelChange {
  readonly name?: string;
  readonly events?: readonly ChannelEvent[];
  readonly address?: ChannelAddress;
  readonly hint?: string;
  readonly state?: ChannelState;
  readonly stateReason?: string | null;
  readonly mutedUntil?: Date | null;
}

export interface NewChannel {
  readonly address: ChannelAddress;
  readonly name: string;
  readonly events: readonly ChannelEvent[];
  readonly hint: string;
  readonly account: string | null;
  readonly createdAt: Date;
}

export interface StoredMute extends KeyMute {
  readonly id: number;
  readonly reason: string;
  readonly createdAt: Date;
}

const COLUMNS = `id, account, kind, name, events, hint, state, state_reason AS "stateReason", muted_until AS "mutedUntil", created_at AS "createdAt", updated_at AS "updatedAt",
  time_zone AS "timeZone", quiet_from AS "quietFrom", quiet_until AS "quietUntil", digest_at AS "digestAt"`;
const UNIQUE_VIOLATION = '23505';

/** Channels and mutes. The target of a channel is read by {@link addressOf} and nowhere else. */
@Injectable()
export class ChannelRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async create(channel: NewChannel): Promise<Channel> {
    const { address, name, events, hint, account, createdAt } = channel;
    const sql = `INSERT INTO alert_channel (kind, name, target, hint, events, state, created_at, updated_at, account, time_zone) VALUES ($1, $2, $3, $4, $6, 'active', $5, $5, $7, 'UTC') RETURNING ${COLUMNS}`;
    const rows = await this.unlessTaken(name, () => this.dataSource.query<Channel[]>(sql, [address.kind, name, JSON.stringify(address.target), hint, createdAt, events, account]));
    return rows[0] as Channel;
  }

  /** Those of an account, or (null) of the operator, by id. */
  async list(account: string | null = null): Promise<Channel[]> {
    return this.dataSource.query(`SELECT ${COLUMNS} FROM alert_channel WHERE deleted_at IS NULL AND account IS NOT DISTINCT FROM $1 ORDER BY id`, [account]);
  }

  /** Whoever has it. */
  async find(id: number): Promise<Channel | undefined> {
    const rows = await this.dataSource.query<Channel[]>(`SELECT ${COLUMNS} FROM alert_channel WHERE id = $1 AND deleted_at IS NULL`, [id]);
    return rows[0];
  }

  async addressOf(id: number): Promise<ChannelAddress | undefined> {
    const rows = await this.dataSource.query<ChannelAddress[]>('SELECT kind, target FROM alert_channel WHERE id = $1 AND deleted_at IS NULL', [id]);
    return rows[0];
  }

  /** What is not in the change stays. Undefined where there is no such channel. */
  async update(id: number, change: ChannelChange, updatedAt: Date): Promise<Channel | undefined> {
    const values: Record<string, unknown> = {
      name: change.name,
      events: change.events,
      target: change.address === undefined ? undefined : JSON.stringify(change.address.target),
      hint: change.hint,
      state: change.state,
      state_reason: change.stateReason,
      muted_until: change.mutedUntil,
      updated_at: updatedAt,
    };
    const set = Object.entries(values).filter(([, value]) => value !== undefined);
    const sql = `UPDATE alert_channel SET ${set.map(([column], i) => `${column} = $${i + 2}`).join(', ')} WHERE id = $1 AND deleted_at IS NULL`;
    await this.unlessTaken(change.name ?? '', () => this.dataSource.query(sql, [id, ...set.map(([, value]) => value)]));
    return this.find(id);
  }

  /** When a person is written to. Who has digests from now on is told in them what is found from now on. */
  async setHours(id: number, hours: MessageHours, at: { nextDigestAt: Date | null; now: Date }): Promise<void> {
    await this.dataSource.query(
      `UPDATE alert_channel c SET time_zone = $2, quiet_from = $3, quiet_until = $4, digest_at = $5, next_digest_at = $6, updated_at = $7,
         digested_finding_id = CASE WHEN digest_at IS NULL THEN (SELECT max(f.id) FROM alert_finding f WHERE f.account = c.account) ELSE digested_finding_id END
       WHERE id = $1 AND deleted_at IS NULL`,
      [id, hours.timeZone, hours.quietFrom, hours.quietUntil, hours.digestAt, at.nextDigestAt, at.now],
    );
  }

  /** Marks a channel, unless it was given another target since: an answer to the old one says nothing of the new. */
  async markReconnectNeeded(id: number, address: ChannelAddress, at: { reason: string; now: Date }): Promise<void> {
    await this.dataSource.query(
      `UPDATE alert_channel SET state = 'reconnect_needed', state_reason = $3, muted_until = NULL, updated_at = $4
       WHERE id = $1 AND target = $2::jsonb AND state <> 'reconnect_needed' AND deleted_at IS NULL`,
      [id, JSON.stringify(address.target), at.reason, at.now],
    );
  }

  /** Wipes the target; the name stays for old receipts. What still waits for the channel is given up. */
  async delete(id: number, deletedAt: Date): Promise<boolean> {
    const rows = await this.dataSource.query<{ id: number }[]>(
      `WITH gone AS (UPDATE alert_channel SET target = '{}', hint = '', deleted_at = $2, updated_at = $2 WHERE id = $1 AND deleted_at IS NULL RETURNING id),
       given_up AS (UPDATE alert_delivery SET state = 'failed', last_error = 'the channel was deleted', finished_at = $2
         WHERE channel_id IN (SELECT id FROM gone) AND state = 'pending')
       SELECT id FROM gone`,
      [id, deletedAt],
    );
    return rows.length > 0;
  }

  async addMute(mute: Omit<StoredMute, 'id'>): Promise<StoredMute> {
    const rows = await this.dataSource.query<StoredMute[]>(
      `INSERT INTO alert_mute (key_pattern, until, reason, created_at) VALUES ($1, $2, $3, $4)
       RETURNING id, key_pattern AS "keyPattern", until, reason, created_at AS "createdAt"`,
      [mute.keyPattern, mute.until, mute.reason, mute.createdAt],
    );
    return rows[0] as StoredMute;
  }

  /** Those that still hold, the one that ends first before the others. */
  async mutes(now: Date): Promise<StoredMute[]> {
    return this.dataSource.query(
      'SELECT id, key_pattern AS "keyPattern", until, reason, created_at AS "createdAt" FROM alert_mute WHERE until > $1 ORDER BY until, id',
      [now],
    );
  }

  async deleteMute(id: number): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>('WITH gone AS (DELETE FROM alert_mute WHERE id = $1 RETURNING id) SELECT id FROM gone', [id]);
    return rows.length > 0;
  }

  private async unlessTaken<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
      throw new Conflict(`name "${name}" belongs to another channel; expected one that is not taken.`);
    }
  }
}
