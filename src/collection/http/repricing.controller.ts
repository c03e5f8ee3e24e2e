import { Body, Controller, Post } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsBoolean, IsNumber, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { Endpoint } from '../../http/index.js';
import { Money, toMoney } from '../../serving/index.js';
import { CSV_FORMS } from '../domain/csv-presets.js';
import { toCsvText } from '../domain/csv-text.js';
import { PriceSuggestions, type RepricedRow } from '../repricing.js';

const MAX_CHARACTERS = 8_000_000;
const FLOOR = 0.9;
const CEILING = 1.25;
const REASONS = ['fair_value', 'fair_value_floored', 'fair_value_capped', 'market_price', 'stale_price', 'no_price', 'unknown_card', 'unreadable_row'];
const EXAMPLE = toCsvText([
  CSV_FORMS.tcgplayer.columns,
  ['8608859', 'Pokemon', 'Base Set', 'Charizard', '', '4/102', 'Holo Rare', 'Near Mint Holofoil', '310.00', '', '', '299.00', '1', '0', '320.00', ''],
], { isQuoted: true });

export class RepriceRequest {
  @ApiProperty({ description: 'The text of a TCGplayer MyPricing list', example: EXAMPLE, minLength: 1, maxLength: MAX_CHARACTERS })
  @IsString()
  @Length(1, MAX_CHARACTERS)
  content: string;

  @ApiPropertyOptional({ example: FLOOR, default: FLOOR, minimum: 0.01, maximum: 100, description: 'No suggestion lies below the market price times this' })
  @IsOptional()
  @IsNumber()
  @Min(0.01)
  @Max(100)
  floor_ratio?: number;

  @ApiPropertyOptional({ example: CEILING, default: CEILING, minimum: 0.01, maximum: 100, description: 'No suggestion lies above the market price times this' })
  @IsOptional()
  @IsNumber()
  @Min(0.01)
  @Max(100)
  ceiling_ratio?: number;

  @ApiPropertyOptional({ example: true, default: true, description: 'Whether the list that comes back has only rows whose price changes' })
  @IsOptional()
  @IsBoolean()
  only_changed?: boolean;
}

export class RepricedRowAnswer {
  @ApiProperty({ example: 2 }) line: number;
  @ApiProperty({ example: '8608859' }) sku_id: string;
  @ApiProperty({ example: 'Charizard' }) name: string;
  @ApiProperty({ type: String, nullable: true, example: 'base1-4|Holofoil' }) card_id: string | null;
  @ApiProperty({ type: Money, nullable: true, description: 'null: the list has none' }) from: Money | null;
  @ApiProperty({ type: Money, nullable: true, description: 'null: the price stays' }) to: Money | null;
  @ApiProperty({ enum: REASONS, example: 'fair_value_capped' }) reason: string;
}

export class RepriceAnswer {
  @ApiProperty({ description: 'The same 16 columns, to be uploaded', example: '"TCGplayer Id","Product Line"\r\n' }) content: string;
  @ApiProperty({ example: 1 }) changed_count: number;
  @ApiProperty({ type: [RepricedRowAnswer], description: 'Every row of the list, with the reason' }) rows: RepricedRowAnswer[];
}

@ApiTags('collection')
@Controller('v1/collection/mypricing')
export class RepricingController {
  constructor(private readonly suggestions: PriceSuggestions) {}

  @Post()
  @Endpoint({
    summary: 'A TCGplayer MyPricing list back with suggested prices, and why',
    description: 'The fair value where a model made one, kept between floor and ceiling; else the market price. Rows of graded or played cards, of stale prices and of cards that are not known here keep their price. Nothing is stored.',
    response: RepriceAnswer,
    problems: { 422: 'The text is no such list, or the floor lies above the ceiling' },
  })
  async suggestPrices(@Body() body: RepriceRequest): Promise<RepriceAnswer> {
    const rule = { floorRatio: body.floor_ratio ?? FLOOR, ceilingRatio: body.ceiling_ratio ?? CEILING };
    const { content, rows } = await this.suggestions.reprice(body.content, rule, body.only_changed ?? true);
    return { content, changed_count: rows.filter(({ toCents }) => toCents !== null).length, rows: rows.map(toRow) };
  }
}

function toRow({ line, skuId, name, cardId, fromCents, toCents, reason }: RepricedRow): RepricedRowAnswer {
  return { line, sku_id: skuId, name, card_id: cardId, from: toMoney(fromCents, 'USD'), to: toMoney(toCents, 'USD'), reason };
}
