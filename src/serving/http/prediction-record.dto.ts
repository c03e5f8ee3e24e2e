import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { HorizonRecord, PredictionRecord } from '../../modelling/index.js';
import type { GamePredictionTrackRecord, VersionTrackRecord } from '../prediction-track-record.js';
import type { Game } from '../../ingestion/index.js';
import { GameQuery } from './model.dto.js';
import { ModelName, rounded } from './prediction.dto.js';

const ratio = (description: string) => ApiProperty({ type: Number, nullable: true, description, example: 0.97 });

export class PredictionRecordQuery extends GameQuery {
  @ApiPropertyOptional({ example: 28, description: 'Of all horizons, where nothing is said' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(365)
  horizon_days?: number;
}

export class ProbabilityRecordAnswer {
  @ApiProperty({ description: 'Estimates with such a probability', example: 900 }) count: number;
  @ratio('Mean of (probability - outcome)^2') brier: number | null;
  @ratio('Share of these that moved so') base_ratio: number | null;
  @ratio('Brier score of always saying that share, which is known only afterwards') base_brier: number | null;
}

export class PredictionRecordAnswer {
  @ApiProperty({ description: 'Estimates that have matured, with a price seen at the end', example: 1200 }) count: number;
  @ratio('Absolute error / that of the last price, in money; below 1 is better than the last price') relative_mae: number | null;
  @ratio('The same in proportion: each card counts alike') relative_log_error: number | null;
  @ratio('Share of prices within the 80 % interval, of those with one') coverage_80: number | null;
  @ApiProperty({ type: ProbabilityRecordAnswer }) up: ProbabilityRecordAnswer;
  @ApiProperty({ type: ProbabilityRecordAnswer }) down: ProbabilityRecordAnswer;
  @ApiProperty({ description: 'True where the last price was nearer, in money or in proportion', example: false }) lost: boolean;
}

export class PredictionMonthAnswer extends PredictionRecordAnswer {
  @ApiProperty({ description: 'Of the days the estimates were made for', example: '2025-06' }) month: string;
}

export class HorizonRecordAnswer {
  @ApiProperty({ example: 28 }) horizon_days: number;
  @ApiProperty({ type: PredictionRecordAnswer }) total: PredictionRecordAnswer;
  @ApiProperty({ type: [PredictionMonthAnswer], description: 'Ascending, every month there is' }) months: PredictionMonthAnswer[];
}

export class VersionRecordAnswer {
  @ApiProperty({ type: ModelName }) model: ModelName;
  @ApiProperty({ type: [HorizonRecordAnswer] }) horizons: HorizonRecordAnswer[];
}

export class ModelTrackRecordAnswer extends VersionRecordAnswer {
  @ApiProperty({ example: 'pokemon' }) game: string;
  @ApiProperty({ example: false }) is_simulated: boolean;
}

export class PredictionTrackRecordAnswer {
  @ApiProperty({ example: 'pokemon' }) game: string;
  @ApiProperty({ example: false }) is_simulated: boolean;
  @ApiProperty({ type: [HorizonRecordAnswer], description: 'What the champion of each day said, whichever version that was' }) served: HorizonRecordAnswer[];
  @ApiProperty({ type: [VersionRecordAnswer], description: 'Every version, those nobody saw included, newest first' }) models: VersionRecordAnswer[];
}

export function toPredictionTrackRecordAnswer({ game, served, versions }: GamePredictionTrackRecord): PredictionTrackRecordAnswer {
  return { game: game.slug, is_simulated: game.isSimulated, served: served.map(toHorizonAnswer), models: versions.map(toVersionAnswer) };
}

export function toModelTrackRecordAnswer(record: VersionTrackRecord & { game: Game }): ModelTrackRecordAnswer {
  return { game: record.game.slug, is_simulated: record.game.isSimulated, ...toVersionAnswer(record) };
}

function toVersionAnswer({ model, records }: VersionTrackRecord): VersionRecordAnswer {
  return { model, horizons: records.map(toHorizonAnswer) };
}

function toHorizonAnswer({ horizonDays, total, months }: HorizonRecord): HorizonRecordAnswer {
  return { horizon_days: horizonDays, total: toRecordAnswer(total), months: months.map((each) => ({ month: each.month, ...toRecordAnswer(each) })) };
}

function toRecordAnswer(record: PredictionRecord): PredictionRecordAnswer {
  const probability = ({ count, brier, baseRatio, baseBrier }: PredictionRecord['up']): ProbabilityRecordAnswer => ({
    count,
    brier: rounded(brier),
    base_ratio: rounded(baseRatio),
    base_brier: rounded(baseBrier),
  });
  return {
    count: record.count,
    relative_mae: rounded(record.relativeMae),
    relative_log_error: rounded(record.relativeLogError),
    coverage_80: rounded(record.coverage80),
    up: probability(record.up),
    down: probability(record.down),
    lost: record.hasLost,
  };
}
