import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { IsDay } from '../../http/index.js';
import type { CardSource, CardSummary, Game, ObservedPrice } from '../../ingestion/index.js';
import type { Day } from '../../shared/day.js';
import type { DatedPrice, StandingLastPrice } from '../price-history.js';
import { Money, toMoney } from './money.dto.js';
import { PredictionAnswer } from './prediction.dto.js';
import { PageSize } from './page-size.dto.js';
import { ShownFlagAnswer, PriceFreshness, type Shown, toFlags, toPriceFreshness } from './price-freshness.dto.js';

export class CardQuery extends PageSize {
  @ApiPropertyOptional({ example: 'charizard', description: 'Part of a name, number or card id' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  search?: string;

  @ApiPropertyOptional({ example: 'pokemon', description: 'Slug of the game; see GET /v1/games' })
  @IsOptional()
  @IsString()
  game?: string;

  @ApiPropertyOptional({ example: 'Base Set', description: 'Name of the set' })
  @IsOptional()
  @IsString()
  set?: string;

  @ApiPropertyOptional({ example: 'Rare Holo' })
  @IsOptional()
  @IsString()
  rarity?: string;

  @ApiPropertyOptional({ example: 'grail', description: 'grail, chase, meta or personal' })
  @IsOptional()
  @IsString()
  category?: string;

  @ApiPropertyOptional({ example: 'Holofoil' })
  @IsOptional()
  @IsString()
  variant?: string;

  @ApiPropertyOptional({ example: 'single' })
  @IsOptional()
  @IsString()
  product_type?: string;

  @ApiPropertyOptional({ type: String, example: '0', description: '`next_cursor` of the page before; 0 begins at the first' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  cursor?: number;
}

export class CardSearchQuery {
  @ApiProperty({ example: 'char 4', minLength: 1, maxLength: 100, description: 'Words, or parts of some' })
  @IsString()
  @Length(1, 100)
  q: string;

  @ApiPropertyOptional({ example: 'pokemon', description: 'Slug of the game; see GET /v1/games' })
  @IsOptional()
  @IsString()
  game?: string;

  @ApiPropertyOptional({ example: 20, default: 20, minimum: 1, maximum: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  limit: number = 20;
}

export class CardPath {
  @ApiProperty({ example: 'base1-4|Holofoil', description: 'URL-encoded in the path: base1-4%7CHolofoil' })
  @IsString()
  @Length(1, 200)
  card_id: string;
}

export class DayRangeQuery {
  @ApiPropertyOptional({ example: '2025-06-01', description: 'A year before `to`, where nothing is said' })
  @IsOptional()
  @IsDay()
  from?: string;

  @ApiPropertyOptional({ example: '2025-06-30', description: 'Today, where nothing is said' })
  @IsOptional()
  @IsDay()
  to?: string;
}

export class GameAnswer {
  @ApiProperty({ example: 'pokemon' }) slug: string;
  @ApiProperty({ example: 'Pokemon' }) name: string;
  @ApiProperty({ description: 'True: this market is made up', example: false }) is_simulated: boolean;
  @ApiProperty({ type: String, nullable: true, example: '2025-06-30', description: 'The last day with signals' }) evaluated_through: string | null;
}

export class GameListAnswer {
  @ApiProperty({ type: [GameAnswer] }) items: GameAnswer[];
}

export class CardAnswer {
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: 'pokemon' }) game: string;
  @ApiProperty({ example: 'Charizard' }) name: string;
  @ApiProperty({ example: 'Base Set' }) set: string;
  @ApiProperty({ example: '4/102' }) number: string;
  @ApiProperty({ type: String, nullable: true, example: 'Rare Holo' }) rarity: string | null;
  @ApiProperty({ example: 'single' }) product_type: string;
  @ApiProperty({ example: 'Holofoil' }) variant: string;
  @ApiProperty({ example: 'NM' }) condition: string;
  @ApiProperty({ example: 'RAW' }) grade: string;
  @ApiProperty({ example: 'en' }) language: string;
  @ApiProperty({ type: String, nullable: true, example: 'grail' }) category: string | null;
  @ApiProperty({ example: false }) is_simulated: boolean;
}

export class CardListAnswer {
  @ApiProperty({ type: [CardAnswer] }) items: CardAnswer[];
  @ApiProperty({ type: String, nullable: true, example: '150', description: 'Ask for the next page with this; null on the last' }) next_cursor: string | null;
}

export class CardSearchAnswer {
  @ApiProperty({ type: [CardAnswer] }) items: CardAnswer[];
}

export class PriceAnswer {
  @ApiProperty({ example: '2025-06-29', description: 'The market day the price is about' }) observed_on: string;
  @ApiProperty({ type: Money }) market: Money;
  @ApiProperty({ type: Money, nullable: true, description: 'Lowest listing' }) low: Money | null;
  @ApiProperty({ type: Money, nullable: true, description: 'Median listing' }) mid: Money | null;
  @ApiProperty({ type: Money, nullable: true, description: 'Highest listing' }) high: Money | null;
  @ApiProperty({ type: Number, nullable: true, example: 41 }) listing_count: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 18 }) seller_count: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 3, description: 'Sales that day, where the source tells' }) volume: number | null;
  @ApiProperty({ example: 'tcgcsv', description: 'Who said so' }) source: string;
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z', nullable: true, description: 'When the source last changed it' }) source_updated_at: string | null;
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z', description: 'When we learned it' }) recorded_at: string;
  @ApiProperty({ type: PriceFreshness, description: 'As of `observed_on` in a history, as of today for the latest price' }) freshness: PriceFreshness;
}

