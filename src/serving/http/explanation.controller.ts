import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import type { Day } from '../../shared/day.js';
import { SignalExplanations } from '../signal-explanations.js';
import { CardPath } from './card.dto.js';
import { ExplanationAnswer, ExplanationQuery, toExplanationAnswer } from './explanation.dto.js';

@ApiTags('advice')
@Controller('v1')
export class ExplanationController {
  constructor(private readonly explanations: SignalExplanations) {}

  @Get('cards/:card_id/explanation')
  @Endpoint({
    summary: 'Why the signal of a card is what it is, how like calls turned out, and what would change it',
    response: ExplanationAnswer,
    problems: { 404: 'There is no such card (`unknown_card`), or its game was not evaluated that day (`no_prediction`)' },
  })
  async getExplanation(@Param() path: CardPath, @Query() query: ExplanationQuery): Promise<ExplanationAnswer> {
    return toExplanationAnswer(await this.explanations.explain({ cardId: path.card_id, day: query.date as Day | undefined }));
  }
}
