import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import { inTransaction } from '../database/index.js';
import type { Day } from '../shared/day.js';
import { type CardRule, judged, type RuleState, type Standing, standingKey, type Verdict } from './domain/card-rule.js';
import type { SaidFinding } from './domain/rules-content.js';
import { lockFindings, RuleMessageRepository, type StoredFinding } from './rule-message.repository.js';

export interface StoredRule extends CardRule {
  readonly createdAt: Date;
  readonly lastFiredOn: Day | null;
}

export type NewRule = Omit<CardRule, 'id' | 'state'>;

export interface RuleChange {
  readonly state?: RuleState | undefined;
  readonly isOnce?: boolean | undefined;
  readonly note?: string | undefined;
}

/** What was found, as its owner sees it. */
export interface Finding {
  readonly id: number;
  readonly ruleId: number;
  readonly content: SaidFinding;
  readonly foundAt: Date;
  readonly deliveries: readonly { readonly channel: string; readonly state: string; readonly next_attempt_at: string | null; readonly error: string | null }[];
}

export interface Evaluation {
  readonly day: Day;
  readonly now: Date;
  /** Names the messages. */
  readonly key: string;
  readonly verdicts: readonly Verdict[];
  readonly said: (verdict: Verdict) => SaidFinding;
}

const COLUMNS = `r.id, r.account, r.scope, r.printing_id AS "printingId", r.condition, r.is_once AS "isOnce", r.state, r.note, r.created_at AS "createdAt"`;
const SELECT = `SELECT ${COLUMNS}, (SELECT max(f.day) FROM alert_finding f WHERE f.rule_id = r.id) AS "lastFiredOn" FROM alert_rule r`;

/** What people wait for, and what was found of it. Nothing is read or written but for an account, save by {@link active} and {@link record}. */
@Injectable()
export class AlertRuleRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly messages: RuleMessageRepository,
  ) {}

  async count(account: string): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>('SELECT count(*)::int AS count FROM alert_rule WHERE account = $1 AND deleted_at IS NULL', [account]);
    return row?.count ?? 0;
  }

  async create({ account, scope, printingId, condition, isOnce, note }: NewRule, now: Date): Promise<StoredRule> {
    const [row] = await this.dataSource.query<{ id: number }[]>(
      `INSERT INTO alert_rule (account, scope, printing_id, condition, is_once, state, note, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, 'active', $6, $7, $7) RETURNING id`,
      [account, scope, printingId, JSON.stringify(condition), isOnce, note, now],
    );
    return (await this.find(account, row?.id ?? 0)) as StoredRule;
  }

  /** The last one first. */
  async list(account: string, page: { beforeId: number | undefined; limit: number }): Promise<StoredRule[]> {
    return this.dataSource.query(`${SELECT} WHERE r.account = $1 AND r.deleted_at IS NULL AND ($2::int IS NULL OR r.id < $2) ORDER BY r.id DESC LIMIT $3`, [account, page.beforeId ?? null, page.limit]);
  }

  async find(account: string, id: number): Promise<StoredRule | undefined> {
    const rows = await this.dataSource.query<StoredRule[]>(`${SELECT} WHERE r.account = $1 AND r.id = $2 AND r.deleted_at IS NULL`, [account, id]);
    return rows[0];
  }

  /** What is not in the change stays. One that is made active forgets what it found last: it fires for whatever does what it waits for. */
  async change(account: string, id: number, change: RuleChange, now: Date): Promise<void> {
    await inTransaction(this.dataSource, async (runner) => {
      await runner.query(
        'UPDATE alert_rule SET state = coalesce($3, state), is_once = coalesce($4, is_once), note = coalesce($5, note), updated_at = $6 WHERE account = $1 AND id = $2 AND deleted_at IS NULL',
        [account, id, change.state ?? null, change.isOnce ?? null, change.note ?? null, now],
      );
      if (change.state === 'active') await runner.query('DELETE FROM alert_rule_standing WHERE rule_id = (SELECT id FROM alert_rule WHERE account = $1 AND id = $2)', [account, id]);
    });
  }

  /** What it found stays. */
  async delete(account: string, id: number, now: Date): Promise<boolean> {
    const rows = await this.dataSource.query<{ id: number }[]>(
      `WITH gone AS (UPDATE alert_rule SET deleted_at = $3, updated_at = $3 WHERE account = $1 AND id = $2 AND deleted_at IS NULL RETURNING id),
       forgotten AS (DELETE FROM alert_rule_standing WHERE rule_id IN (SELECT id FROM gone))
       SELECT id FROM gone`,
      [account, id, now],
    );
    return rows.length > 0;
  }

  /** Of everybody. */
  async active(): Promise<CardRule[]> {
    return this.dataSource.query(`SELECT ${COLUMNS} FROM alert_rule r WHERE r.state = 'active' AND r.deleted_at IS NULL ORDER BY r.id`);
  }

  /** Newest first, with what became of telling them. */
  async findings(account: string, page: { beforeId: number | undefined; limit: number }): Promise<Finding[]> {
    return this.dataSource.query(
      `SELECT f.id, f.rule_id AS "ruleId", f.content, f.found_at AS "foundAt", (
         SELECT coalesce(json_agg(json_build_object('channel', c.name, 'state', d.state, 'error', d.last_error,
           'next_attempt_at', CASE WHEN d.state = 'pending' THEN to_char(d.next_attempt_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END) ORDER BY d.id), '[]')
         FROM rule_message m JOIN alert_delivery d ON d.rule_message_id = m.id JOIN alert_channel c ON c.id = d.channel_id
         WHERE m.account = f.account AND m.finding_ids @> ARRAY[f.id]) AS deliveries
       FROM alert_finding f WHERE f.account = $1 AND ($2::bigint IS NULL OR f.id < $2) ORDER BY f.id DESC LIMIT $3`,
      [account, page.beforeId ?? null, page.limit],
    );
  }

  /**
   * Writes what was found on a day, and the messages about it: all of it or nothing, and at most once for each rule, card and day.
   * Returns how many findings are new.
   */
  async record(evaluation: Evaluation): Promise<number> {
    return inTransaction(this.dataSource, async (runner) => {
      await lockFindings(runner);
      const { fired, standings } = judged(evaluation.verdicts, await standingsOf(runner, evaluation.verdicts), evaluation.day);
      await saveStandings(runner, standings);
      const found = await saveFindings(runner, evaluation, fired);
      await runner.query(`UPDATE alert_rule SET state = 'done', updated_at = $2 WHERE id = ANY($1::int[]) AND is_once AND state = 'active'`, [fired.map(({ ruleId }) => ruleId), evaluation.now]);
      for (const account of new Set(found.map((each) => each.account))) {
        await this.messages.tellAtOnce(runner, { account, key: evaluation.key, findings: found.filter((each) => each.account === account) }, evaluation.now);
      }
      return found.length;
    });
  }
}

