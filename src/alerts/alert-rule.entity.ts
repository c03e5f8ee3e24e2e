import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** What somebody waits for. A deleted one stays for what it found. */
@Entity()
@Index('alert_rule_account_idx', ['account', 'id'], { where: 'deleted_at IS NULL' })
@Check('alert_rule_scope_check', "scope IN ('card', 'watchlist', 'holdings')")
@Check('alert_rule_state_check', "state IN ('active', 'paused', 'done')")
@Check('alert_rule_printing_check', "(scope = 'card') = (printing_id IS NOT NULL)")
export class AlertRuleEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') account: string;
  @Column('text') scope: string;
  @ForeignKey('PrintingEntity', { name: 'alert_rule_printing_id_fkey' })
  @Column('integer', { nullable: true })
  printingId: number | null;
  @Column('jsonb') condition: unknown;
  @Column('boolean') isOnce: boolean;
  @Column('text') state: string;
  @Column('text') note: string;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
  @Column('timestamptz', { nullable: true }) deletedAt: Date | null;
}

/** Whether a card did what a rule waits for when it was last looked at. */
@Entity()
export class AlertRuleStandingEntity {
  @ForeignKey('AlertRuleEntity', { name: 'alert_rule_standing_rule_id_fkey' })
  @PrimaryColumn('integer')
  ruleId: number;
  @ForeignKey('PrintingEntity', { name: 'alert_rule_standing_printing_id_fkey' })
  @PrimaryColumn('integer')
  printingId: number;
  @Column('boolean') isMet: boolean;
  @Column('date') day: string;
}

/** What a rule found of a card: at most once a day, whatever is run again. */
@Entity()
@Unique('alert_finding_once_key', ['ruleId', 'printingId', 'day'])
@Index('alert_finding_account_idx', ['account', 'id'])
export class AlertFindingEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') account: string;
  @ForeignKey('AlertRuleEntity', { name: 'alert_finding_rule_id_fkey' })
  @Column('integer')
  ruleId: number;
  @ForeignKey('PrintingEntity', { name: 'alert_finding_printing_id_fkey' })
  @Column('integer')
  printingId: number;
  @Column('date') day: string;
  /** As text, so that a message that is said again has its fields in the same order. */
  @Column('json') content: unknown;
  @Column('timestamptz') foundAt: Date;
}

/** What one message tells of findings, to one channel or several. */
@Entity()
@Index('rule_message_account_idx', ['account', 'id'])
export class RuleMessageEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') account: string;
  @Column('text') key: string;
  @Column('json') content: unknown;
  @Column('bigint', { array: true }) findingIds: number[];
  @Column('timestamptz') createdAt: Date;
}
