import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import { Advisor } from '../advisor.js';
import { COST_PROFILES } from '../domain/cost-profiles.js';
import { AdviceAnswer, AdviceQuery, toAdviceAnswer, toAdviceQuestion } from './advice.dto.js';
import { CardPath } from './card.dto.js';
import { CostProfileListAnswer, toCostProfileAnswer } from './cost-profile.dto.js';
import { NetProceedsAnswer, NetProceedsQuery, toNetProceedsAnswer } from './net-proceeds.dto.js';

@ApiTags('advice')
@Controller('v1')
export class AdviceController {
  constructor(private readonly advisor: Advisor) {}

  @Get('cost-profiles')
  @Endpoint({ summary: 'What selling costs by channel, and how much a card has to rise to earn it back', response: CostProfileListAnswer })
  listCostProfiles(): CostProfileListAnswer {
    return { items: COST_PROFILES.map(toCostProfileAnswer) };
  }

  @Get('net-proceeds')
  @Endpoint({
    summary: 'What is left of a sale at a price, and what takes the rest',
    response: NetProceedsAnswer,
    problems: { 422: 'The fixed costs of the profile are in another currency than the price' },
  })
  getNetProceeds(@Query() query: NetProceedsQuery): NetProceedsAnswer {
    return toNetProceedsAnswer(query);
  }

  @Get('cards/:card_id/advice')
  @Endpoint({
    summary: 'Cheap for your collection, worth a flip, wait before selling: net of your costs',
    description: 'The signal of the day is at `POST /v1/predictions`; this is what one card means for your own channel, costs and horizon.',
    response: AdviceAnswer,
    problems: {
      404: 'There is no such card (`unknown_card`), or its game was not evaluated that day (`no_prediction`)',
      422: 'Costs that cannot be used, or are given with another profile than `custom`',
    },
  })
  async getAdvice(@Param() path: CardPath, @Query() query: AdviceQuery): Promise<AdviceAnswer> {
    return toAdviceAnswer(await this.advisor.advise(toAdviceQuestion(path.card_id, query)));
  }
}
