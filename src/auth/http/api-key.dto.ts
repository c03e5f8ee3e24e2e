import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayNotEmpty, ArrayUnique, IsDate, IsIn, IsInt, IsOptional, IsString, Length, Min } from 'class-validator';
import { type ApiKey, type ApiKeyScope, SCOPES } from '../domain/api-key.js';

export class CreateKeyRequest {
  @ApiProperty({ example: 'price board in the shop' })
  @IsString()
  @Length(1, 100)
  name: string;

  @ApiProperty({ enum: SCOPES, isArray: true, example: ['read'] })
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes: ApiKeyScope[];

  @ApiPropertyOptional({ type: String, format: 'date-time', example: '2030-01-01T00:00:00Z', description: 'Never, where nothing is said' })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  expires_at?: Date;
}

export class KeyPath {
  @ApiProperty({ example: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  id: number;
}

export class KeyAnswer {
  @ApiProperty({ example: 1 }) id: number;
  @ApiProperty({ example: 'price board in the shop' }) name: string;
  @ApiProperty({ description: 'The public part of the key', example: 'Ab3dEf9h' }) prefix: string;
  @ApiProperty({ enum: SCOPES, isArray: true, example: ['read'] }) scopes: readonly ApiKeyScope[];
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) created_at: string;
  @ApiProperty({ type: String, format: 'date-time', example: null, nullable: true }) expires_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', example: null, nullable: true }) revoked_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z', nullable: true, description: 'To the minute' }) last_used_at: string | null;
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
    prefix: key.prefix,
    scopes: key.scopes,
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
  };
}
