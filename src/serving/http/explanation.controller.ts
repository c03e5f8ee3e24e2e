import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import { Explanations } from '../explanations.js';
import { CardPath } from './card.dto.js';
import { ExplanationAnswer, ExplanationQuery, toExplanationAnswer, toExplanationQuestion } from './explanation.dto.js';

@ApiTags('predictions')
@Controller('v1')
export class ExplanationController {
  constructor(private readonly explanations: Explanations) {}

  @Get('cards/:card_id/explanation')
  @Endpoint({
    summary: 'What moved the estimate of a card, how such estimates did, and what would change it',
    response: ExplanationAnswer,
    problems: { 404: 'There is no such card (`unknown_card`), or its game was not evaluated that day (`no_prediction`)' },
  })
  async getExplanation(@Param() path: CardPath, @Query() query: ExplanationQuery): Promise<ExplanationAnswer> {
    return toExplanationAnswer(await this.explanations.explain(toExplanationQuestion(path.card_id, query)));
  }
}
