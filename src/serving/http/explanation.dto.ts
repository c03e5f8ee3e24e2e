import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsDay } from '../../http/index.js';
import type { ExplainedPrediction } from '../signal-explanations.js';
import { PredictionAnswer, rounded, toPredictionAnswer } from './prediction.dto.js';

const EXPLANATION_KINDS = ['drivers', 'formula', 'none'] as const;
const MAX_DRIVERS = 5;

type Told = Extract<ExplainedPrediction['explanation'], { kind: 'drivers' }>;

export class ExplanationQuery {
  @ApiPropertyOptional({ example: '2025-06-30', description: 'The last evaluated day of the game, where nothing is said' })
  @IsOptional()
  @IsDay()
  date?: string;
}

export class DriverAnswer {
  @ApiProperty({ example: 'asking_prices' }) family: string;
  @ApiProperty({ description: 'What the family adds: log odds for a probability, log return for a fair value', example: 0.42 }) contribution: number;
  @ApiProperty({ example: 'log_mid_to_market' }) feature: string;
  @ApiProperty({ type: Number, nullable: true, example: 0.13 }) value: number | null;
  @ApiProperty({ example: 'Half of the sellers ask at least 14 % more than the market price.' }) sentence: string;
}

export class PastRecordAnswer {
  @ApiProperty({ example: 1240 }) count: number;
  @ApiProperty({ example: 0.39 }) observed_ratio: number;
  @ApiProperty({ example: 0.16 }) base_ratio: number;
  @ApiProperty() sentence: string;
}

export class ChangeAnswer {
  @ApiProperty({ example: 'log_mid_to_market' }) feature: string;
  @ApiProperty({ example: 'ln(median listing / market price) of the last observation that shows both' }) description: string;
  @ApiProperty({ example: 0.03 }) value: number;
  @ApiProperty({ description: 'The probability there would then be, everything else unchanged', example: 0.18 }) probability: number;
}

export class ProbabilityExplanationAnswer {
  @ApiProperty({ description: 'What the model says before calibration', example: 0.41 }) model_probability: number;
  @ApiProperty({ type: [DriverAnswer], description: 'Largest first, at most five' }) drivers: DriverAnswer[];
  @ApiProperty({ type: PastRecordAnswer, nullable: true, description: 'How calls of about this probability turned out, out of sample' }) past_record: PastRecordAnswer | null;
  @ApiProperty({ type: ChangeAnswer, nullable: true, description: 'The nearest value of the main feature that would bring it across the threshold of a signal' }) what_would_change: ChangeAnswer | null;
}

export class QualityFlagAnswer {
  @ApiProperty({ example: 'thin' }) flag: string;
  @ApiProperty() sentence: string;
}

export class ExplanationAnswer {
  @ApiProperty({ type: PredictionAnswer }) prediction: PredictionAnswer;
  @ApiProperty({ enum: EXPLANATION_KINDS, description: '`drivers`: from the trees; `formula`: the model is one; `none`: see `reason`' }) kind: (typeof EXPLANATION_KINDS)[number];
  @ApiProperty({ type: String, nullable: true, example: 'no_features' }) reason: string | null;
  @ApiProperty({ type: String, nullable: true }) formula: string | null;
  @ApiProperty({ type: [DriverAnswer], description: 'What moves the fair value away from the last price' }) fair_value_drivers: DriverAnswer[];
  @ApiProperty({ type: ProbabilityExplanationAnswer, nullable: true }) up: ProbabilityExplanationAnswer | null;
  @ApiProperty({ type: ProbabilityExplanationAnswer, nullable: true }) down: ProbabilityExplanationAnswer | null;
  @ApiProperty({ type: [QualityFlagAnswer] }) quality_flags: QualityFlagAnswer[];
}

export function toExplanationAnswer({ prediction, explanation }: ExplainedPrediction): ExplanationAnswer {
  const told = explanation.kind === 'drivers' ? explanation : undefined;
  return {
    prediction: toPredictionAnswer(prediction),
    kind: explanation.kind,
    reason: explanation.kind === 'none' ? explanation.reason : null,
    formula: explanation.kind === 'formula' ? explanation.formula : null,
    fair_value_drivers: toDrivers(told?.fairValue ?? []),
    up: toProbability(told?.up),
    down: toProbability(told?.down),
    quality_flags: [...(told?.qualityFlags ?? [])],
  };
}

function toDrivers(drivers: Told['fairValue']): DriverAnswer[] {
  return drivers.slice(0, MAX_DRIVERS).map(({ family, contribution, feature, value, sentence }) => ({
    family,
    contribution: rounded(contribution) as number,
    feature,
    value: Number.isNaN(value) ? null : rounded(value),
    sentence,
  }));
}

function toProbability(told: Told['up']): ProbabilityExplanationAnswer | null {
  if (!told) return null;
  const { pastRecord: record, change } = told;
  return {
    model_probability: rounded(told.probability) as number,
    drivers: toDrivers(told.drivers),
    past_record: record ? { count: record.count, observed_ratio: rounded(record.observedShare) as number, base_ratio: rounded(record.baseRate) as number, sentence: record.sentence } : null,
    what_would_change: change ? { feature: change.feature, description: change.description, value: rounded(change.value) as number, probability: rounded(change.probability) as number } : null,
  };
}
