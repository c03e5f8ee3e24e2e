import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsDay } from '../../http/index.js';
import { FEATURE_FAMILIES, type PastRecord, QUALITY_FLAGS, type ScoreExplanation, type WouldChange } from '../../modelling/index.js';
import type { FairValueKind } from '../../shared/fair-value-kind.js';
import { REASON_SENTENCES, REASONS } from '../domain/reasons.js';
import type { CardExplanation } from '../explanations.js';
import type { PredictionQuestion } from '../predictions.js';
import { FairValueKindProperty, ModelName, rounded } from './prediction.dto.js';

const FAMILIES: readonly string[] = [...FEATURE_FAMILIES, 'other'];
const EFFECTS = ['raises', 'lowers', 'none'] as const;

export class ExplanationQuery {
  @ApiPropertyOptional({ example: '2025-06-30', description: 'The last evaluated day of the game, where nothing is said' })
  @IsOptional()
  @IsDay()
  date?: string;
}

export class FamilyAnswer {
  @ApiProperty({ enum: FAMILIES }) family: string;
  @ApiProperty({ enum: EFFECTS, description: 'Whether it raises or lowers what is explained' }) effect: (typeof EFFECTS)[number];
  @ApiProperty({ description: 'Of everything told, a fraction', example: 0.41 }) share: number;
  @ApiProperty({ description: 'What it adds: log odds of a probability, log return of a fair value', example: 0.53 }) contribution: number;
  @ApiProperty({ example: 'log_mid_to_market' }) main_feature: string;
  @ApiProperty({ type: Number, nullable: true, example: 0.13 }) main_value: number | null;
  @ApiProperty({ example: 'Half of the sellers ask at least 14 % more than the market price.' }) sentence: string;
}

export class ScoreExplanationAnswer {
  @ApiProperty({ description: 'What is said of a card of which nothing is known', example: -2.4 }) bias: number;
  @ApiProperty({ type: [FamilyAnswer], description: 'The largest first, `other` last; they and the bias add up to what the model says before calibration' }) families: FamilyAnswer[];
}

export class PastRecordAnswer {
  @ApiProperty({ example: 120 }) count: number;
  @ApiProperty({ description: 'Of those, the share that came true', example: 0.4 }) realised_share: number;
  @ApiProperty({ description: 'The same of all cards', example: 0.08 }) base_rate: number;
  @ApiProperty({ example: 'Of 214 such cases 63 % rose by at least 10 %, of all cards 31 %.' }) sentence: string;
}

export class PastRecordsAnswer {
  @ApiProperty({ type: PastRecordAnswer, nullable: true }) up: PastRecordAnswer | null;
  @ApiProperty({ type: PastRecordAnswer, nullable: true }) down: PastRecordAnswer | null;
}

export class WouldChangeAnswer {
  @ApiProperty({ example: 'log_mid_to_market' }) feature: string;
  @ApiProperty({ example: 0.02 }) value: number;
  @ApiProperty({ description: 'The probability with that value, all else as it is', example: 0.21 }) probability: number;
  @ApiProperty({ description: 'What would have to be the case', example: 'If half of the sellers asked at most 4 % more than the market price' }) sentence: string;
}

export class WouldChangesAnswer {
  @ApiProperty({ type: WouldChangeAnswer, nullable: true }) up: WouldChangeAnswer | null;
  @ApiProperty({ type: WouldChangeAnswer, nullable: true }) down: WouldChangeAnswer | null;
}

export class QualityFlagAnswer {
  @ApiProperty({ enum: QUALITY_FLAGS }) flag: string;
  @ApiProperty({ example: 'The card was priced on one day only.' }) sentence: string;
}

export class WithheldAnswer {
  @ApiProperty({ enum: REASONS }) reason: string;
  @ApiProperty({ example: REASON_SENTENCES.stale_source }) sentence: string;
}

