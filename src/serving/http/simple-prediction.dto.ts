import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Problem } from '../../http/index.js';
import { REASONS, type Reason, type Signal, SIGNALS } from '../domain/policy.js';
import type { Prediction } from '../predictions.js';
import { toMajor } from './money.dto.js';
import { ShownFlagAnswer, PriceFreshness } from './price-freshness.dto.js';
import { AreRequests, PredictionRequest, type RowFreshness, rounded, toRowFreshness } from './prediction.dto.js';

export class BatchPredictRequest {
  @AreRequests()
  cards: PredictionRequest[];
}

export class PredictSignalAnswer {
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ enum: SIGNALS, nullable: true }) signal: Signal | null;
  @ApiProperty({ type: Number, nullable: true, description: 'In whole units of `currency`', example: 329.99 }) fair_value: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'In whole units of `currency`', example: 289.5 }) market_price: number | null;
  @ApiProperty({ type: Number, nullable: true, description: '(market - fair) / fair, in percent; negative is cheap', example: -12.27 }) delta_pct: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Calibrated probability that the signal turns out right, 0 to 1', example: 0.41 }) confidence: number | null;
  @ApiProperty({ enum: REASONS, nullable: true, description: 'Why there is no signal' }) reason: Reason | null;
  @ApiProperty({ example: '2025-06-30' }) date: string;
  @ApiProperty({ type: String, nullable: true, example: 'USD' }) currency: string | null;
  @ApiProperty({ type: PriceFreshness, nullable: true, description: 'How fresh the price is, as of `date`' }) freshness: PriceFreshness | null;
  @ApiProperty({ type: [ShownFlagAnswer], description: 'What is wrong with the price' }) flags: ShownFlagAnswer[];
  @ApiProperty({ description: 'True: this market is made up', example: false }) is_simulated: boolean;
}

export class BatchPredictItem {
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiPropertyOptional({ enum: SIGNALS, nullable: true }) signal?: Signal | null;
  @ApiPropertyOptional({ type: Number, nullable: true, example: 329.99 }) fair_value?: number | null;
  @ApiPropertyOptional({ type: Number, nullable: true, example: 289.5 }) market_price?: number | null;
  @ApiPropertyOptional({ type: Number, nullable: true, example: -12.27 }) delta_pct?: number | null;
  @ApiPropertyOptional({ type: Number, nullable: true, example: 0.41 }) confidence?: number | null;
  @ApiPropertyOptional({ enum: REASONS, nullable: true }) reason?: Reason | null;
  @ApiPropertyOptional({ example: '2025-06-30' }) date?: string;
  @ApiPropertyOptional({ type: String, nullable: true, example: 'USD' }) currency?: string | null;
  @ApiPropertyOptional({ type: PriceFreshness, nullable: true }) freshness?: PriceFreshness | null;
  @ApiPropertyOptional({ type: [ShownFlagAnswer] }) flags?: ShownFlagAnswer[];
  @ApiPropertyOptional({ example: false }) is_simulated?: boolean;
  @ApiPropertyOptional({ type: Problem, description: 'Instead of everything else, where there is no answer for this card' }) error?: Problem;
}

export class BatchPredictAnswer {
  @ApiProperty({ type: [BatchPredictItem], description: 'In the order asked' }) predictions: BatchPredictItem[];
}

const PERCENT_DIGITS = 2;

/** `freshness`: where it is known already, from the same prediction's other answer. */
export function toPredictSignalAnswer({ card, day, row }: Prediction, { freshness, flags }: RowFreshness = toRowFreshness(row, day)): PredictSignalAnswer {
  const currency = row?.currency ?? null;
  const deviationRatio = row?.deviationRatio ?? null;
  // This answer has no place to say what a fair value is: what is not about the card itself is left out.
  const fairValueCents = row && row.fairValueKind !== 'prior' ? row.fairValueCents : null;
  return {
    card_id: card.cardId,
    signal: row?.signal ?? null,
    fair_value: currency === null ? null : toMajor(fairValueCents, currency),
    market_price: toMajor(row?.marketCents ?? null, currency),
    delta_pct: deviationRatio === null ? null : rounded(deviationRatio * 100, PERCENT_DIGITS),
    confidence: rounded(row?.confidence ?? null),
    reason: row ? row.reason : 'no_history',
    date: day,
    currency,
    freshness,
    flags,
    is_simulated: card.isSimulated,
  };
}
