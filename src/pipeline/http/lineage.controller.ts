import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import { SignalRecords } from '../../serving/index.js';
import { SignalLineage } from '../signal-lineage.js';
import { LineageAnswer, LineagePath, LineageQuery, toLinkAnswer } from './lineage.dto.js';

@ApiTags('predictions')
@Controller('v1')
export class LineageController {
  constructor(
    private readonly records: SignalRecords,
    private readonly lineage: SignalLineage,
  ) {}

  @Get('signals/:signal_id/lineage')
  @Endpoint({
    summary: 'What a signal was made from, down to the bytes of its prices and the code that read them',
    response: LineageAnswer,
    problems: { 404: 'There is no such signal (`unknown_signal`)' },
  })
  async getLineage(@Param() path: LineagePath, @Query() query: LineageQuery): Promise<LineageAnswer> {
    const record = await this.records.byId(path.signal_id);
    const lineage = await this.lineage.of(record, { observations: query.observations, isVerified: false });
    return { signal_id: record.id, card_id: record.card.cardId, date: record.row.day, is_simulated: record.card.isSimulated, lineage: toLinkAnswer(lineage) };
  }
}
