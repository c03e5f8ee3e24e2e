import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsDate, IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, MaxDate, Min, ValidateBy, ValidateIf,
} from 'class-validator';
import { LAST_INSTANT } from '../../http/index.js';
import { readNetwork } from '../allowed-networks.js';
import { ACCOUNT_PATTERN, type ApiKey, type ApiKeyScope, type KeyLimits, SCOPES } from '../domain/api-key.js';

const MAX_PER_MINUTE = 1_000_000;
const MAX_PER_DAY = 1_000_000_000;
const MAX_NETWORKS = 50;
const MAX_OVERLAP_HOURS = 720;
const MAX_ID = 2_147_483_647;

/** An address or a network in CIDR notation. */
function IsNetworkEach(): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isNetwork',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && readNetwork(value) !== undefined,
        defaultMessage: () => 'each of $property must be a network as 10.0.0.0/8 or 2001:db8::/32 (nothing set after the prefix), or a single address',
      },
    },
    { each: true },
  );
}

class KeySettings {
  @ApiPropertyOptional({ type: Number, example: 600, nullable: true, minimum: 1, maximum: MAX_PER_MINUTE, description: 'Requests in a minute. null: as the server lets everybody' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_PER_MINUTE)
  requests_per_minute?: number | null;

  @ApiPropertyOptional({ type: Number, example: 50_000, nullable: true, minimum: 1, maximum: MAX_PER_DAY, description: 'Requests in a day (UTC). null: as the server lets everybody' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_PER_DAY)
  requests_per_day?: number | null;

  @ApiPropertyOptional({ type: [String], example: ['203.0.113.0/24', '2001:db8::/32'], maxItems: MAX_NETWORKS, description: 'Networks it may be used from (CIDR, or single addresses). None: from everywhere' })
  @ValidateIf((body: KeySettings) => body.allowed_networks !== undefined)
  @IsArray()
  @ArrayMaxSize(MAX_NETWORKS)
  @IsNetworkEach()
  allowed_networks?: string[];

  @ApiPropertyOptional({ type: String, format: 'date-time', example: '2030-01-01T00:00:00Z', nullable: true, description: 'null: never' })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  @MaxDate(LAST_INSTANT)
  expires_at?: Date | null;
}

export class CreateKeyRequest extends KeySettings {
  @ApiProperty({ example: 'price board in the shop' })
  @IsString()
  @Length(1, 100)
  name: string;

  @ApiPropertyOptional({ example: 'misty', pattern: ACCOUNT_PATTERN.source, description: 'Whose key it is: keys of one account see the same collection and alert rules. Not said: a new account' })
  @ValidateIf((body: CreateKeyRequest) => body.account !== undefined)
  @IsString()
  @Matches(ACCOUNT_PATTERN)
  account?: string;

  @ApiProperty({ enum: SCOPES, isArray: true, example: ['read'] })
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes: ApiKeyScope[];
}

export class ChangeKeyRequest extends KeySettings {
  @ApiPropertyOptional({ example: 'price board in the shop' })
  @ValidateIf((body: ChangeKeyRequest) => body.name !== undefined)
  @IsString()
  @Length(1, 100)
  name?: string;
}

export class RotateKeyRequest {
  @ApiPropertyOptional({ example: 24, default: 24, minimum: 0, maximum: MAX_OVERLAP_HOURS, description: 'Hours the old key goes on beside the new one' })
  @ValidateIf((body: RotateKeyRequest) => body.overlap_hours !== undefined)
  @IsInt()
  @Min(0)
  @Max(MAX_OVERLAP_HOURS)
  overlap_hours: number = 24;
}

export class KeyPath {
  @ApiProperty({ example: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  id: number;
}

export class KeyAnswer {
  @ApiProperty({ example: 1 }) id: number;
  @ApiProperty({ example: 'price board in the shop' }) name: string;
  @ApiProperty({ description: 'Whose key it is', example: 'a_Ab3dEf9h' }) account: string;
  @ApiProperty({ description: 'The public part of the key', example: 'Ab3dEf9h' }) prefix: string;
  @ApiProperty({ enum: SCOPES, isArray: true, example: ['read'] }) scopes: readonly ApiKeyScope[];
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) created_at: string;
  @ApiProperty({ type: String, format: 'date-time', example: null, nullable: true }) expires_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', example: null, nullable: true }) revoked_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z', nullable: true, description: 'To the minute' }) last_used_at: string | null;
  @ApiProperty({ type: Number, example: 600, nullable: true, description: 'null: as the server lets everybody' }) requests_per_minute: number | null;
  @ApiProperty({ type: Number, example: null, nullable: true, description: 'null: as the server lets everybody' }) requests_per_day: number | null;
  @ApiProperty({ type: [String], example: ['203.0.113.0/24'], description: 'None: it may be used from everywhere' }) allowed_networks: readonly string[];
  @ApiProperty({ type: Number, example: null, nullable: true, description: 'The key it takes the place of' }) replaces: number | null;
}

export class NewKeyAnswer extends KeyAnswer {
  @ApiProperty({ description: 'The key itself. It is shown this once and kept nowhere', example: 'pw_Ab3dEf9h_…' }) key: string;
}

export class KeyListAnswer {
  @ApiProperty({ type: [KeyAnswer] }) items: KeyAnswer[];
}

export function toKeyAnswer(key: ApiKey): KeyAnswer {
  return {
    id: key.id,
    name: key.name,
    account: key.account,
    prefix: key.prefix,
    scopes: key.scopes,
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    requests_per_minute: key.limits.requestsPerMinute,
    requests_per_day: key.limits.requestsPerDay,
    allowed_networks: key.allowedNetworks,
    replaces: key.replaces,
  };
}

/** The limits a request speaks of, and no others. */
export function toLimits({ requests_per_minute: perMinute, requests_per_day: perDay }: KeySettings): Partial<KeyLimits> {
  return { ...(perMinute === undefined ? {} : { requestsPerMinute: perMinute }), ...(perDay === undefined ? {} : { requestsPerDay: perDay }) };
}
