import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsNumber, IsOptional, IsString, Length, Matches, Min, ValidateNested } from 'class-validator';
import { IsDay, Problem } from '../../http/index.js';
import { type Day, daysBetween } from '../../shared/day.js';
import { FAIR_VALUE_KINDS, type FairValueKind } from '../../shared/fair-value-kind.js';
import { REASONS, type Reason, type Signal, SIGNALS } from '../domain/policy.js';
import { toSignalId } from '../domain/signal-id.js';
import type { Prediction } from '../predictions.js';
import type { SignalRow } from '../signal.repository.js';
import { Money, toMoney } from './money.dto.js';
import { PageSize } from './page-size.dto.js';
import { ShownFlagAnswer, PriceFreshness, type Shown, toFlags, toPriceFreshness } from './price-freshness.dto.js';

export const MAX_BATCH = 500;

export class PredictionRequest {
  @ApiProperty({ example: 'base1-4|Holofoil' })
  @IsString()
  @Length(1, 200)
  card_id: string;

  @ApiPropertyOptional({ example: '2025-06-30', description: 'The last evaluated day of the game, where nothing is said' })
  @IsOptional()
  @IsDay()
  date?: string;
}

/** One to {@link MAX_BATCH} requests, each checked by itself. */
export function AreRequests(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: [PredictionRequest], minItems: 1, maxItems: MAX_BATCH }),
    IsArray(),
    ArrayNotEmpty(),
    ArrayMaxSize(MAX_BATCH),
    ValidateNested({ each: true }),
    Type(() => PredictionRequest),
  );
}

export class PredictionBatchRequest {
  @AreRequests()
  items: PredictionRequest[];
}

export class SignalFeedQuery extends PageSize {
  @ApiPropertyOptional({ example: 'pokemon', description: 'Slug of the game; see GET /v1/games. The only one, where nothing is said' })
  @IsOptional()
  @IsString()
  game?: string;

  @ApiPropertyOptional({ example: '2025-06-30', description: 'The last evaluated day, where nothing is said' })
  @IsOptional()
  @IsDay()
  date?: string;

  @ApiPropertyOptional({ enum: SIGNALS, example: 'BUY' })
  @IsOptional()
  @IsIn(SIGNALS)
  signal?: Signal;

  @ApiPropertyOptional({ example: 'grail' })
  @IsOptional()
  @IsString()
  category?: string;

  @ApiPropertyOptional({ example: 20, description: 'In whole currency units' })
  @IsOptional()
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  min_price?: number;

  @ApiPropertyOptional({ example: 'MjAyNS0wNi0zMCAw', description: '`next_cursor` of the page before' })
  @IsOptional()
  @Matches(/^[\w-]{1,200}$/)
  cursor?: string;
}

export class ModelName {
  @ApiProperty({ example: 12 }) id: number;
  @ApiProperty({ example: 'local-level' }) name: string;
  @ApiProperty({ example: 3 }) version: number;
}

export class Interval {
  @ApiProperty({ type: Money }) lower: Money;
  @ApiProperty({ type: Money }) upper: Money;
}

/** The same words wherever a fair value is shown. */
export function FairValueKindProperty(): PropertyDecorator {
  return ApiProperty({
    enum: FAIR_VALUE_KINDS, example: 'model',
    description: 'What `fair_value` is. `model`: what a model that has learned expects; `last_price`: no model says anything of it yet, the last price stands; `prior`: it has no price, cards of its set, rarity and variant cost that; `none`: nothing is known',
  });
}

