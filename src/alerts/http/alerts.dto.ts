import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayNotEmpty, ArrayUnique, IsDate, IsIn, IsInt, IsObject, IsOptional, IsString, Length, Matches, Max, MaxDate, MaxLength, Min } from 'class-validator';
import { LAST_INSTANT } from '../../http/index.js';
import type { Alert } from '../alert.repository.js';
import type { Channel, StoredMute } from '../channel.repository.js';
import type { Delivery } from '../delivery.repository.js';
import { DELIVERY_STATES, type DeliveryState } from '../delivery-state.js';
import { CHANNEL_EVENTS, CHANNEL_KINDS, CHANNEL_STATES, type ChannelEvent, type ChannelKind } from '../domain/channel.js';
import { DELIVERY_KINDS, SEVERITIES } from '../domain/message.js';

const ALERT_STATES = ['open', 'recovered', 'all'] as const;
const EVENTS = 'What the channel is told: alerts, and the new BUY and SELL signals of a day';
const TARGET_EXAMPLE = { url: 'https://hooks.slack.com/services/T0000/B0000/secret' };
const TARGET_FIELDS = 'slack and discord: url. webhook: url, secret. email: host, port, security (tls, starttls or none), user, password, from, to. Never answered again: `hint` shows what it is';

export class CreateChannel {
  @ApiProperty({ enum: CHANNEL_KINDS, example: 'slack' })
  @IsIn(CHANNEL_KINDS)
  kind: ChannelKind;

  @ApiProperty({ example: 'card team' })
  @IsString()
  @Length(1, 100)
  name: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: TARGET_FIELDS, example: TARGET_EXAMPLE })
  @IsObject()
  target: Record<string, unknown>;

  @ApiPropertyOptional({ enum: CHANNEL_EVENTS, isArray: true, example: ['alerts', 'signals'], description: EVENTS, default: ['alerts'] })
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(CHANNEL_EVENTS, { each: true })
  events?: ChannelEvent[];
}

export class UpdateChannel {
  @ApiPropertyOptional({ example: 'card team' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  name?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: `Replaces the whole target. ${TARGET_FIELDS}`, example: TARGET_EXAMPLE })
  @IsOptional()
  @IsObject()
  target?: Record<string, unknown>;

  @ApiPropertyOptional({ enum: CHANNEL_EVENTS, isArray: true, example: ['alerts', 'signals'], description: EVENTS })
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(CHANNEL_EVENTS, { each: true })
  events?: ChannelEvent[];
}

export class MuteChannel {
  @ApiPropertyOptional({ type: String, format: 'date-time', example: '2030-01-01T08:00:00Z', description: 'Until it is unmuted, where nothing is said' })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  @MaxDate(LAST_INSTANT)
  until?: Date;
}

export class MuteKeys {
  @ApiProperty({ example: 'fresh:daily:pokemon:*', description: 'Keys to be silent about; * stands for any text' })
  @IsString()
  @Length(1, 300)
  @Matches(/^[^\s]+$/, { message: 'expected a key or a pattern without spaces' })
  key_pattern: string;

  @ApiProperty({ type: String, format: 'date-time', example: '2030-01-01T08:00:00Z' })
  @Type(() => Date)
  @IsDate()
  @MaxDate(LAST_INSTANT)
  until: Date;

