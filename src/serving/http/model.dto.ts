import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { IsDay } from '../../http/index.js';
import { type Alias, ALIASES, CHAMPION, type ModelVersionSummary, type Promotion } from '../../modelling/index.js';
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

export class PromotionQuery extends GameQuery {
  @ApiPropertyOptional({ enum: ALIASES, example: CHAMPION, description: 'champion, where nothing is said', default: CHAMPION })
  @IsOptional()
  @IsIn(ALIASES)
  alias?: Alias;
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

  @ApiPropertyOptional({ example: 3, description: 'Refused with 409 unless this is the number of the last move of the alias' })
  @IsOptional()
  @IsInt()
  @Min(0)
  expected_sequence?: number;
}

export class MoveRequest extends RollBackRequest {
  @ApiProperty({ example: 12 })
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  model_id: number;

  @ApiPropertyOptional({ example: '2025-07-01', description: 'The first day it counts: today, where nothing is said' })
  @IsOptional()
  @IsDay()
  effective_from?: string;
}

export class PromoteRequest extends MoveRequest {
  @ApiPropertyOptional({ example: 'to be seen beside the others', description: 'Needed for a model that has not passed the gate; its fair values are then shown, and no signal rests on them. Kept in the log' })
  @IsOptional()
  @IsString()
  @Length(3, 500)
  override_reason?: string;
}

const UNSEEN = ALIASES.filter((alias) => alias !== CHAMPION) as ('challenger' | 'shadow')[];
const ALIAS_ACTIONS = ['set', 'end'] as const;

export class AliasMoveRequest extends MoveRequest {
  @ApiProperty({ enum: UNSEEN, example: 'challenger', description: 'One challenger, which another one replaces; any number of shadows' })
  @IsIn(UNSEEN)
  alias: 'challenger' | 'shadow';

  @ApiProperty({ enum: ALIAS_ACTIONS, example: 'set' })
  @IsIn(ALIAS_ACTIONS)
  action: (typeof ALIAS_ACTIONS)[number];
}

export class GateCheckAnswer {
  @ApiProperty({ example: 'interval_coverage' }) id: string;
  @ApiProperty({ example: '80 % intervals hold the price in 77 to 83 % of cases' }) description: string;
  @ApiProperty({ example: true }) passed: boolean;
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
  @ApiProperty({ type: String, nullable: true, description: 'Content hash of the training snapshot', example: '9f2b6c01d4e83a57' }) snapshot_hash: string | null;
  @ApiProperty({ description: 'Only a model that has passed gives signals' }) has_passed_gate: boolean;
  @ApiProperty({ description: 'Whether it serves today' }) is_champion: boolean;
  @ApiProperty({ enum: ALIASES, nullable: true, description: 'What it is today. Challenger and shadows estimate every day, and nobody sees it' }) alias: Alias | null;
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) recorded_at: string;
}

export class ModelDetailAnswer extends ModelAnswer {
  @ApiProperty({ type: [GateCheckAnswer] }) gate_checks: readonly GateCheckAnswer[];
  @ApiProperty({ type: Object, additionalProperties: true, nullable: true, description: 'What the signal policy would have done on its out-of-sample estimates', example: { buy: { calls: 120, correct: 71 } } })
  policy_record: unknown;
  @ApiProperty({ type: Object, additionalProperties: true, description: 'How it did out of sample, beside the last price', example: { rows: 5400 } }) report: unknown;
  @ApiProperty({ type: Object, additionalProperties: true, nullable: true, description: 'What was fitted', example: { level_gain: 0.31 } }) parameters: unknown;
}

export class ModelListAnswer {
  @ApiProperty({ type: [ModelAnswer], description: 'Newest first' }) items: ModelAnswer[];
}

export class PromotionAnswer {
  @ApiProperty({ example: 4, description: 'Of this alias of the game: 1, 2, 3 …' }) sequence: number;
  @ApiProperty({ enum: ALIASES }) alias: string;
  @ApiProperty({ example: 12 }) model_id: number;
  @ApiProperty({ type: Number, nullable: true, example: 9 }) previous_model_id: number | null;
  @ApiProperty({ description: 'True where the model stops to be it', example: false }) is_end: boolean;
  @ApiProperty({ type: Number, nullable: true, example: null, description: 'Of a roll-back: the promotion that is in force again' }) returns_to_sequence: number | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Why a model that has not passed the gate serves' }) override_reason: string | null;
  @ApiProperty({ example: '2025-07-01', description: 'The first day it serves' }) effective_from: string;
  @ApiProperty({ example: 'api key Ab3dEf9h' }) actor: string;
  @ApiProperty({ example: 'interval coverage fell below 70 %' }) reason: string;
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) recorded_at: string;
}

export class PromotionListAnswer {
  @ApiProperty({ type: [PromotionAnswer], description: 'Newest first' }) items: PromotionAnswer[];
}

export function toModelAnswer(model: ModelVersionSummary, game: string, alias: Alias | undefined): ModelAnswer {
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
    is_champion: alias === CHAMPION,
    alias: alias ?? null,
    recorded_at: model.recordedAt.toISOString(),
  };
}

export function toPromotionAnswer(promotion: Promotion): PromotionAnswer {
  return {
    sequence: promotion.sequence,
    alias: promotion.alias,
    model_id: promotion.modelVersionId,
    previous_model_id: promotion.previousModelVersionId,
    is_end: promotion.isEnd,
    returns_to_sequence: promotion.returnsToSequence,
    override_reason: promotion.overrideReason,
    effective_from: promotion.effectiveFrom,
    actor: promotion.actor,
    reason: promotion.reason,
    recorded_at: promotion.recordedAt.toISOString(),
  };
}
