import { Body, Controller, Delete, Get, Param, Put, Query, Req } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Callers } from '../../auth/index.js';
import { Endpoint } from '../../http/index.js';
import { Money, toMoney } from '../../serving/index.js';
import { type WatchedCard, Watchlist } from '../watchlist.js';
import { MayBeCurrency, MayBeMinor, MayBeNote, PageQuery, RemovedAnswer } from './fields.dto.js';

export class WatchedPath {
  @ApiProperty({ example: 'base1-4|Holofoil', description: 'URL-encoded in the path: base1-4%7CHolofoil' })
  @IsString()
  @Length(1, 200)
  card_id: string;
}

export class WatchRequest {
  @MayBeMinor('The price it is wished for', 10_000) target_price_minor?: number | null;
  @MayBeCurrency() currency?: string;
  @MayBeNote() note?: string;
}

export class WatchedAnswer {
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: 'Charizard' }) name: string;
  @ApiProperty({ example: 'Base Set' }) set: string;
  @ApiProperty({ example: '4/102' }) number: string;
  @ApiProperty({ example: 'Holofoil' }) variant: string;
  @ApiProperty({ type: Money, nullable: true }) target_price: Money | null;
  @ApiProperty({ example: '' }) note: string;
  @ApiProperty({ type: Money, nullable: true, description: 'null: not known' }) market_price: Money | null;
  @ApiProperty({ type: Money, nullable: true, description: 'null: not known' }) fair_value: Money | null;
  @ApiProperty({ enum: ['BUY', 'SELL', 'HOLD'], nullable: true, example: 'HOLD' }) signal: string | null;
  @ApiProperty({ type: Number, nullable: true, example: 0.41 }) confidence: number | null;
  @ApiProperty({ example: false }) is_stale: boolean;
  @ApiProperty({ example: false }) is_simulated: boolean;
}

export class WatchlistAnswer {
  @ApiProperty({ type: [WatchedAnswer] }) items: WatchedAnswer[];
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Ask for the next page with this; null on the last' }) next_cursor: string | null;
}

@ApiTags('collection')
@Controller('v1/collection/watchlist')
export class WatchlistController {
  constructor(
    private readonly watchlist: Watchlist,
    private readonly callers: Callers,
  ) {}

  @Get()
  @Endpoint({ summary: 'Cards somebody keeps an eye on', response: WatchlistAnswer })
  async listWatched(@Query() query: PageQuery, @Req() request: FastifyRequest): Promise<WatchlistAnswer> {
    const found = await this.watchlist.page(await this.callers.accountOf(request), query.cursor ?? 0, query.limit + 1);
    const page = found.slice(0, query.limit);
    return { items: page.map(toWatched), next_cursor: found.length > page.length ? String(page.at(-1)?.watched.printingId) : null };
  }

  @Put(':card_id')
  @Endpoint({ summary: 'Watches a card, or changes what is said of it', scope: 'write', response: WatchedAnswer, problems: { 422: 'There is no such card' } })
  async watchCard(@Param() path: WatchedPath, @Body() body: WatchRequest, @Req() request: FastifyRequest): Promise<WatchedAnswer> {
    const target = body.target_price_minor ?? null;
    const what = { targetPriceCents: target, currency: target === null ? null : (body.currency ?? 'USD'), note: body.note ?? '' };
    return toWatched(await this.watchlist.put(await this.callers.accountOf(request), path.card_id, what));
  }

  @Delete(':card_id')
  @Endpoint({ summary: 'Watches a card no longer', scope: 'write', response: RemovedAnswer, problems: { 404: 'It is not watched', 422: 'There is no such card' } })
  async unwatchCard(@Param() path: WatchedPath, @Req() request: FastifyRequest): Promise<RemovedAnswer> {
    await this.watchlist.remove(await this.callers.accountOf(request), path.card_id);
    return { is_removed: true };
  }
}

function toWatched({ watched, card, value }: WatchedCard): WatchedAnswer {
  return {
    card_id: card.cardId, name: card.name, set: card.set, number: card.number, variant: card.variant, target_price: toMoney(watched.targetPriceCents, watched.currency), note: watched.note,
    market_price: toMoney(value?.marketCents ?? null, value?.currency ?? null), fair_value: toMoney(value?.fairValueCents ?? null, value?.currency ?? null),
    signal: value?.signal ?? null, confidence: value?.confidence ?? null, is_stale: value?.isStale ?? false, is_simulated: card.isSimulated,
  };
}
