import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/;

export class RunPath {
  @ApiProperty({ example: 'daily:pokemon:2025-06-30:1', description: 'daily:<game>:<day>:<n>, URL-encoded in the path' })
  @IsString()
  @MaxLength(400)
  run_id: string;
}

export class RunsQuery {
  @ApiPropertyOptional({ description: 'One game only', example: 'pokemon' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  game?: string;

  @ApiPropertyOptional({ description: 'How many runs, newest first', example: 10, default: 20, minimum: 1, maximum: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 20;
}

export class StartRun {
  @ApiProperty({ description: 'The game to run', example: 'pokemon' })
  @IsString()
  @MaxLength(100)
  game: string;

  @ApiPropertyOptional({ description: 'The day to run; the last observed day where nothing is said', example: '2025-06-30', format: 'date' })
  @IsOptional()
  @Matches(DAY_PATTERN, { message: 'date must be a day such as 2025-06-30' })
  date?: string;
}

export class Retrain extends StartRun {
  @ApiPropertyOptional({ description: 'Train although it is not due', example: true, default: true })
  @IsOptional()
  @IsBoolean()
  force: boolean = true;
}

export class RetryRun {
  @ApiPropertyOptional({ description: 'The stage to begin at; the one that failed where nothing is said. A run that succeeded needs it', example: 'estimate' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  from_stage?: string;
}

export class StartedRun {
  @ApiProperty({ example: 'daily:pokemon:2025-06-30:1' }) run_id: string;
  @ApiProperty({ description: 'False where nothing has changed since that run: it stands', example: true }) is_started: boolean;
}

export class StageAttempt {
  @ApiProperty({ example: 'features' }) stage: string;
  @ApiProperty({ example: 1 }) attempt: number;
  @ApiProperty({ enum: ['running', 'succeeded', 'failed', 'skipped', 'cached', 'cancelled', 'reused'], description: 'cached: the rows of an earlier run stand, see `cached_from`; reused: taken over from the run it was forked from', example: 'succeeded' }) state: string;
  @ApiProperty({ type: Number, nullable: true, example: 512 }) duration_ms: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Rows that were new or different', example: 320 }) rows_written: number | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, example: { printings: 320, rows: 301 } }) counts: Record<string, number>;
  @ApiProperty({ type: [String], example: [] }) notes: string[];
  @ApiProperty({ type: String, nullable: true, description: 'Why there was nothing to do', example: null }) skipped: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The run that did the same work on the same input: the stage was not executed again', example: null }) cached_from: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) error: string | null;
  @ApiProperty({ format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) started_at: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'When its worker last said that it is at it', example: '2025-06-30T21:30:00.000Z' })
  heartbeat_at: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'After this long the attempt is given up and the run fails', example: 600000 }) timeout_ms: number | null;
}

export class Run {
  @ApiProperty({ example: 'daily:pokemon:2025-06-30:1' }) run_id: string;
  @ApiProperty({ example: 'daily' }) pipeline: string;
  @ApiProperty({ example: 'pokemon' }) game: string;
  @ApiProperty({ description: 'Whether the game is the simulated market', example: false }) is_simulated: boolean;
  @ApiProperty({ format: 'date', example: '2025-06-30' }) date: string;
  @ApiProperty({ enum: ['schedule', 'cli', 'api', 'start'], example: 'schedule' }) trigger: string;
  @ApiProperty({ enum: ['running', 'succeeded', 'failed', 'cancelled'], example: 'succeeded' }) state: string;
  @ApiProperty({ type: String, nullable: true, example: null }) error: string | null;
  @ApiProperty({ format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) started_at: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: '2025-06-30T21:30:04.000Z' }) finished_at: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The run whose reports and inputs it took over', example: null }) forked_from: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The first stage that it ran itself, where it was forked', example: null }) from_stage: string | null;
}

export class RunProvenanceAnswer {
  @ApiProperty({ description: 'Version of the package and commit, or content hash, of the code it worked with', example: '0.1.0+g1a2b3c4d5e6f' }) code_version: string;
  @ApiProperty({ example: 'v24.11.0' }) node_version: string;
  @ApiProperty({ format: 'date-time', description: 'Prices recorded later did not exist for it', example: '2025-06-30T21:30:00.000Z' }) known_at: string;
}

export class RunDetails extends Run {
  @ApiProperty({ type: RunProvenanceAnswer, nullable: true, description: 'Null until its prices are collected, and of runs from before it was recorded' }) provenance: RunProvenanceAnswer | null;
  @ApiProperty({ type: () => [StageAttempt] }) stages: StageAttempt[];
}

export class Runs {
  @ApiProperty({ type: () => [Run] }) items: Run[];
}
