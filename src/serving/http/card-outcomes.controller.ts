import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import { CardDirectory } from '../card-directory.js';
import { PriceHistory } from '../price-history.js';
import { TrackRecordReader } from '../track-record.reader.js';
import { SignalOutcomesAnswer, toSignalOutcomeAnswer } from './card-outcomes.dto.js';
import { CardPath, DayRangeQuery } from './card.dto.js';

@ApiTags('cards')
@Controller('v1')
export class CardOutcomesController {
  constructor(
    private readonly directory: CardDirectory,
    private readonly records: TrackRecordReader,
    private readonly prices: PriceHistory,
  ) {}

  @Get('cards/:card_id/outcomes')
  @Endpoint({
    summary: 'What became of the signals of one card; at most 3660 days',
    description: 'A signal is judged 7, 14 and 30 days after its day, by the last price observed until then. Signals that are younger are not in it.',
    response: SignalOutcomesAnswer,
    problems: { 404: 'There is no such card (`unknown_card`)', 422: '`from` is after `to`, or more than 3660 days before it' },
  })
  async listOutcomes(@Param() path: CardPath, @Query() query: DayRangeQuery): Promise<SignalOutcomesAnswer> {
    const card = await this.directory.card(path.card_id);
    const outcomes = await this.records.ofPrinting(card.printingId, this.prices.range(query));
    return { card_id: card.cardId, is_simulated: card.isSimulated, items: outcomes.map(toSignalOutcomeAnswer) };
  }
}