export class PredictionAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'Names this answer in GET /v1/signals/{signal_id}/lineage; null where nothing was recorded of the card', example: '4711-2025-06-30-net-1f2e3d4c' })
  signal_id: string | null;
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: '2025-06-30' }) date: string;
  @ApiProperty({ enum: SIGNALS, nullable: true, description: 'Null where we decline to say; `reason` then says why. That is not HOLD' }) signal: Signal | null;
  @ApiProperty({ enum: REASONS, nullable: true }) reason: Reason | null;
  @ApiProperty({ type: Money, nullable: true, description: 'The last price observed by that day' }) market_price: Money | null;
  @ApiProperty({ type: String, nullable: true, example: '2025-06-29' }) market_price_observed_on: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Days from the observation to `date`', example: 1 }) data_age_days: number | null;
  @ApiProperty({ type: PriceFreshness, nullable: true, description: 'How fresh the price is, as of `date`; null without a price' }) freshness: PriceFreshness | null;
  @ApiProperty({ type: [ShownFlagAnswer], description: 'What is wrong with the price' }) flags: ShownFlagAnswer[];
  @ApiProperty({ type: Money, nullable: true, description: 'What the model expects the card to trade at, `horizon_days` ahead' }) fair_value: Money | null;
  @FairValueKindProperty() fair_value_kind: FairValueKind;
  @ApiProperty({ type: Interval, nullable: true, description: 'Holds the price with a probability of 80 %' }) interval_80: Interval | null;
  @ApiProperty({ type: Number, nullable: true, description: '(market - fair) / fair, a fraction; negative is cheap', example: -0.124 }) deviation_ratio: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Calibrated probability that the signal turns out right; null where it is not known', example: 0.41 }) confidence: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 28 }) horizon_days: number | null;
  @ApiProperty({ type: ModelName, nullable: true }) model: ModelName | null;
  @ApiProperty({ example: 'threshold-1f2e3d4c' }) policy_version: string;
  @ApiProperty({ description: 'True: this market is made up, and so is every number here', example: false }) is_simulated: boolean;
}

export class PredictionBatchItem {
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ type: PredictionAnswer, nullable: true }) prediction: PredictionAnswer | null;
  @ApiProperty({ type: Problem, nullable: true, description: 'Why this one has no answer; the others are not affected' }) problem: Problem | null;
}

export class PredictionBatchAnswer {
  @ApiProperty({ type: [PredictionBatchItem], description: 'In the order asked' }) items: PredictionBatchItem[];
}

export class PredictionListAnswer {
  @ApiProperty({ type: [PredictionAnswer] }) items: PredictionAnswer[];
}

export class SignalFeedAnswer extends PredictionListAnswer {
  @ApiProperty({ type: String, nullable: true, example: '2025-06-30', description: 'The day these are about' }) date: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'MjAyNS0wNi0zMCAxNTA', description: 'Ask for the next page with this; null on the last' }) next_cursor: string | null;
}

const RATIO_DIGITS = 6;

export function toPredictionAnswer({ card, day, row, model, policyVersion }: Prediction): PredictionAnswer {
  const currency = row?.currency ?? null;
  const lower = toMoney(row?.lower80Cents ?? null, currency);
  const upper = toMoney(row?.upper80Cents ?? null, currency);
  return {
    signal_id: row ? toSignalId(row) : null,
    card_id: card.cardId,
    date: day,
    signal: row?.signal ?? null,
    reason: row ? row.reason : 'no_history',
    market_price: toMoney(row?.marketCents ?? null, currency),
    market_price_observed_on: row?.marketObservedOn ?? null,
    data_age_days: row?.marketObservedOn ? daysBetween(row.marketObservedOn, day) : null,
    ...toRowFreshness(row, day),
    fair_value: toMoney(row?.fairValueCents ?? null, currency),
    fair_value_kind: row?.fairValueKind ?? 'none',
    interval_80: lower && upper ? { lower, upper } : null,
    deviation_ratio: rounded(row?.deviationRatio ?? null),
    confidence: rounded(row?.confidence ?? null),
    horizon_days: row?.horizonDays ?? null,
    model,
    policy_version: row?.policyVersion ?? policyVersion,
    is_simulated: card.isSimulated,
  };
}

export type RowFreshness = Pick<PredictionAnswer, 'freshness' | 'flags'>;

/** The freshness of the price a signal was said on; of rows from before it was kept, what their day and reason tell. */
export function toRowFreshness(row: SignalRow | undefined, day: Day): RowFreshness {
  if (!row || row.marketObservedOn === null) return { freshness: null, flags: [] };
  const { marketObservedOn: observedOn, source, fetchedAt, sourceUpdatedAt, lastChangedOn } = row;
  const shown: Shown = {
    times: { observedOn, source, fetchedAt, sourceUpdatedAt, lastChangedOn },
    staleReason: row.staleReason ?? (row.reason === 'stale_source' ? 'old_price' : null),
    flags: row.flags ?? [],
  };
  return { freshness: toPriceFreshness(shown, day), flags: toFlags(shown.flags) };
}

export function rounded(ratio: number | null, digits = RATIO_DIGITS): number | null {
  return ratio === null ? null : Number(ratio.toFixed(digits));
}
