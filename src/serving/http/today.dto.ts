import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, IsString, Max, Min } from 'class-validator';
import { COST_PROFILES } from '../domain/cost-profiles.js';
import { SIGNALS, type Signal } from '../domain/policy.js';
import { REASON_SENTENCES } from '../domain/reasons.js';
import type { SignalCount } from '../today.repository.js';
import { ADVICE_KINDS, type AdviceKind, type TodayItem, type TodayList, type TodayQuestion } from '../today.js';
import { AdviceAnswer, toAdviceAnswer } from './advice.dto.js';
import { CardAnswer, toCardAnswer } from './card.dto.js';
import { PredictionAnswer, toPredictionAnswer } from './prediction.dto.js';
import { DeclinedAnswer } from './track-record.dto.js';

const PROFILE_IDS: readonly string[] = COST_PROFILES.map((each) => each.id);
/** As text: a query has no other. */
const FLAGS = ['true', 'false'];
const MAX_ITEMS = 50;
const MAX_PRICE = 10_000_000;

export class TodayQuery {
  @ApiPropertyOptional({ example: 'pokemon', description: 'Slug of the game; see GET /v1/games. The only one, where nothing is said' })
  @IsOptional()
  @IsString()
  game?: string;

  @ApiPropertyOptional({ enum: SIGNALS, example: 'BUY', default: 'BUY' })
  @IsOptional()
  @IsIn(SIGNALS)
  signal: Signal = 'BUY';

  @ApiPropertyOptional({ enum: PROFILE_IDS, example: 'tcgplayer', description: 'Whose costs; see GET /v1/cost-profiles. The configured ones, where nothing is said' })
  @IsOptional()
  @IsIn(PROFILE_IDS)
  profile?: string;

  @ApiPropertyOptional({ enum: ADVICE_KINDS, example: 'collection', description: 'Only cards that get a yes; of the 60 strongest signals' })
  @IsOptional()
  @IsIn(ADVICE_KINDS)
  advice?: AdviceKind;

  @ApiPropertyOptional({ example: 'Base Set', description: 'Name of the set' })
  @IsOptional()
  @IsString()
  set?: string;

  @ApiPropertyOptional({ example: 'grail', description: 'grail, chase, meta or personal' })
  @IsOptional()
  @IsString()
  category?: string;

  @ApiPropertyOptional({ example: 20, minimum: 0, maximum: MAX_PRICE, description: 'Lowest market price, in whole currency units' })
  @IsOptional()
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  @Max(MAX_PRICE)
  min_price?: number;

  @ApiPropertyOptional({ example: 500, minimum: 0, maximum: MAX_PRICE, description: 'Highest market price, in whole currency units' })
  @IsOptional()
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  @Max(MAX_PRICE)
  max_price?: number;

  @ApiPropertyOptional({ enum: FLAGS, example: 'true', description: 'true: only prices that are not flagged THIN: at least three listings, as far as the source says' })
  @IsOptional()
  @IsIn(FLAGS)
  liquid?: string;

  @ApiPropertyOptional({ enum: FLAGS, example: 'true', description: 'true: only signals that were not said the day before' })
  @IsOptional()
  @IsIn(FLAGS)
  changed?: string;

  @ApiPropertyOptional({ example: 20, default: 20, minimum: 1, maximum: MAX_ITEMS })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ITEMS)
  limit: number = 20;
}

export class TodayItemAnswer {
  @ApiProperty({ type: CardAnswer }) card: CardAnswer;
  @ApiProperty({ type: PredictionAnswer }) prediction: PredictionAnswer;
  @ApiProperty({ type: AdviceAnswer, description: 'Net of the costs of `profile`' }) advice: AdviceAnswer;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'First day of the unbroken run of this signal', example: '2025-06-28' }) signal_since: string | null;
}

export class SignalCountAnswer {
  @ApiProperty({ enum: SIGNALS, nullable: true, description: 'null: none was given', example: 'BUY' }) signal: Signal | null;
  @ApiProperty({ example: 31 }) count: number;
  @ApiProperty({ example: 4, description: 'Of these, not said the day before' }) new_count: number;
}

export class TodayAnswer {
  @ApiProperty({ example: 'pokemon' }) game: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2025-06-30', description: 'The last evaluated day; null before the first' }) date: string | null;
  @ApiProperty({ example: 'tcgplayer' }) profile: string;
  @ApiProperty({ type: [SignalCountAnswer], description: 'Of all cards of the game, whatever was filtered' }) counts: SignalCountAnswer[];
  @ApiProperty({ type: [DeclinedAnswer], description: 'Why cards got no signal, the most frequent reason first' }) declined: DeclinedAnswer[];
  @ApiProperty({ type: [TodayItemAnswer], description: 'The surest first' }) items: TodayItemAnswer[];
  @ApiProperty({ description: 'True: this market is made up, and so is every number here', example: false }) is_simulated: boolean;
}

export function toTodayQuestion(query: TodayQuery): TodayQuestion {
  return {
    gameSlug: query.game,
    signal: query.signal,
    profileId: query.profile,
    advice: query.advice,
    set: query.set,
    category: query.category,
    minPriceMajor: query.min_price,
    maxPriceMajor: query.max_price,
    isLiquid: query.liquid === 'true',
    isNew: query.changed === 'true',
    limit: query.limit,
  };
}

export function toTodayAnswer({ game, day, profile, counts, declined, items }: TodayList): TodayAnswer {
  return {
    game: game.slug,
    date: day ?? null,
    profile: profile.id,
    counts: counts.map(toCount),
    declined: declined.map(({ reason, count }) => ({ reason, count, sentence: REASON_SENTENCES[reason] })),
    items: items.map(toItem),
    is_simulated: game.isSimulated,
  };
}

function toItem({ prediction, advice }: TodayItem): TodayItemAnswer {
  return { card: toCardAnswer(prediction.card), prediction: toPredictionAnswer(prediction), advice: toAdviceAnswer(advice), signal_since: prediction.row?.signalSince ?? null };
}

function toCount({ signal, count, newCount }: SignalCount): SignalCountAnswer {
  return { signal, count, new_count: newCount };
}
