import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { IsDay } from '../../http/index.js';
import { PageSize } from '../../serving/index.js';
import { CURRENCY_DIGITS } from '../../shared/money.js';
import { CONDITIONS, MAX_QUANTITY } from '../domain/csv-row.js';

export const CURRENCIES = Object.keys(CURRENCY_DIGITS);
export const GRADE_PATTERN = /^(RAW|(PSA|BGS|CGC|SGC|TAG|ACE)_(10|[1-9](\.5)?))$/;
const MAX_MINOR = 1_000_000_000;
const MAX_ID = 2_147_483_647;

export const IsCardId = () => applyDecorators(ApiProperty({ example: 'base1-4|Holofoil' }), IsString(), Length(1, 200));
export const IsQuantity = () => applyDecorators(ApiProperty({ example: 2, minimum: 1, maximum: MAX_QUANTITY }), IsInt(), Min(1), Max(MAX_QUANTITY));
export const MayBeQuantity = () => applyDecorators(ApiPropertyOptional({ example: 2, minimum: 1, maximum: MAX_QUANTITY }), IsOptional(), IsInt(), Min(1), Max(MAX_QUANTITY));
export const MayBeCondition = () => applyDecorators(ApiPropertyOptional({ enum: CONDITIONS, example: 'NM' }), IsOptional(), IsIn(CONDITIONS));
export const MayBeGrade = () => applyDecorators(ApiPropertyOptional({ example: 'RAW', pattern: GRADE_PATTERN.source, description: 'RAW, or grader and grade: PSA_10' }), IsOptional(), Matches(GRADE_PATTERN));
export const MayBeLanguage = () => applyDecorators(ApiPropertyOptional({ example: 'en', pattern: '^[a-z]{2}$' }), IsOptional(), Matches(/^[a-z]{2}$/));
export const MayBeCurrency = () => applyDecorators(ApiPropertyOptional({ enum: CURRENCIES, example: 'USD', default: 'USD' }), IsOptional(), IsIn(CURRENCIES));
export const MayBeNote = () => applyDecorators(ApiPropertyOptional({ example: 'from the shop in the harbour', maxLength: 300 }), IsOptional(), IsString(), MaxLength(300));
export const MayBeMinor = (description: string, example: number) => applyDecorators(ApiPropertyOptional({ type: Number, nullable: true, example, minimum: 0, maximum: MAX_MINOR, description: `${description}, in minor units` }), IsOptional(), IsInt(), Min(0), Max(MAX_MINOR));
export const IsMinor = (description: string, example: number) => applyDecorators(ApiProperty({ example, minimum: 0, maximum: MAX_MINOR, description: `${description}, in minor units` }), IsInt(), Min(0), Max(MAX_MINOR));
export const MayBeDay = (description: string) => applyDecorators(ApiPropertyOptional({ type: String, format: 'date', nullable: true, example: '2025-06-01', description }), IsOptional(), IsDay());

export class IdPath {
  @ApiProperty({ example: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  id: number;
}

export class PageQuery extends PageSize {
  @ApiPropertyOptional({ type: String, example: '0', description: '`next_cursor` of the page before; 0 begins at the first' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_ID)
  cursor?: number;
}

export class RemovedAnswer {
  @ApiProperty({ example: true }) is_removed: boolean;
}
