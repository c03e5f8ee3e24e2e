import { ApiProperty } from '@nestjs/swagger';
import type { SourceStatus } from '../../ingestion/index.js';

/** What became of asking a source for a market day. */
export class SourceCollectionAnswer {
  @ApiProperty({ format: 'date', example: '2026-11-25' }) date: string;
  @ApiProperty({
    enum: ['running', 'complete', 'unchanged', 'failed'], example: 'complete',
    description: 'complete: closed, never asked for again; unchanged: the source has nothing new; failed: goes on where it broke off',
  })
  state: string;
  @ApiProperty({ description: 'Bodies that are in', example: 431 }) parts: number;
  @ApiProperty({ example: 19_402 }) quotes: number;
  @ApiProperty({ example: 19_377 }) accepted: number;
  @ApiProperty({ example: 0 }) unchanged: number;
  @ApiProperty({ example: 0 }) corrected: number;
  @ApiProperty({ example: 25 }) rejected: number;
  @ApiProperty({ description: 'Cards the source says have no price now', example: 398 }) unpriced: number;
  @ApiProperty({ description: 'Prices of products that match no card we know, listed at /v1/admin/unmatched', example: 3 }) unmatched: number;
  @ApiProperty({ format: 'date-time', example: '2026-11-25T21:30:00.000Z' }) started_at: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: '2026-11-25T21:33:41.000Z' }) finished_at: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) error: string | null;
}

export class SourceAnswer {
  @ApiProperty({ example: 'tcgcsv' }) source: string;
  @ApiProperty({ example: 'TCGplayer prices by tcgcsv.com' }) title: string;
  @ApiProperty({ example: 'pokemon' }) game: string;
  @ApiProperty({ enum: ['snapshot', 'historical'], description: 'snapshot: a day nobody asked for is lost', example: 'snapshot' }) kind: string;
  @ApiProperty({ example: 'USD' }) currency: string;
  @ApiProperty({ description: '1 is trusted most', example: 1 }) rank: number;
  @ApiProperty({ enum: ['fresh', 'late', 'never'], description: 'late: no whole day in the last 36 hours', example: 'fresh' }) freshness: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: '2026-11-25T21:33:41.000Z' }) last_success_at: string | null;
  @ApiProperty({ type: SourceCollectionAnswer, nullable: true }) last_collection: SourceCollectionAnswer | null;
  @ApiProperty({ type: Number, nullable: true, description: 'null: it has no credits', example: null }) credits_per_day: number | null;
  @ApiProperty({ type: Number, nullable: true, example: null }) credits_left: number | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: null }) credits_reset_at: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'Until when it is not asked, after too many failures', example: null })
  circuit_open_until: string | null;
}

export class Sources {
  @ApiProperty({ type: [SourceAnswer] }) items: SourceAnswer[];
}

export function toSourceAnswer(status: SourceStatus): SourceAnswer {
  return {
    source: status.slug,
    title: status.title,
    game: status.game,
    kind: status.kind,
    currency: status.currency,
    rank: status.rank,
    freshness: status.freshness,
    last_success_at: status.lastSuccessAt?.toISOString() ?? null,
    last_collection: status.lastCollection === undefined ? null : toCollectionAnswer(status.lastCollection),
    credits_per_day: status.creditsPerDay ?? null,
    credits_left: status.creditsLeft ?? null,
    credits_reset_at: status.creditsResetAt?.toISOString() ?? null,
    circuit_open_until: status.circuitOpenUntil?.toISOString() ?? null,
  };
}

function toCollectionAnswer(collection: NonNullable<SourceStatus['lastCollection']>): SourceCollectionAnswer {
  const { day, state, parts, quotes, accepted, unchanged, corrected, rejected, unpriced, unmatched, startedAt, finishedAt, error } = collection;
  return {
    date: day, state, parts, quotes, accepted, unchanged, corrected, rejected, unpriced, unmatched,
    started_at: startedAt.toISOString(), finished_at: finishedAt?.toISOString() ?? null, error,
  };
}
