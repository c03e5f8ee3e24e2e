import { Controller, Get, Query } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { Endpoint } from '../../http/index.js';
import { toDay } from '../../shared/day.js';
import { type CardMove, type MarketOverview, MarketView } from '../market-view.js';
import { CardAnswer, toCardAnswer } from './card.dto.js';
import { Money, toMoney } from './money.dto.js';
import { rounded } from './prediction.dto.js';
import { SignalCountAnswer } from './today.dto.js';

const INDEX_DIGITS = 4;

export class MarketQuery {
  @ApiPropertyOptional({ example: 'pokemon', description: 'Slug of the game; see GET /v1/games. The only one, where nothing is said' })
  @IsOptional()
  @IsString()
  game?: string;
}

export class MarketPointAnswer {
  @ApiProperty({ type: String, format: 'date', example: '2025-06-30' }) date: string;
  @ApiProperty({ type: Number, nullable: true, description: '100 on the first day; null where too few cards were priced to say', example: 103.2 }) value: number | null;
  @ApiProperty({ description: 'Cards that rose by more than 1 % since the point before', example: 120 }) rising: number;
  @ApiProperty({ example: 80 }) falling: number;
  @ApiProperty({ example: 400 }) unchanged: number;
}

const Ratio = () => ApiProperty({ type: Number, nullable: true, description: 'A fraction; null where too few cards were priced to say', example: 0.012 });

export class SetChangeAnswer {
  @ApiProperty({ example: 'Base Set' }) set: string;
  @ApiProperty({ example: 102 }) cards: number;
  @Ratio() change_7d_ratio: number | null;
  @Ratio() change_30d_ratio: number | null;
}

export class MoverAnswer {
  @ApiProperty({ type: CardAnswer }) card: CardAnswer;
  @ApiProperty({ type: Money }) price: Money;
  @ApiProperty({ type: Money, description: 'A week before' }) previous_price: Money;
  @ApiProperty({ example: 0.21 }) change_ratio: number;
}

export class MarketAnswer {
  @ApiProperty({ example: 'pokemon' }) game: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2025-06-30', description: 'The last evaluated day; null before the first' }) date: string | null;
  @ApiProperty({ type: [MarketPointAnswer], description: 'Every week of the last quarter' }) index: MarketPointAnswer[];
  @Ratio() change_1d_ratio: number | null;
  @Ratio() change_7d_ratio: number | null;
  @Ratio() change_30d_ratio: number | null;
  @ApiProperty({ type: [SetChangeAnswer], description: 'The largest sets first' }) sets: SetChangeAnswer[];
  @ApiProperty({ type: [MoverAnswer], description: 'The largest rises of the week' }) rising: MoverAnswer[];
  @ApiProperty({ type: [MoverAnswer] }) falling: MoverAnswer[];
  @ApiProperty({ type: [SignalCountAnswer] }) signals: SignalCountAnswer[];
  @ApiProperty({ description: 'True: this market is made up, and so is every number here', example: false }) is_simulated: boolean;
}

@ApiTags('market')
@Controller('v1/market')
export class MarketController {
  constructor(private readonly market: MarketView) {}

  @Get()
  @Endpoint({
    summary: 'How a market moved: its index, sets, largest moves, how many cards rose or fell, and its signals',
    description: 'The index is chained weekly from the trimmed mean of the log returns of all cards with a price of at least one whole unit on both days. Cards that come or go do not move it.',
    response: MarketAnswer,
    problems: { 404: 'There is no such game', 422: 'No game was named, and there are several' },
  })
  async getMarket(@Query() query: MarketQuery): Promise<MarketAnswer> {
    return toMarketAnswer(await this.market.of(query.game));
  }
}

function toMarketAnswer({ game, day, ...market }: MarketOverview): MarketAnswer {
  return {
    game: game.slug,
    date: day ?? null,
    index: market.index.map(({ day: at, value, rising, falling, unchanged }) => ({ date: toDay(at), value: rounded(value, INDEX_DIGITS), rising, falling, unchanged })),
    change_1d_ratio: rounded(market.change1Ratio),
    change_7d_ratio: rounded(market.change7Ratio),
    change_30d_ratio: rounded(market.change30Ratio),
    sets: market.sets.map(({ set, cards, change7Ratio, change30Ratio }) => ({ set, cards, change_7d_ratio: rounded(change7Ratio), change_30d_ratio: rounded(change30Ratio) })),
    rising: market.rising.map(toMover),
    falling: market.falling.map(toMover),
    signals: market.signals.map(({ signal, count, newCount }) => ({ signal, count, new_count: newCount })),
    is_simulated: game.isSimulated,
  };
}

function toMover({ card, fromCents, toCents, changeRatio, currency }: CardMove): MoverAnswer {
  return { card: toCardAnswer(card), price: toMoney(toCents, currency) as Money, previous_price: toMoney(fromCents, currency) as Money, change_ratio: rounded(changeRatio) as number };
}