export class LatestPriceAnswer extends PriceAnswer {
  @ApiProperty({ type: [ShownFlagAnswer], description: 'What is wrong with the price' }) flags: ShownFlagAnswer[];
}

export class PriceListAnswer {
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: false }) is_simulated: boolean;
  @ApiProperty({ type: [PriceAnswer], description: 'Ascending by day; a day without an observation is not there' }) items: PriceAnswer[];
}

export class CardSourceAnswer {
  @ApiProperty({ example: 'tcgcsv' }) source: string;
  @ApiProperty({ description: 'What the source calls it', example: '675111' }) external_id: string;
  @ApiProperty({ type: String, nullable: true, example: '675111' }) tcgplayer_id: string | null;
  @ApiProperty({ example: 'USD' }) currency: string;
  @ApiProperty({ description: 'How it was matched to the card: import, provider, tcgplayer_id, identity or person', example: 'tcgplayer_id' }) provenance: string;
  @ApiProperty({ description: 'How sure the match is', example: 1, minimum: 0, maximum: 1 }) confidence: number;
  @ApiProperty({ enum: ['active', 'quarantined', 'rejected'], description: 'quarantined: its prices are held back. rejected: it is another card', example: 'active' }) state: string;
}

export class CardDetailAnswer extends CardAnswer {
  @ApiProperty({ type: String, nullable: true, example: '1999-01-09', description: 'The day its set came out; null where no source says so' }) set_released_on: string | null;
  @ApiProperty({ type: [CardSourceAnswer] }) sources: CardSourceAnswer[];
  @ApiProperty({ type: LatestPriceAnswer, nullable: true }) latest_price: LatestPriceAnswer | null;
  @ApiProperty({ type: PredictionAnswer, nullable: true, description: 'Of the last evaluated day; null before the first' }) latest_prediction: PredictionAnswer | null;
}

export function toGameAnswer(game: Game, evaluatedThrough: string | undefined): GameAnswer {
  return { slug: game.slug, name: game.name, is_simulated: game.isSimulated, evaluated_through: evaluatedThrough ?? null };
}

export function toCardAnswer(card: CardSummary): CardAnswer {
  return {
    card_id: card.cardId,
    game: card.game,
    name: card.name,
    set: card.set,
    number: card.number,
    rarity: card.rarity,
    product_type: card.productType,
    variant: card.variant,
    condition: card.condition,
    grade: card.grade,
    language: card.language,
    category: card.category,
    is_simulated: card.isSimulated,
  };
}

export function toCardSourceAnswer({ source, externalId, tcgplayerId, currency, provenance, confidenceRatio, state }: CardSource): CardSourceAnswer {
  return { source, external_id: externalId, tcgplayer_id: tcgplayerId, currency, provenance, confidence: confidenceRatio, state };
}

/** A price of a history, as fresh as it was on its own day. */
export function toPriceAnswer(price: DatedPrice): PriceAnswer {
  return toPrice(price, { ...price, flags: [] }, price.day);
}

/** The last price, as it stands on a day. */
export function toLatestPriceAnswer(price: StandingLastPrice, day: Day): LatestPriceAnswer {
  return { ...toPrice(price, price.standing, day), flags: toFlags(price.standing.flags) };
}

function toPrice(price: ObservedPrice, shown: Shown, day: Day): PriceAnswer {
  const { currency } = price;
  return {
    observed_on: price.day,
    market: toMoney(price.marketCents, currency) as Money,
    low: toMoney(price.lowCents, currency),
    mid: toMoney(price.midCents, currency),
    high: toMoney(price.highCents, currency),
    listing_count: price.listingCount,
    seller_count: price.sellerCount,
    volume: price.volume,
    source: price.source,
    source_updated_at: price.sourceUpdatedAt?.toISOString() ?? null,
    recorded_at: price.recordedAt.toISOString(),
    freshness: toPriceFreshness(shown, day),
  };
}
