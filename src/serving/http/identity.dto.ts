import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import type { ReportState, UnmatchedProduct, WrongCardReport } from '../../ingestion/index.js';
import { PageSize } from './page-size.dto.js';

const MATCH_STATES = ['active', 'quarantined', 'rejected'] as const;
const REPORT_STATES = ['open', 'released', 'confirmed'] as const;
const OUTCOMES = ['quarantined', 'already_quarantined', 'noted'] as const;
const MAX_ID = 2_147_483_647;

export class WrongCardRequest {
  @ApiProperty({ example: 'base1-4|Holofoil' })
  @IsString()
  @Length(1, 200)
  card_id: string;

  @ApiPropertyOptional({ example: 'tcgdex', description: 'Whose price is another card; the source whose price is shown, where nothing is said' })
  @IsOptional()
  @IsString()
  @Length(1, 63)
  source?: string;

  @ApiPropertyOptional({ example: 'The price is that of the 1st Edition' })
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  note?: string;

  @ApiPropertyOptional({ example: 'Charizard (Base Set Shadowless)', description: 'What the source shows instead: a name, an id or an address' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  shown_product?: string;
}

class CursorQuery extends PageSize {
  @ApiPropertyOptional({ type: String, example: '0', description: '`next_cursor` of the page before; 0 begins at the first' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_ID)
  cursor?: number;
}

export class ReportListQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: REPORT_STATES, example: 'open', description: 'All, where nothing is said' })
  @IsOptional()
  @IsIn(REPORT_STATES)
  state?: ReportState;
}

export class UnmatchedListQuery extends CursorQuery {
  @ApiPropertyOptional({ example: 'cardmarket' })
  @IsOptional()
  @IsString()
  source?: string;

  @ApiPropertyOptional({ example: 'pokemon', description: 'Slug of the game' })
  @IsOptional()
  @IsString()
  game?: string;
}

export class IdentityPath {
  @ApiProperty({ example: 7 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  id: number;
}

export class MatchRequest {
  @ApiProperty({ example: 'base1-4|Holofoil', description: 'The card the product is' })
  @IsString()
  @Length(1, 200)
  card_id: string;
}

export class WrongCardAnswer {
  @ApiProperty({ example: 7 }) id: number;
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: 'tcgdex' }) source: string;
  @ApiProperty({ enum: OUTCOMES, description: '`quarantined`: prices of this source are held back from now on. `noted`: a person released this match lately; a second key must agree', example: 'quarantined' })
  outcome: string;
  @ApiProperty({ enum: MATCH_STATES, description: 'Of the match of card and product, as it is now', example: 'quarantined' }) match_state: string;
  @ApiProperty({ enum: REPORT_STATES, example: 'open' }) state: string;
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) reported_at: string;
}

export class ReportAnswer extends WrongCardAnswer {
  @ApiProperty({ description: 'What the source calls the product', example: 'base1-4|Holofoil' }) external_id: string;
  @ApiProperty({ description: 'How it was matched', example: 'tcgplayer_id' }) provenance: string;
  @ApiProperty({ example: 1, minimum: 0, maximum: 1 }) confidence: number;
  @ApiProperty({ type: String, nullable: true, example: 'The price is that of the 1st Edition' }) note: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Charizard (Base Set Shadowless)' }) shown_product: string | null;
  @ApiProperty({ example: 'api key Ab3dEf9h' }) reported_by: string;
  @ApiProperty({ type: String, format: 'date-time', example: null, nullable: true }) decided_at: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'api key Qr5sTu7v' }) decided_by: string | null;
}

export class ReportListAnswer {
  @ApiProperty({ type: [ReportAnswer] }) items: ReportAnswer[];
  @ApiProperty({ type: String, nullable: true, example: '150', description: 'Ask for the next page with this; null on the last' }) next_cursor: string | null;
}

export class CandidateAnswer {
  @ApiProperty({ example: '42382|Holofoil' }) card_id: string;
  @ApiProperty({ example: 'Charizard' }) name: string;
  @ApiProperty({ example: 'Base Set' }) set: string;
  @ApiProperty({ example: '004/102' }) number: string;
  @ApiProperty({ example: 'Holofoil' }) variant: string;
}

export class UnmatchedAnswer {
  @ApiProperty({ example: 12 }) id: number;
  @ApiProperty({ example: 'cardmarket' }) source: string;
  @ApiProperty({ example: 'pokemon' }) game: string;
  @ApiProperty({ example: '273699|Ordinary' }) external_id: string;
  @ApiProperty({ example: 'Charizard' }) name: string;
  @ApiProperty({ example: 'Cardmarket expansion 1523' }) set: string;
  @ApiProperty({ example: '' }) number: string;
  @ApiProperty({ example: 'Ordinary' }) variant: string;
  @ApiProperty({ type: String, nullable: true, example: null }) tcgplayer_id: string | null;
  @ApiProperty({ example: 'EUR' }) currency: string;
  @ApiProperty({ description: 'Why nothing was matched; docs/identity.md lists the reasons', example: 'several_candidates' }) reason: string;
  @ApiProperty({ type: [CandidateAnswer], description: 'What came near, at most five' }) candidates: CandidateAnswer[];
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) first_seen_at: string;
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) last_seen_at: string;
  @ApiProperty({ description: 'Collections that brought it', example: 3 }) seen_count: number;
}

export class UnmatchedListAnswer {
  @ApiProperty({ type: [UnmatchedAnswer] }) items: UnmatchedAnswer[];
  @ApiProperty({ type: String, nullable: true, example: '150', description: 'Ask for the next page with this; null on the last' }) next_cursor: string | null;
}

export class MatchAnswer {
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: 'cardmarket' }) source: string;
  @ApiProperty({ example: '273699|Ordinary' }) external_id: string;
  @ApiProperty({ enum: MATCH_STATES, example: 'active' }) match_state: string;
}

export function toWrongCardAnswer(report: WrongCardReport): WrongCardAnswer {
  const { id, cardId, source, outcome, matchState, state, reportedAt } = report;
  return { id, card_id: cardId, source, outcome, match_state: matchState, state, reported_at: reportedAt.toISOString() };
}

export function toReportAnswer(report: WrongCardReport): ReportAnswer {
  const { externalId, provenance, confidenceRatio, note, shownProduct, reportedBy, decidedAt, decidedBy } = report;
  return {
    ...toWrongCardAnswer(report), external_id: externalId, provenance, confidence: confidenceRatio, note, shown_product: shownProduct,
    reported_by: reportedBy, decided_at: decidedAt?.toISOString() ?? null, decided_by: decidedBy,
  };
}

export function toUnmatchedAnswer(product: UnmatchedProduct): UnmatchedAnswer {
  const { id, source, game, externalId, said, reason, candidates, firstSeenAt, lastSeenAt, seenCount } = product;
  return {
    id, source, game, external_id: externalId, name: said.name, set: said.set, number: said.number, variant: said.variant,
    tcgplayer_id: said.tcgplayerId || null, currency: said.currency, reason, candidates: candidates.map(({ cardId, ...one }) => ({ card_id: cardId, ...one })),
    first_seen_at: firstSeenAt.toISOString(), last_seen_at: lastSeenAt.toISOString(), seen_count: seenCount,
  };
}
