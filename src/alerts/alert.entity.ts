import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** Where alerts are told. A deleted channel keeps its name for old receipts; its target is wiped. */
@Entity()
@Index('alert_channel_name_idx', ['name'], { unique: true, where: 'deleted_at IS NULL AND account IS NULL' })
@Index('alert_channel_account_name_idx', ['account', 'name'], { unique: true, where: 'deleted_at IS NULL AND account IS NOT NULL' })
@Index('alert_channel_digest_idx', ['nextDigestAt'], { where: 'deleted_at IS NULL AND next_digest_at IS NOT NULL' })
@Check('alert_channel_kind_check', "kind IN ('slack', 'discord', 'telegram', 'webhook', 'email')")
@Check('alert_channel_state_check', "state IN ('active', 'muted', 'reconnect_needed')")
@Check('alert_channel_events_check', "events <@ ARRAY['alerts', 'signals'] AND (cardinality(events) > 0) = (account IS NULL)")
export class AlertChannelEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  /** Whose it is; null: the operator's. */
  @Column('text', { nullable: true }) account: string | null;
  @Column('text') kind: string;
  @Column('text') name: string;
  /** Address and secrets: read only by what sends. */
  @Column('jsonb') target: unknown;
  /** What it is told: alerts, signals. Empty for a person's: it is told what their rules find. */
  @Column('text', { array: true }) events: string[];
  /** What may be shown of the target. */
  @Column('text') hint: string;
  @Column('text') state: string;
  @Column('text', { nullable: true }) stateReason: string | null;
  @Column('timestamptz', { nullable: true }) mutedUntil: Date | null;
  /** By whose clocks the hours are, `HH:MM`. */
  @Column('text') timeZone: string;
  @Column('text', { nullable: true }) quietFrom: string | null;
  @Column('text', { nullable: true }) quietUntil: string | null;
  @Column('text', { nullable: true }) digestAt: string | null;
  @Column('timestamptz', { nullable: true }) nextDigestAt: Date | null;
  /** The last finding that a digest has told. */
  @Column('bigint', { nullable: true }) digestedFindingId: number | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
  @Column('timestamptz', { nullable: true }) deletedAt: Date | null;
}

/** Something that is wrong, from the instant it was noticed until it came good: at most one open per key. */
@Entity()
@Index('alert_one_open_idx', ['key'], { unique: true, where: 'recovered_at IS NULL' })
@Check('alert_severity_check', "severity IN ('info', 'warning', 'critical')")
export class AlertEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') key: string;
  @Column('text') severity: string;
  @Column('text') title: string;
  @Column('text') text: string;
  @Column('jsonb') subject: unknown;
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz', { nullable: true }) recoveredAt: Date | null;
  @Column('text', { nullable: true }) recoveryText: string | null;
}

/** One message to one channel: written with the alert, sent afterwards, kept as the receipt. */
@Entity()
@Index('alert_delivery_once_idx', ['alertId', 'channelId', 'kind'], { unique: true, where: 'replay_of IS NULL' })
@Index('alert_delivery_pending_idx', ['nextAttemptAt'], { where: "state = 'pending'" })
@Index('alert_delivery_rule_message_idx', ['ruleMessageId'], { where: 'rule_message_id IS NOT NULL' })
@Check('alert_delivery_kind_check', "kind IN ('raise', 'recover', 'test', 'signals', 'rules')")
@Check('alert_delivery_state_check', "state IN ('pending', 'delivered', 'failed', 'skipped_muted')")
export class AlertDeliveryEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) id: number;
  /** Only for an alert. */
  @ForeignKey('AlertEntity', { name: 'alert_delivery_alert_id_fkey' })
  @Column('bigint', { nullable: true })
  alertId: number | null;
  /** Only for signals. */
  @ForeignKey('SignalEventEntity', { name: 'alert_delivery_signal_event_id_fkey' })
  @Column('bigint', { nullable: true })
  signalEventId: number | null;
  /** Only for what a person's rules found. */
  @ForeignKey('RuleMessageEntity', { name: 'alert_delivery_rule_message_id_fkey' })
  @Column('bigint', { nullable: true })
  ruleMessageId: number | null;
  /** The delivery whose message this says again. */
  @ForeignKey('AlertDeliveryEntity', { name: 'alert_delivery_replay_of_fkey' })
  @Column('bigint', { nullable: true })
  replayOf: number | null;
  @ForeignKey('AlertChannelEntity', { name: 'alert_delivery_channel_id_fkey' })
  @Column('integer')
  channelId: number;
  @Column('text') kind: string;
  @Column('text') state: string;
  @Column('integer') attempts: number;
  /** While it is being sent: when it is taken for lost. */
  @Column('timestamptz') nextAttemptAt: Date;
  /** Set while an attempt is on its way; left behind by a process that died in it. */
  @Column('timestamptz', { nullable: true }) sendingSince: Date | null;
  @Column('boolean') mayBeRepeat: boolean;
  @Column('text', { nullable: true }) lastError: string | null;
  @Column('jsonb', { nullable: true }) receipt: unknown;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz', { nullable: true }) finishedAt: Date | null;
}

/** The new signals of a game and day, as they were told: once per day, whatever is run again. */
@Entity()
@Unique('signal_event_game_day_key', ['game', 'day'])
export class SignalEventEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') game: string;
  @Column('date') day: string;
  @Column('text') key: string;
  @Column('text', { nullable: true }) runId: string | null;
  /** As text, so that a message that is said again has its fields in the same order. */
  @Column('json') content: unknown;
  @Column('timestamptz') createdAt: Date;
}

/** Alerts with such a key are recorded and not told. */
@Entity()
export class AlertMuteEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') keyPattern: string;
  @Column('timestamptz') until: Date;
  @Column('text') reason: string;
  @Column('timestamptz') createdAt: Date;
}
