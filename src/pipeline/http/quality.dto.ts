import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { IsDay } from '../../http/index.js';
import type { StoredExpectationResult, StoredPriceFlag } from '../../ingestion/index.js';

export class QualityQuery {
  @ApiProperty({ description: 'Slug of the game; see GET /v1/games', example: 'pokemon' })
  @IsString()
  @MaxLength(100)
  game: string;

  @ApiPropertyOptional({ description: 'The market day; the last one that was judged, where nothing is said', example: '2025-06-30', format: 'date' })
  @IsOptional()
  @IsDay()
  day?: string;
}

export class PriceFlagPath {
  @ApiProperty({ example: 17 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  id: number;
}

export class ExpectationAnswer {
  @ApiProperty({ example: 'expect_column_values_to_not_be_null(market_cents)' }) expectation: string;
  @ApiProperty({ enum: ['warn', 'error', 'critical'], example: 'critical', description: 'critical: nothing is computed from such a day' }) severity: string;
  @ApiProperty({ enum: ['passed', 'failed', 'not_evaluated'], example: 'passed' }) status: string;
  @ApiProperty({ example: 1, description: 'The share of judged rows that has to meet it' }) mostly: number;
  @ApiProperty({ type: Number, nullable: true, example: 1, description: 'The share that did, or the figure the name speaks of; null where it was not or could not be evaluated' }) observed: number | null;
  @ApiProperty({ example: 'every row has a market price' }) expected: string;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Why it was not, or could not be, evaluated' }) reason: string | null;
  @ApiProperty({ example: 0, description: 'Rows that did not meet it' }) unexpected_count: number;
  @ApiProperty({ type: [Number], example: [], description: 'The first 50 printings of those rows' }) unexpected_printings: number[];
}

export class PartitionQuality {
  @ApiProperty({ example: 'tcgplayer' }) source: string;
  @ApiProperty({ format: 'date', example: '2025-06-30' }) date: string;
  @ApiProperty({ format: 'date-time', example: '2025-06-30T21:30:01.000Z' }) evaluated_at: string;
  @ApiProperty({ type: String, nullable: true, example: 'daily:pokemon:2025-06-30:1', description: 'The run that evaluated it last; null for a backtest' }) run_id: string | null;
  @ApiProperty({ example: 20 }) passed: number;
  @ApiProperty({ example: 1 }) failed: number;
  @ApiProperty({ example: 2, description: 'Too little data: neither passed nor failed' }) not_evaluated: number;
  @ApiProperty({ type: () => [ExpectationAnswer], description: 'Failed ones first, critical before error before warn' }) expectations: ExpectationAnswer[];
}

export class PriceFlagAnswer {
  @ApiProperty({ example: 17 }) id: number;
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: 'tcgplayer' }) source: string;
  @ApiProperty({ format: 'date', example: '2025-06-30' }) date: string;
  @ApiProperty({ enum: ['QUARANTINED', 'SPIKE', 'THIN', 'SOLO', 'LISTING_PULLED'], example: 'QUARANTINED' }) flag: string;
  @ApiProperty({ type: Object, additionalProperties: true, description: 'What it rests on', example: { reasons: ['unit_error'], before_cents: 500, after_cents: 50000, days: 1, ratio: 100 } }) detail: unknown;
  @ApiProperty({ format: 'date-time', example: '2025-06-30T21:30:01.000Z' }) flagged_at: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null }) released_at: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'The key of the person who did; "quality" where the checks find it no longer' }) released_by: string | null;
}

export class FlagCount {
  @ApiProperty({ example: 'tcgplayer' }) source: string;
  @ApiProperty({ example: 'SPIKE' }) flag: string;
  @ApiProperty({ example: 3 }) count: number;
}

export class QualityAnswer {
  @ApiProperty({ example: 'pokemon' }) game: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2025-06-30', description: 'Null where no day was judged yet' }) date: string | null;
  @ApiProperty({ type: () => [PartitionQuality], description: 'One per source with prices about this day' }) sources: PartitionQuality[];
  @ApiProperty({ type: () => [FlagCount], description: 'Unreleased flags of prices about this day' }) flag_counts: FlagCount[];
  @ApiProperty({ type: () => [PriceFlagAnswer], description: 'Prices in quarantine about this day, released ones last; at most 200' }) quarantined: PriceFlagAnswer[];
}

export class RunQualityAnswer {
  @ApiProperty({ example: 'daily:pokemon:2025-06-30:1' }) run_id: string;
  @ApiProperty({ type: () => [PartitionQuality], description: 'What the run judged; where a later run judged the same again, what that found, under its `run_id`' }) sources: PartitionQuality[];
}

/** Results of any sources and days, gathered by both. */
export function toPartitions(results: readonly StoredExpectationResult[]): PartitionQuality[] {
  const partitions = new Map<string, StoredExpectationResult[]>();
  for (const result of results) {
    const key = `${result.source}/${result.observedOn}`;
    partitions.set(key, [...(partitions.get(key) ?? []), result]);
  }
  return Array.from(partitions.values(), toPartition);
}

function toPartition(results: readonly StoredExpectationResult[]): PartitionQuality {
  const [first] = results as [StoredExpectationResult];
  const countOf = (status: string): number => results.filter((result) => result.status === status).length;
  const rank = ({ status, severity }: StoredExpectationResult): number => ['failed', 'not_evaluated', 'passed'].indexOf(status) * 10 + ['critical', 'error', 'warn'].indexOf(severity);
  return {
    source: first.source,
    date: first.observedOn,
    evaluated_at: first.evaluatedAt.toISOString(),
    run_id: first.runId,
    passed: countOf('passed'),
    failed: countOf('failed'),
    not_evaluated: countOf('not_evaluated'),
    expectations: results.toSorted((a, b) => rank(a) - rank(b)).map((result) => ({
      expectation: result.expectation,
      severity: result.severity,
      status: result.status,
      mostly: result.mostly,
      observed: result.observed,
      expected: result.expected,
      reason: result.reason,
      unexpected_count: result.unexpectedCount,
      unexpected_printings: [...result.unexpectedPrintings],
    })),
  };
}

export function toPriceFlagAnswer(flag: StoredPriceFlag): PriceFlagAnswer {
  return {
    id: flag.id,
    card_id: flag.cardId,
    source: flag.source,
    date: flag.observedOn,
    flag: flag.flag,
    detail: flag.detail,
    flagged_at: flag.flaggedAt.toISOString(),
    released_at: flag.releasedAt?.toISOString() ?? null,
    released_by: flag.releasedBy,
  };
}
