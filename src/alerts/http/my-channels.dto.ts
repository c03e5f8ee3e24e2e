import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional, IsString, IsTimeZone, Length, Matches } from 'class-validator';
import type { Channel } from '../channel.repository.js';
import { CHANNEL_KINDS, CHANNEL_STATES, type ChannelKind } from '../domain/channel.js';
import type { MessageHours } from '../domain/message-hours.js';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const TARGET_FIELDS =
  'slack and discord: url. telegram: bot_token, chat_id. webhook: url, secret. email: host, port, security (tls, starttls or none), user, password, from, to. Never answered again: `hint` shows what it is';
const TARGET_EXAMPLE = { url: 'https://discord.com/api/webhooks/1234/secret' };

const MayBeTime = (description: string, example: string) =>
  applyDecorators(ApiPropertyOptional({ type: String, nullable: true, example, pattern: TIME.source, description }), IsOptional(), Matches(TIME, { message: 'expected a time of day such as 07:30, or null' }));

class Hours {
  @ApiPropertyOptional({ example: 'Europe/Berlin', description: 'By whose clocks the times are: an IANA name', default: 'UTC' })
  @IsOptional()
  @IsTimeZone()
  time_zone?: string;

  @MayBeTime('Nothing is sent from here to quiet_until; what there is waits', '22:00') quiet_from?: string | null;
  @MayBeTime('With quiet_from', '07:00') quiet_until?: string | null;
  @MayBeTime('Everything of a day in one message at this time; null: at once', '18:00') digest_at?: string | null;
}

export class CreateMyChannel extends Hours {
  @ApiProperty({ enum: CHANNEL_KINDS, example: 'discord' })
  @IsIn(CHANNEL_KINDS)
  kind: ChannelKind;

  @ApiProperty({ example: 'my phone' })
  @IsString()
  @Length(1, 100)
  name: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: TARGET_FIELDS, example: TARGET_EXAMPLE })
  @IsObject()
  target: Record<string, unknown>;
}

export class UpdateMyChannel extends Hours {
  @ApiPropertyOptional({ example: 'my phone' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  name?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: `Replaces the whole target. ${TARGET_FIELDS}`, example: TARGET_EXAMPLE })
  @IsOptional()
  @IsObject()
  target?: Record<string, unknown>;
}

export class MyChannelAnswer {
  @ApiProperty({ example: 3 }) id: number;
  @ApiProperty({ enum: CHANNEL_KINDS, example: 'discord' }) kind: string;
  @ApiProperty({ example: 'my phone' }) name: string;
  @ApiProperty({ description: 'What may be shown of the target', example: 'https://discord.com/…cret' }) hint: string;
  @ApiProperty({ enum: CHANNEL_STATES, example: 'active' }) state: string;
  @ApiProperty({ type: String, nullable: true, description: 'What the other side said, where it needs to be reconnected', example: null }) state_reason: string | null;
  @ApiProperty({ example: 'Europe/Berlin' }) time_zone: string;
  @ApiProperty({ type: String, nullable: true, example: '22:00' }) quiet_from: string | null;
  @ApiProperty({ type: String, nullable: true, example: '07:00' }) quiet_until: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) digest_at: string | null;
  @ApiProperty({ format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) created_at: string;
}

export class MyChannelsAnswer {
  @ApiProperty({ type: () => [MyChannelAnswer] }) items: MyChannelAnswer[];
}

/** The hours that a request names; undefined where it names none. */
export function toHours({ time_zone: timeZone, quiet_from: quietFrom, quiet_until: quietUntil, digest_at: digestAt }: Hours): Partial<MessageHours> | undefined {
  const named = Object.entries({ timeZone, quietFrom, quietUntil, digestAt }).filter(([, value]) => value !== undefined);
  return named.length === 0 ? undefined : (Object.fromEntries(named) as Partial<MessageHours>);
}

export function toMyChannelAnswer({ id, kind, name, hint, state, stateReason, timeZone, quietFrom, quietUntil, digestAt, createdAt }: Channel): MyChannelAnswer {
  return { id, kind, name, hint, state, state_reason: stateReason, time_zone: timeZone, quiet_from: quietFrom, quiet_until: quietUntil, digest_at: digestAt, created_at: createdAt.toISOString() };
}
