import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { IsDay } from '../../http/index.js';
import type { Day } from '../../shared/day.js';
import type { ApiKey } from '../domain/api-key.js';
import type { OwnUsage } from '../usage-reports.js';
import type { DailyUsage, KeyUsage } from '../usage.repository.js';

export class UsageListQuery {
  @ApiPropertyOptional({ example: 'Ab3dEf9h', description: 'The public part of one key' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  prefix?: string;

  @ApiPropertyOptional({ example: 'createPrediction', description: 'The operationId of one call' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  operation?: string;

  @ApiPropertyOptional({ type: String, format: 'date', example: '2025-06-01', description: 'From this day (UTC) on; the last 30 days, where nothing is said' })
  @IsOptional()
  @IsDay()
  since?: Day;

  @ApiPropertyOptional({ example: 100, default: 100, maximum: 1000 })
  @Transform(({ value }) => (value === undefined ? 100 : Number(value)))
  @IsInt()
  @Min(1)
  @Max(1000)
  limit: number = 100;

  @ApiPropertyOptional({ type: String, description: '`next_cursor` of the page before', example: 'MjAyNS0wNi0zMCAxIGNyZWF0ZVByZWRpY3Rpb24' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  cursor?: string;
}

export class UsageOfDay {
  @ApiProperty({ type: String, format: 'date', example: '2025-06-30' }) day: Day;
  @ApiProperty({ example: 1_250, description: 'All that were answered, refusals and errors among them' }) requests: number;
  @ApiProperty({ example: 4_000, description: 'Items of batches' }) items: number;
  @ApiProperty({ example: 3, description: 'Answered with 429' }) refused: number;
  @ApiProperty({ example: 0, description: 'Answered with 5xx' }) errors: number;
}

export class OwnUsageAnswer {
  @ApiProperty({ example: 'price board in the shop' }) name: string;
  @ApiProperty({ description: 'The public part of the key', example: 'Ab3dEf9h' }) prefix: string;
  @ApiProperty({ example: 600, description: 'How many requests it may send at once, and as many a minute; `RateLimit` on every answer says what is left' }) requests_per_minute: number;
  @ApiProperty({ type: Number, example: 50_000, nullable: true, description: 'null: no limit by the day' }) requests_per_day: number | null;
  @ApiProperty({ type: UsageOfDay }) today: UsageOfDay;
  @ApiProperty({ type: [UsageOfDay], description: 'The last 30 days, the newest first; a day without a request is not among them' }) days: UsageOfDay[];
}

export class UsageOfKey extends UsageOfDay {
  @ApiProperty({ example: 1 }) key_id: number;
  @ApiProperty({ example: 'Ab3dEf9h' }) prefix: string;
  @ApiProperty({ example: 'price board in the shop' }) name: string;
  @ApiProperty({ example: 'createPrediction', description: 'The operationId of the call' }) operation: string;
}

export class UsageListAnswer {
  @ApiProperty({ type: [UsageOfKey] }) items: UsageOfKey[];
  @ApiProperty({ type: String, example: null, nullable: true, description: 'null on the last page' }) next_cursor: string | null;
}

export function toOwnUsageAnswer({ name, prefix }: ApiKey, { requestsPerMinute, requestsPerDay, today, days }: OwnUsage): OwnUsageAnswer {
  return {
    name,
    prefix,
    requests_per_minute: requestsPerMinute,
    requests_per_day: requestsPerDay,
    today: toUsageOfDay(today),
    days: days.map(toUsageOfDay),
  };
}

export function toUsageOfKey(usage: KeyUsage): UsageOfKey {
  return { ...toUsageOfDay(usage), key_id: usage.keyId, prefix: usage.prefix, name: usage.name, operation: usage.operation };
}

function toUsageOfDay({ day, requests, items, refused, errors }: DailyUsage): UsageOfDay {
  return { day, requests, items, refused, errors };
}
