import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import { CardDirectory } from '../card-directory.js';
import { CardSearch } from '../card-search.js';
import { NoPrediction, Predictions } from '../predictions.js';
import { PriceHistory } from '../price-history.js';
import {
  CardDetailAnswer,
  CardListAnswer,
  CardPath,
  CardQuery,
  CardSearchAnswer,
  CardSearchQuery,
  DayRangeQuery,
  GameListAnswer,
  PriceListAnswer,
  toCardAnswer,
  toCardSourceAnswer,
  toGameAnswer,
  toLatestPriceAnswer,
  toPriceAnswer,
} from './card.dto.js';
import { PredictionListAnswer, toPredictionAnswer } from './prediction.dto.js';

const BAD_RANGE = '`from` is after `to`, or more than 3660 days before it';
const UNKNOWN_CARD = 'There is no such card (`unknown_card`)';

@ApiTags('cards')
@Controller('v1')
export class CardController {
  constructor(
    private readonly directory: CardDirectory,
    private readonly prices: PriceHistory,
    private readonly predictions: Predictions,
    private readonly finder: CardSearch,
  ) {}

  @Get('games')
  @Endpoint({ summary: 'The markets we watch', response: GameListAnswer })
  async listGames(): Promise<GameListAnswer> {
    const games = await this.directory.games();
    return { items: await Promise.all(games.map(async (game) => toGameAnswer(game, await this.predictions.latestDay(game.id)))) };
  }

  @Get('cards')
  @Endpoint({ summary: 'Finds cards, page by page', response: CardListAnswer, problems: { 404: 'There is no such game' } })
  async listCards(@Query() query: CardQuery): Promise<CardListAnswer> {
    const { game: gameSlug, product_type: productType, ...rest } = query;
    const { cards, nextCursor } = await this.directory.search({ gameSlug, productType, ...rest });
    return { items: cards.map(toCardAnswer), next_cursor: nextCursor?.toString() ?? null };
  }

  @Get('cards/search')
  @Endpoint({
    summary: 'Finds cards as somebody types, the best fits first',
    description: 'Every word has to be in name, number, set or id, whatever its accents and case. A card that is new can be found within two minutes.',
    response: CardSearchAnswer,
    problems: { 404: 'There is no such game' },
  })
  async searchCards(@Query() query: CardSearchQuery): Promise<CardSearchAnswer> {
    const cards = await this.finder.search({ search: query.q, gameSlug: query.game, limit: query.limit });
    return { items: cards.map(toCardAnswer) };
  }

  @Get('cards/:card_id')
  @Endpoint({ summary: 'One card with its latest price and signal', response: CardDetailAnswer, problems: { 404: UNKNOWN_CARD } })
  async getCard(@Param() path: CardPath): Promise<CardDetailAnswer> {
    const card = await this.directory.details(path.card_id);
    const [price, [prediction]] = await Promise.all([
      this.prices.latestOf(card),
      this.predictions.predictMany([{ cardId: path.card_id }]),
    ]);
    if (prediction instanceof Error && !(prediction instanceof NoPrediction)) throw prediction;
    return {
      ...toCardAnswer(card),
      set_released_on: card.setReleasedOn,
      sources: card.sources.map(toCardSourceAnswer),
      latest_price: price ? toLatestPriceAnswer(price, this.prices.today()) : null,
      latest_prediction: prediction === undefined || prediction instanceof Error ? null : toPredictionAnswer(prediction),
    };
  }

  @Get('cards/:card_id/prices')
  @Endpoint({ summary: 'What was observed of one card, by day; at most 3660 days', response: PriceListAnswer, problems: { 404: UNKNOWN_CARD, 422: BAD_RANGE } })
  async listPrices(@Param() path: CardPath, @Query() query: DayRangeQuery): Promise<PriceListAnswer> {
    const card = await this.directory.card(path.card_id);
    const prices = await this.prices.of(card.printingId, this.prices.range(query));
    return { card_id: card.cardId, is_simulated: card.isSimulated, items: prices.map(toPriceAnswer) };
  }

  @Get('cards/:card_id/predictions')
  @Endpoint({
    summary: 'What we said of one card over time, as we said it; at most 3660 days',
    response: PredictionListAnswer,
    problems: { 404: UNKNOWN_CARD, 422: BAD_RANGE },
  })
  async listPredictions(@Param() path: CardPath, @Query() query: DayRangeQuery): Promise<PredictionListAnswer> {
    const card = await this.directory.card(path.card_id);
    const history = await this.predictions.history(card, this.prices.range(query));
    return { items: history.map(toPredictionAnswer) };
  }
}
