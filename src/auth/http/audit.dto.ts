import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsDate, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import type { AuditEntry } from '../audit.repository.js';

export class AuditListQuery {
  @ApiPropertyOptional({ example: 'Ab3dEf9h', description: 'The public part of the key that acted, or cli' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  actor?: string;

  @ApiPropertyOptional({ example: 'createKey', description: 'The operationId of the call' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  operation?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time', example: '2025-06-30T00:00:00Z' })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  since?: Date;

  @ApiPropertyOptional({ example: 50, default: 50, maximum: 200 })
  @Transform(({ value }) => (value === undefined ? 50 : Number(value)))
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ type: String, example: '150', description: '`next_cursor` of the page before' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  cursor?: number;
}

export class AuditActor {
  @ApiProperty({ type: Number, example: 2, nullable: true, description: 'null for the command line' }) key_id: number | null;
  @ApiProperty({ example: 'Ab3dEf9h', description: 'The public part of the key, or cli' }) prefix: string;
  @ApiProperty({ example: 'operations', description: 'What the key was called then, or whose command line it was' }) name: string;
}

export class AuditEntryAnswer {
  @ApiProperty({ example: 151 }) id: number;
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) at: string;
  @ApiProperty({ type: AuditActor }) actor: AuditActor;
  @ApiProperty({ type: String, example: '203.0.113.9', nullable: true }) address: string | null;
  @ApiProperty({ type: String, example: '6f1c1e0e-2c1f-4c67-9d5b-0e8f7a3d2b1c', nullable: true }) request_id: string | null;
  @ApiProperty({ example: 'createKey', description: 'The operationId of the call' }) operation: string;
  @ApiProperty({ type: String, example: 'POST', nullable: true }) method: string | null;
  @ApiProperty({ type: String, example: '/v1/admin/api-keys', nullable: true }) path: string | null;
  @ApiProperty({ type: Number, example: 201, nullable: true, description: 'What was answered' }) status: number | null;
  @ApiProperty({ type: String, example: '{"name":"board","scopes":["read"]}', nullable: true, description: 'What was sent, as JSON without secrets, cut off at 2 kB' }) body: string | null;
}

export class AuditListAnswer {
  @ApiProperty({ type: [AuditEntryAnswer] }) items: AuditEntryAnswer[];
  @ApiProperty({ type: String, example: '101', nullable: true, description: 'null on the last page' }) next_cursor: string | null;
}

export function toAuditEntryAnswer(entry: AuditEntry): AuditEntryAnswer {
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    actor: { key_id: entry.actorKeyId, prefix: entry.actorPrefix, name: entry.actorName },
    address: entry.address,
    request_id: entry.requestId,
    operation: entry.operation,
    method: entry.method,
    path: entry.path,
    status: entry.status,
    body: entry.body,
  };
}