export class ExplanationAnswer {
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: '2025-06-30' }) date: string;
  @ApiProperty({ enum: ['trees', 'formula', 'none'], description: '`formula`: the model has no features to tell of; `none`: see `reason`' }) kind: string;
  @ApiProperty({ enum: ['no_model', 'no_features'], nullable: true }) reason: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'How the model works its fair value out', example: 'fair value = last price' }) formula: string | null;
  @ApiProperty({ type: ModelName, nullable: true, description: 'The champion of that day' }) model: ModelName | null;
  @ApiProperty({ type: Number, nullable: true, example: 28 }) horizon_days: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Calibrated', example: 0.31 }) up_probability: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Calibrated', example: 0.08 }) down_probability: number | null;
  @ApiProperty({ type: ScoreExplanationAnswer, nullable: true }) up: ScoreExplanationAnswer | null;
  @ApiProperty({ type: ScoreExplanationAnswer, nullable: true }) down: ScoreExplanationAnswer | null;
  @ApiProperty({ type: ScoreExplanationAnswer, nullable: true }) fair_value: ScoreExplanationAnswer | null;
  @FairValueKindProperty() fair_value_kind: FairValueKind;
  @ApiProperty({ type: PastRecordsAnswer, description: 'How estimates with about the same probability did' }) past_record: PastRecordsAnswer;
  @ApiProperty({ type: WouldChangesAnswer, description: 'The nearest value of the main feature across the threshold of the policy' }) what_would_change: WouldChangesAnswer;
  @ApiProperty({ type: [QualityFlagAnswer], description: 'Reasons to trust it less' }) quality_flags: QualityFlagAnswer[];
  @ApiProperty({ type: WithheldAnswer, nullable: true, description: 'Why no signal was given that day; null where one was' }) withheld: WithheldAnswer | null;
  @ApiProperty({ description: 'True: this market is made up, and so is every number here', example: false }) is_simulated: boolean;
}

export function toExplanationQuestion(cardId: string, { date }: ExplanationQuery): PredictionQuestion {
  return { cardId, day: date as PredictionQuestion['day'] };
}

export function toExplanationAnswer(given: CardExplanation): ExplanationAnswer {
  const { card, day, explained } = given;
  const { version } = explained;
  const trees = explained.kind === 'trees' ? explained : undefined;
  return {
    card_id: card.cardId,
    date: day,
    kind: explained.kind,
    reason: explained.kind === 'none' ? explained.reason : null,
    formula: explained.kind === 'formula' ? explained.formula : null,
    model: version ? { id: version.id, name: version.name, version: version.version } : null,
    horizon_days: given.horizonDays,
    up_probability: rounded(given.upProbability),
    down_probability: rounded(given.downProbability),
    up: toScore(trees?.up),
    down: toScore(trees?.down),
    fair_value: toScore(trees?.fairValue),
    fair_value_kind: given.fairValueKind,
    past_record: { up: toPastRecord(given.pastUp), down: toPastRecord(given.pastDown) },
    what_would_change: { up: toWouldChange(trees?.up?.wouldChange), down: toWouldChange(trees?.down?.wouldChange) },
    quality_flags: given.flags.map(({ flag, sentence }) => ({ flag, sentence })),
    withheld: given.withheld && { reason: given.withheld, sentence: REASON_SENTENCES[given.withheld] },
    is_simulated: card.isSimulated,
  };
}

function toScore(explanation: ScoreExplanation | null | undefined): ScoreExplanationAnswer | null {
  if (!explanation) return null;
  return {
    bias: fine(explanation.bias),
    families: explanation.families.map(({ family, contribution, shareRatio, mainFeature, sentence }) => ({
      family,
      effect: effectOf(contribution),
      share: fine(shareRatio),
      contribution: fine(contribution),
      main_feature: mainFeature.name,
      main_value: rounded(mainFeature.value),
      sentence,
    })),
  };
}

function effectOf(contribution: number): FamilyAnswer['effect'] {
  if (contribution === 0) return 'none';
  return contribution > 0 ? 'raises' : 'lowers';
}

function toPastRecord(record: PastRecord | null): PastRecordAnswer | null {
  return record && { count: record.count, realised_share: fine(record.realisedShare), base_rate: fine(record.baseRate), sentence: record.sentence };
}

function toWouldChange(change: WouldChange | null | undefined): WouldChangeAnswer | null {
  return change ? { feature: change.feature, value: fine(change.value), probability: fine(change.probability), sentence: change.sentence } : null;
}

function fine(number: number): number {
  return rounded(number) as number;
}
