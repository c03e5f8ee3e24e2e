import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import { inTransaction } from '../database/index.js';
import { heldUntil, type MessageHours, nextDigestAt } from './domain/message-hours.js';
import { rulesContent, type RulesContent, type SaidFinding } from './domain/rules-content.js';

/** What one message tells of what a person's rules found. */
export interface RuleMessage {
  readonly id: number;
  readonly key: string;
  readonly content: RulesContent;
  readonly createdAt: Date;
}

export interface StoredFinding {
  readonly id: number;
  readonly account: string;
  readonly content: SaidFinding;
}

interface DueChannel extends MessageHours {
  readonly id: number;
  readonly account: string;
  readonly digestedFindingId: number | null;
}

interface Draft {
  readonly account: string;
  readonly key: string;
  readonly findings: readonly StoredFinding[];
  readonly isDigest: boolean;
}

const HOURS = `time_zone AS "timeZone", quiet_from AS "quietFrom", quiet_until AS "quietUntil", digest_at AS "digestAt"`;
const USABLE = `deleted_at IS NULL AND state <> 'reconnect_needed'`;

/** Findings are written and told by one at a time: then their ids grow in the order in which others see them, and none is passed over. */
export async function lockFindings(runner: QueryRunner): Promise<void> {
  await runner.query(`SELECT pg_advisory_xact_lock(hashtextextended('alert_finding', 0))`);
}

/** Messages to persons about what their rules found, and the deliveries that are written together with them. */
@Injectable()
export class RuleMessageRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async find(id: number): Promise<RuleMessage | undefined> {
    const rows = await this.dataSource.query<RuleMessage[]>('SELECT id, key, content, created_at AS "createdAt" FROM rule_message WHERE id = $1', [id]);
    return rows[0];
  }

  /** Tells findings of one account through its channels that want to know at once, each at an hour that suits it. */
  async tellAtOnce(runner: QueryRunner, of: { account: string; key: string; findings: readonly StoredFinding[] }, now: Date): Promise<void> {
    const channels = (await runner.query(`SELECT id, ${HOURS} FROM alert_channel WHERE account = $1 AND ${USABLE} AND digest_at IS NULL ORDER BY id`, [of.account])) as DueChannel[];
    if (channels.length > 0) await this.write(runner, { ...of, isDigest: false }, { channels, now });
  }

  /** Writes every digest that is due: one message for each channel with what was found since its last one, and none where nothing was. */
  async writeDigests(now: Date): Promise<void> {
    const due = await this.dataSource.query<{ id: number }[]>('SELECT id FROM alert_channel WHERE deleted_at IS NULL AND next_digest_at <= $1 ORDER BY id', [now]);
    for (const { id } of due) await inTransaction(this.dataSource, (runner) => this.writeDigest(runner, id, now));
  }

  private async writeDigest(runner: QueryRunner, channelId: number, now: Date): Promise<void> {
    await lockFindings(runner);
    const [channel] = (await runner.query(
      `SELECT id, account, digested_finding_id AS "digestedFindingId", ${HOURS} FROM alert_channel WHERE id = $1 AND deleted_at IS NULL AND next_digest_at <= $2 FOR UPDATE`,
      [channelId, now],
    )) as DueChannel[];
    // Another process was here first.
    if (channel === undefined) return;
    const findings = (await runner.query('SELECT id, account, content FROM alert_finding WHERE account = $1 AND id > $2 ORDER BY id', [channel.account, channel.digestedFindingId ?? 0])) as StoredFinding[];
    if (findings.length > 0) await this.write(runner, { account: channel.account, key: `rules:digest:${now.toISOString().slice(0, 10)}`, findings, isDigest: true }, { channels: [channel], now });
    await runner.query('UPDATE alert_channel SET next_digest_at = $2, digested_finding_id = coalesce($3::bigint, digested_finding_id) WHERE id = $1', [channel.id, nextDigestAt(channel, now), findings.at(-1)?.id ?? null]);
  }

  private async write(runner: QueryRunner, draft: Draft, to: { channels: readonly DueChannel[]; now: Date }): Promise<void> {
    const { account, key, findings, isDigest } = draft;
    const [message] = (await runner.query('INSERT INTO rule_message (account, key, content, finding_ids, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id', [
      account, key, JSON.stringify(rulesContent(findings.map(({ content }) => content), isDigest)), findings.map(({ id }) => id), to.now,
    ])) as { id: number }[];
    await runner.query(
      `INSERT INTO alert_delivery (rule_message_id, channel_id, kind, state, attempts, next_attempt_at, may_be_repeat, created_at)
       SELECT $1, channel_id, 'rules', 'pending', 0, at, false, $4 FROM unnest($2::int[], $3::timestamptz[]) AS told (channel_id, at)`,
      [message?.id, to.channels.map(({ id }) => id), to.channels.map((channel) => heldUntil(channel, to.now) ?? to.now), to.now],
    );
  }
}
