import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { LINEAGE_LINKS, type LineageLink, type LineageLinkName } from '../domain/lineage.js';

const DEFAULT_OBSERVATIONS = 30;

export class LineagePath {
  @ApiProperty({ example: '4711-2025-06-30-net-1f2e3d4c', description: '`signal_id` of a prediction: printing, day and policy' })
  @IsString()
  @Length(1, 200)
  signal_id: string;
}

export class LineageQuery {
  @ApiPropertyOptional({ example: 10, default: DEFAULT_OBSERVATIONS, minimum: 1, maximum: 400, description: 'How many observations, newest first' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(400)
  observations: number = DEFAULT_OBSERVATIONS;
}

export class LineageLinkAnswer {
  @ApiProperty({ enum: LINEAGE_LINKS, example: 'raw_payload' }) link: LineageLinkName;
  @ApiProperty({ type: String, nullable: true, description: 'What names it: a run id, a number, a hash', example: 'daily:pokemon:2025-06-30:1' }) id: string | null;
  @ApiProperty({ example: 'daily:pokemon:2025-06-30:1, which knew what was recorded by 2025-06-30T21:30:00.000Z' }) sentence: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'When it was written down', example: '2025-06-30T21:30:04.000Z' }) recorded_at: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What is known of it; of a feature row, its values by name', example: { known_at: '2025-06-30T21:30:00.000Z' } })
  facts: LineageLink['facts'];
  @ApiProperty({ type: String, nullable: true, description: 'Why the lineage cannot be followed here, or not as it was', example: null }) problem: string | null;
  @ApiProperty({ type: () => [LineageLinkAnswer], example: [] }) made_from: LineageLinkAnswer[];
}

export class LineageAnswer {
  @ApiProperty({ example: '4711-2025-06-30-net-1f2e3d4c' }) signal_id: string;
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: '2025-06-30', format: 'date' }) date: string;
  @ApiProperty({ description: 'True: this market is made up, and so is every number here', example: false }) is_simulated: boolean;
  @ApiProperty({ type: LineageLinkAnswer }) lineage: LineageLinkAnswer;
}

export function toLinkAnswer({ link, id, sentence, recordedAt, facts, problem, madeFrom }: LineageLink): LineageLinkAnswer {
  return { link, id, sentence, recorded_at: recordedAt?.toISOString() ?? null, facts, problem, made_from: madeFrom.map(toLinkAnswer) };
}
