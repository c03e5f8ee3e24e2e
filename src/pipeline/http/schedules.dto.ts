import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsDay } from '../../http/index.js';
import { MISSED_POLICIES, type MissedPolicy } from '../domain/schedule-plan.js';

export const SCHEDULE_PIPELINES = ['daily', 'retrain', 'score', 'backfill'];

export const NAME_PATTERN = /^[a-z][a-z0-9-]{0,59}$/;
const NAME = { message: 'name must be 1 to 60 of a-z, 0-9 and -, beginning with a letter, such as collect-daily' };
const CRON = { description: '5 fields (minute hour day month weekday), or 6 with the second in front; at most once a minute', example: '30 21 * * *' };
const ZONE = { description: 'A name of the IANA list', example: 'Europe/Berlin', default: 'UTC' };
const GAME = { description: 'One game only; every game that is due where nothing is said', example: 'pokemon' };
const POLICY = { enum: MISSED_POLICIES, description: 'What becomes of times at which no worker was there', example: 'once', default: 'once' };
const CATCH_UP = { description: 'catch_up: at most so many missed times are made up for, the latest', example: 10, default: 10, minimum: 0, maximum: 100 };
const JITTER = { description: 'Begins up to so many seconds late, always the same for one time', example: 60, default: 0, minimum: 0, maximum: 3_600 };

export class SchedulePath {
  @ApiProperty({ example: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  id: number;
}

export class ScheduleOptions {
  @ApiPropertyOptional({ ...GAME, type: String, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  game?: string | null;

  @ApiPropertyOptional(ZONE)
  @IsOptional()
  @IsString()
  @MaxLength(60)
  time_zone?: string;

  @ApiPropertyOptional(POLICY)
  @IsOptional()
  @IsIn(MISSED_POLICIES)
  missed_policy?: MissedPolicy;

  @ApiPropertyOptional(CATCH_UP)
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  max_catch_up?: number;

  @ApiPropertyOptional(JITTER)
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3_600)
  jitter_seconds?: number;
}

export class EditSchedule extends ScheduleOptions {
  @ApiPropertyOptional({ example: 'collect-daily' })
  @IsOptional()
  @Matches(NAME_PATTERN, NAME)
  name?: string;

  @ApiPropertyOptional({ enum: SCHEDULE_PIPELINES, example: 'daily' })
  @IsOptional()
  @IsIn(SCHEDULE_PIPELINES)
  pipeline?: string;

  @ApiPropertyOptional(CRON)
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cron?: string;
}

export class CreateSchedule extends ScheduleOptions {
  @ApiProperty({ example: 'collect-daily' })
  @Matches(NAME_PATTERN, NAME)
  name: string;

  @ApiProperty({ enum: SCHEDULE_PIPELINES, example: 'daily' })
  @IsIn(SCHEDULE_PIPELINES)
  pipeline: string;

  @ApiProperty(CRON)
  @IsString()
  @MaxLength(200)
  cron: string;
}

export class FiresQuery {
  @ApiPropertyOptional({ description: 'How many fires, newest first', example: 20, default: 50, minimum: 1, maximum: 500 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 50;
}

export class Fire {
  @ApiProperty({ format: 'date-time', description: 'From the cron expression; of run_now the instant it was asked for', example: '2025-06-30T21:30:00.000Z' }) planned_at: string;
  @ApiProperty({ enum: ['tick', 'run_now', 'catch_up'], example: 'tick' }) trigger: string;
  @ApiProperty({ enum: ['claimed', 'done', 'failed', 'skipped', 'missed'], description: 'skipped: nothing to do; missed: no worker was there, and it is not made up for', example: 'done' }) state: string;
  @ApiProperty({ type: [String], description: 'GET /v1/runs/{run_id} tells more', example: ['daily:pokemon:2025-06-30:1'] }) run_ids: string[];
  @ApiProperty({ type: String, nullable: true, example: null }) error: string | null;
  @ApiProperty({ format: 'date-time', example: '2025-06-30T21:30:00.012Z' }) started_at: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: '2025-06-30T21:30:04.000Z' }) finished_at: string | null;
}

export class ScheduleHealthAnswer {
  @ApiProperty({ enum: ['ok', 'late', 'failing', 'paused'], example: 'ok' }) state: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why, where it is not ok', example: null }) reason: string | null;
}

export class ScheduleAnswer {
  @ApiProperty({ example: 1 }) id: number;
  @ApiProperty({ example: 'collect-daily' }) name: string;
  @ApiProperty({ enum: SCHEDULE_PIPELINES, example: 'daily' }) pipeline: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null: every game that is due', example: null }) game: string | null;
  @ApiProperty({ example: '30 21 * * *' }) cron: string;
  @ApiProperty({ example: 'UTC' }) time_zone: string;
  @ApiProperty({ example: false }) is_paused: boolean;
  @ApiProperty({ enum: MISSED_POLICIES, example: 'once' }) missed_policy: string;
  @ApiProperty({ example: 10 }) max_catch_up: number;
  @ApiProperty({ example: 0 }) jitter_seconds: number;
  @ApiProperty({ type: () => ScheduleHealthAnswer }) health: ScheduleHealthAnswer;
  @ApiProperty({ type: [String], description: 'The next five; none while it is paused or deleted', example: ['2025-07-01T21:30:00.000Z'] }) next_fires: string[];
  @ApiProperty({ type: () => Fire, nullable: true }) last_fire: Fire | null;
  @ApiProperty({ example: 'api key pw_abcd1234' }) created_by: string;
  @ApiProperty({ format: 'date-time', example: '2025-06-01T08:00:00.000Z' }) created_at: string;
  @ApiProperty({ format: 'date-time', example: '2025-06-01T08:00:00.000Z' }) updated_at: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: null }) deleted_at: string | null;
}

export class Schedules {
  @ApiProperty({ type: () => [ScheduleAnswer] }) items: ScheduleAnswer[];
}

export class Fires {
  @ApiProperty({ type: () => [Fire] }) items: Fire[];
}

export class StartBackfill {
  @ApiProperty({ description: 'A game of imported files or of sources with history', example: 'pokemon' })
  @IsString()
  @MaxLength(100)
  game: string;

  @ApiProperty({ format: 'date', example: '2025-06-01' })
  @IsDay()
  from: string;

  @ApiProperty({ format: 'date', description: 'At most 366 days in all', example: '2025-06-30' })
  @IsDay()
  to: string;
}

export class StartedBackfill {
  @ApiProperty({ description: 'The schedule it is a fire of: GET /v1/schedules/{id}/fires shows how far it is', example: 4 }) schedule_id: number;
  @ApiProperty({ format: 'date-time', example: '2025-07-01T08:00:00.000Z' }) planned_at: string;
  @ApiProperty({ description: 'Days to run, oldest first; those that are up to date are passed over', example: 30 }) days: number;
  @ApiProperty({ format: 'date', example: '2025-06-01' }) first_day: string;
  @ApiProperty({ format: 'date', example: '2025-06-30' }) last_day: string;
}
