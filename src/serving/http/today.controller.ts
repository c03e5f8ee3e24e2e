import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import { Today } from '../today.js';
import { TodayAnswer, TodayQuery, toTodayAnswer, toTodayQuestion } from './today.dto.js';

@ApiTags('predictions')
@Controller('v1/today')
export class TodayController {
  constructor(private readonly today: Today) {}

  @Get()
  @Endpoint({
    summary: 'The strongest signals of the last evaluated day, with the card, and net of your costs',
    response: TodayAnswer,
    problems: { 404: 'There is no such game', 422: 'No game was named, and there are several' },
  })
  async listToday(@Query() query: TodayQuery): Promise<TodayAnswer> {
    return toTodayAnswer(await this.today.list(toTodayQuestion(query)));
  }
}
