import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { IsDay } from '../../http/index.js';
import type { ModelVersionSummary, Promotion } from '../../modelling/index.js';
import { PageSize } from './page-size.dto.js';

export class ModelQuery extends PageSize {
  @ApiPropertyOptional({ example: 'pokemon', description: 'Of all games, where nothing is said' })
  @IsOptional()
  @IsString()
  game?: string;
}

export class GameQuery {
  @ApiPropertyOptional({ example: 'pokemon', description: 'Slug of the game; see GET /v1/games. The only one, where nothing is said' })
  @IsOptional()
  @IsString()
  game?: string;
}

export class ModelPath {
  @ApiProperty({ example: 12 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  id: number;
}

export class RollBackRequest {
  @ApiProperty({ example: 'pokemon' })
  @IsString()
  game: string;

  @ApiProperty({ example: 'interval coverage fell below 70 %', description: 'Kept in the log' })
  @IsString()
  @Length(3, 500)
  reason: string;
}

export class PromoteRequest extends RollBackRequest {
  @ApiProperty({ example: 12 })
  @IsInt()
  @Min(1)
  model_id: number;

  @ApiPropertyOptional({ example: '2025-07-01', description: 'The first day it serves: today, where nothing is said' })
  @IsOptional()
  @IsDay()
  effective_from?: string;

  @ApiPropertyOptional({ example: 3, description: 'Refused with 409 unless this is the number of the last promotion' })
  @IsOptional()
  @IsInt()
  @Min(0)
  expected_sequence?: number;
}

export class GateCheckAnswer {
  @ApiProperty({ example: 'interval_coverage' }) id: string;
  @ApiProperty() description: string;
  @ApiProperty() passed: boolean;
  @ApiProperty({ example: '0.81' }) measured: string;
  @ApiProperty({ example: '0.77 to 0.83' }) required: string;
}

export class ModelAnswer {
  @ApiProperty({ example: 12 }) id: number;
  @ApiProperty({ example: 'pokemon' }) game: string;
  @ApiProperty({ example: 'local-level' }) name: string;
  @ApiProperty({ example: 3 }) version: number;
  @ApiProperty({ example: '2025-06-30', description: 'The last day it has seen' }) trained_through: string;
  @ApiProperty({ example: 28 }) horizon_days: number;
  @ApiProperty({ example: 1 }) feature_set_version: number;
  @ApiProperty({ type: String, nullable: true, description: 'Content hash of the training snapshot' }) snapshot_hash: string | null;
  @ApiProperty({ description: 'Only a model that has passed gives signals' }) has_passed_gate: boolean;
  @ApiProperty({ description: 'Whether it serves today' }) is_champion: boolean;
  @ApiProperty({ type: String, format: 'date-time' }) recorded_at: string;
}

export class ModelDetailAnswer extends ModelAnswer {
  @ApiProperty({ type: [GateCheckAnswer] }) gate_checks: readonly GateCheckAnswer[];
  @ApiProperty({ type: Object, additionalProperties: true, nullable: true, description: 'What the signal policy would have done on its out-of-sample estimates' })
  policy_record: unknown;
  @ApiProperty({ type: Object, additionalProperties: true, description: 'How it did out of sample, beside the last price' }) report: unknown;
  @ApiProperty({ type: Object, additionalProperties: true, nullable: true }) parameters: unknown;
}

export class ModelListAnswer {
  @ApiProperty({ type: [ModelAnswer], description: 'Newest first' }) items: ModelAnswer[];
}

export class PromotionAnswer {
  @ApiProperty({ example: 4 }) sequence: number;
  @ApiProperty({ example: 12 }) model_id: number;
  @ApiProperty({ type: Number, nullable: true, example: 9 }) previous_model_id: number | null;
  @ApiProperty({ example: '2025-07-01', description: 'The first day it serves' }) effective_from: string;
  @ApiProperty({ example: 'api key Ab3dEf9h' }) actor: string;
  @ApiProperty() reason: string;
  @ApiProperty({ type: String, format: 'date-time' }) recorded_at: string;
}

export class PromotionListAnswer {
  @ApiProperty({ type: [PromotionAnswer], description: 'Newest first' }) items: PromotionAnswer[];
}

export function toModelAnswer(model: ModelVersionSummary, game: string, championId: number | undefined): ModelAnswer {
  return {
    id: model.id,
    game,
    name: model.name,
    version: model.version,
    trained_through: model.trainedThrough,
    horizon_days: model.horizonDays,
    feature_set_version: model.featureSetVersion,
    snapshot_hash: model.snapshotHash,
    has_passed_gate: model.hasPassedGate,
    is_champion: model.id === championId,
    recorded_at: model.recordedAt.toISOString(),
  };
}

export function toPromotionAnswer(promotion: Promotion): PromotionAnswer {
  return {
    sequence: promotion.sequence,
    model_id: promotion.modelVersionId,
    previous_model_id: promotion.previousModelVersionId,
    effective_from: promotion.effectiveFrom,
    actor: promotion.actor,
    reason: promotion.reason,
    recorded_at: promotion.recordedAt.toISOString(),
  };
}
