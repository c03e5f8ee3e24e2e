import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import type { Day } from '../../shared/day.js';
import { DriftRecords } from '../drift-record.js';
import { DriftAnswer, DriftQuery, toDriftAnswer } from './drift.dto.js';

@ApiTags('models')
@Controller('v1')
export class DriftController {
  constructor(private readonly records: DriftRecords) {}

  @Get('drift')
  @Endpoint({
    summary: 'Whether the market has moved away from what the champion was trained on',
    description: 'Per day: inputs, predictions and skill beside what was trained on and promised, and the trainings asked for because of that. Null is "not known", and says why.',
    response: DriftAnswer,
    problems: { 404: 'There is no such game', 422: 'No game was named, and there are several; or more than 366 days were asked for' },
  })
  async getDrift(@Query() query: DriftQuery): Promise<DriftAnswer> {
    return toDriftAnswer(await this.records.of(query.game, { from: query.from as Day | undefined, to: query.to as Day | undefined }));
  }
}