  @ApiPropertyOptional({ example: 'the source is being moved', default: '' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason: string = '';
}

export class IdPath {
  @ApiProperty({ example: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  id: number;
}

class Limited {
  @ApiPropertyOptional({ description: 'How many, newest first', example: 20, default: 50, minimum: 1, maximum: 500 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 50;
}

export class AlertsQuery extends Limited {
  @ApiPropertyOptional({ enum: ALERT_STATES, example: 'open', default: 'all' })
  @IsOptional()
  @IsIn(ALERT_STATES)
  state: (typeof ALERT_STATES)[number] = 'all';
}

export class DeliveriesQuery extends Limited {
  @ApiPropertyOptional({ enum: DELIVERY_STATES, example: 'failed' })
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  state?: DeliveryState;

  @ApiPropertyOptional({ example: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  channel_id?: number;

  @ApiPropertyOptional({ example: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  alert_id?: number;

  @ApiPropertyOptional({ type: String, example: '150', description: '`next_cursor` of the page before' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  cursor?: number;
}

export class DeliveryPath {
  @ApiProperty({ example: 12 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  id: number;
}

export class ChannelAnswer {
  @ApiProperty({ example: 1 }) id: number;
  @ApiProperty({ enum: CHANNEL_KINDS, example: 'slack' }) kind: string;
  @ApiProperty({ example: 'card team' }) name: string;
  @ApiProperty({ enum: CHANNEL_EVENTS, isArray: true, example: ['alerts'] }) events: readonly string[];
  @ApiProperty({ description: 'What may be shown of the target', example: 'https://hooks.slack.com/…cret' }) hint: string;
  @ApiProperty({ enum: CHANNEL_STATES, example: 'active' }) state: string;
  @ApiProperty({ type: String, nullable: true, description: 'What the other side said, where it needs to be reconnected', example: null }) state_reason: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: null }) muted_until: string | null;
  @ApiProperty({ format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) created_at: string;
}

export class ChannelsAnswer {
  @ApiProperty({ type: () => [ChannelAnswer] }) items: ChannelAnswer[];
}

export class ReceiptAnswer {
  @ApiProperty({ description: 'HTTP status or SMTP reply code', example: 200 }) status: number;
  @ApiProperty({ example: 'ok' }) answer: string;
}

export class DeliveryAnswer {
  @ApiProperty({ example: 12 }) id: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Null for a test, and for signals', example: 4 }) alert_id: number | null;
  @ApiProperty({ type: String, nullable: true, example: 'failed:daily:pokemon:2025-06-30' }) alert_key: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'The delivery whose message this says again, with its id', example: null }) replay_of: number | null;
  @ApiProperty({ example: 1 }) channel_id: number;
  @ApiProperty({ example: 'card team' }) channel: string;
  @ApiProperty({ enum: DELIVERY_KINDS, example: 'raise' }) kind: string;
  @ApiProperty({ enum: DELIVERY_STATES, example: 'delivered' }) state: string;
  @ApiProperty({ example: 1 }) attempts: number;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: null }) next_attempt_at: string | null;
  @ApiProperty({ description: 'An earlier attempt ended without an answer and may have arrived', example: false }) may_be_repeat: boolean;
  @ApiProperty({ type: String, nullable: true, example: null }) last_error: string | null;
  @ApiProperty({ type: () => ReceiptAnswer, nullable: true, description: 'What the other side answered' }) receipt: ReceiptAnswer | null;
  @ApiProperty({ format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) created_at: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: '2025-06-30T21:30:01.000Z' }) finished_at: string | null;
}

export class DeliveriesAnswer {
  @ApiProperty({ type: () => [DeliveryAnswer] }) items: DeliveryAnswer[];
  @ApiProperty({ type: String, nullable: true, description: 'Ask for the next page with this; null on the last', example: null }) next_cursor: string | null;
}

export class AlertAnswer {
  @ApiProperty({ example: 4 }) id: number;
  @ApiProperty({ description: 'Names the breach: one open alert per key', example: 'failed:daily:pokemon:2025-06-30' }) key: string;
  @ApiProperty({ enum: SEVERITIES, example: 'critical' }) severity: string;
  @ApiProperty({ example: 'The daily run of pokemon for 2025-06-30 failed' }) title: string;
  @ApiProperty({ example: 'daily:pokemon:2025-06-30:1 failed: a price is missing' }) text: string;
  @ApiProperty({ type: 'object', additionalProperties: true, example: { pipeline: 'daily', game: 'pokemon', day: '2025-06-30' } }) subject: object;
  @ApiProperty({ format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) opened_at: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: null }) recovered_at: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) recovery_text: string | null;
}

export class AlertsAnswer {
  @ApiProperty({ type: () => [AlertAnswer] }) items: AlertAnswer[];
}

export class KeyMuteAnswer {
  @ApiProperty({ example: 1 }) id: number;
  @ApiProperty({ example: 'fresh:daily:pokemon:*' }) key_pattern: string;
  @ApiProperty({ format: 'date-time', example: '2030-01-01T08:00:00.000Z' }) until: string;
  @ApiProperty({ example: 'the source is being moved' }) reason: string;
}

export class KeyMutesAnswer {
  @ApiProperty({ type: () => [KeyMuteAnswer] }) items: KeyMuteAnswer[];
}

export function toChannelAnswer(channel: Channel): ChannelAnswer {
  const { id, kind, name, events, hint, state, stateReason, mutedUntil, createdAt } = channel;
  return { id, kind, name, events, hint, state, state_reason: stateReason, muted_until: mutedUntil?.toISOString() ?? null, created_at: createdAt.toISOString() };
}

export function toDeliveryAnswer(delivery: Delivery): DeliveryAnswer {
  return {
    id: delivery.id,
    alert_id: delivery.alertId,
    alert_key: delivery.alertKey,
    replay_of: delivery.replayOf,
    channel_id: delivery.channelId,
    channel: delivery.channelName,
    kind: delivery.kind,
    state: delivery.state,
    attempts: delivery.attempts,
    next_attempt_at: delivery.state === 'pending' ? delivery.nextAttemptAt.toISOString() : null,
    may_be_repeat: delivery.mayBeRepeat,
    last_error: delivery.lastError,
    receipt: delivery.receipt,
    created_at: delivery.createdAt.toISOString(),
    finished_at: delivery.finishedAt?.toISOString() ?? null,
  };
}

export function toAlertAnswer(alert: Alert): AlertAnswer {
  const { id, key, severity, title, text, subject, openedAt, recoveredAt, recoveryText } = alert;
  return { id, key, severity, title, text, subject, opened_at: openedAt.toISOString(), recovered_at: recoveredAt?.toISOString() ?? null, recovery_text: recoveryText };
}

export function toKeyMuteAnswer(mute: StoredMute): KeyMuteAnswer {
  return { id: mute.id, key_pattern: mute.keyPattern, until: mute.until.toISOString(), reason: mute.reason };
}