async function standingsOf(runner: QueryRunner, verdicts: readonly Verdict[]): Promise<Map<string, Standing>> {
  const rows = (await runner.query('SELECT rule_id AS "ruleId", printing_id AS "printingId", is_met AS "isMet", day FROM alert_rule_standing WHERE rule_id = ANY($1::int[])', [
    [...new Set(verdicts.map(({ ruleId }) => ruleId))],
  ])) as Standing[];
  return new Map(rows.map((row) => [standingKey(row), row]));
}

async function saveStandings(runner: QueryRunner, standings: readonly Standing[]): Promise<void> {
  await runner.query(
    `INSERT INTO alert_rule_standing AS s (rule_id, printing_id, is_met, day)
     SELECT * FROM unnest($1::int[], $2::int[], $3::boolean[], $4::date[])
     ON CONFLICT (rule_id, printing_id) DO UPDATE SET is_met = excluded.is_met, day = excluded.day`,
    [standings.map(({ ruleId }) => ruleId), standings.map(({ printingId }) => printingId), standings.map(({ isMet }) => isMet), standings.map(({ day }) => day)],
  );
}

async function saveFindings(runner: QueryRunner, { day, now, said }: Evaluation, fired: readonly Verdict[]): Promise<StoredFinding[]> {
  return (await runner.query(
    `INSERT INTO alert_finding (account, rule_id, printing_id, day, content, found_at)
     SELECT r.account, r.id, fired.printing_id, $4, fired.content::json, $5 FROM unnest($1::int[], $2::int[], $3::text[]) WITH ORDINALITY AS fired (rule_id, printing_id, content, place)
     JOIN alert_rule r ON r.id = fired.rule_id WHERE r.state = 'active' AND r.deleted_at IS NULL ORDER BY fired.place
     ON CONFLICT ON CONSTRAINT alert_finding_once_key DO NOTHING RETURNING id, account, content`,
    [fired.map(({ ruleId }) => ruleId), fired.map(({ printingId }) => printingId), fired.map((each) => JSON.stringify(said(each))), day, now],
  )) as StoredFinding[];
}
