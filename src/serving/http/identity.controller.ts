import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Callers } from '../../auth/index.js';
import { Endpoint, Idempotent } from '../../http/index.js';
import { MatchReview, UnmatchedProducts } from '../../ingestion/index.js';
import {
  IdentityPath,
  MatchAnswer,
  MatchRequest,
  ReportAnswer,
  ReportListAnswer,
  ReportListQuery,
  toReportAnswer,
  toUnmatchedAnswer,
  toWrongCardAnswer,
  UnmatchedListAnswer,
  UnmatchedListQuery,
  WrongCardAnswer,
  WrongCardRequest,
} from './identity.dto.js';

const NO_REPORT = 'There is no such report';
const DECIDED = 'The report is decided already';

@ApiTags('identity')
@Controller('v1')
export class IdentityController {
  constructor(
    private readonly review: MatchReview,
    private readonly unmatched: UnmatchedProducts,
    private readonly callers: Callers,
  ) {}

  @Post('reports/wrong-card')
  @Idempotent()
  @Endpoint({
    summary: 'Reports that a price is that of another card',
    description:
      'Prices of this source are held back for the card at once, until a person has looked; the last verified price stands. A match that a person released in the last 30 days takes reports of two keys. The same report again changes nothing.',
    scope: 'write',
    response: WrongCardAnswer,
    status: 201,
    problems: { 404: 'There is no such card, or it has no price of this source', 409: '20 reports of this key are open (`too_many_open_reports`)' },
  })
  async reportWrongCard(@Body() body: WrongCardRequest, @Req() request: FastifyRequest): Promise<WrongCardAnswer> {
    const { card_id: cardId, source, note, shown_product: shownProduct } = body;
    return toWrongCardAnswer(await this.review.report({ cardId, source, note, shownProduct, reportedBy: await this.actorOf(request) }));
  }

  @Get('admin/wrong-card-reports')
  @Endpoint({ summary: 'Reports of wrong cards, the oldest first', scope: 'write', response: ReportListAnswer })
  async listWrongCardReports(@Query() query: ReportListQuery): Promise<ReportListAnswer> {
    const { reports, nextCursor } = await this.review.reports(query);
    return { items: reports.map(toReportAnswer), next_cursor: nextCursor?.toString() ?? null };
  }

  @Post('admin/wrong-card-reports/:id/release')
  @Endpoint({
    summary: 'The match is right: its prices are taken again; closes every open report about it',
    scope: 'write',
    response: ReportAnswer,
    problems: { 404: NO_REPORT, 409: DECIDED },
  })
  async releaseWrongCardReport(@Param() path: IdentityPath, @Req() request: FastifyRequest): Promise<ReportAnswer> {
    return toReportAnswer(await this.review.release(path.id, await this.actorOf(request)));
  }

  @Post('admin/wrong-card-reports/:id/confirm')
  @Endpoint({
    summary: 'The match is wrong: no price it brought speaks for the card any more; closes every open report about it',
    scope: 'write',
    response: ReportAnswer,
    problems: { 404: NO_REPORT, 409: DECIDED },
  })
  async confirmWrongCardReport(@Param() path: IdentityPath, @Req() request: FastifyRequest): Promise<ReportAnswer> {
    return toReportAnswer(await this.review.confirm(path.id, await this.actorOf(request)));
  }

  @Get('admin/unmatched')
  @Endpoint({ summary: 'Products of sources that match no card', scope: 'write', response: UnmatchedListAnswer })
  async listUnmatched(@Query() query: UnmatchedListQuery): Promise<UnmatchedListAnswer> {
    const { products, nextCursor } = await this.unmatched.page(query);
    return { items: products.map(toUnmatchedAnswer), next_cursor: nextCursor?.toString() ?? null };
  }

  @Post('admin/unmatched/:id/match')
  @Endpoint({
    summary: 'Says which card a product is: its prices are taken from the next collection on',
    scope: 'write',
    response: MatchAnswer,
    problems: { 404: 'There is no such product or card', 409: 'The card has another product of this source', 422: 'The card is of another game' },
  })
  async matchProduct(@Param() path: IdentityPath, @Body() body: MatchRequest, @Req() request: FastifyRequest): Promise<MatchAnswer> {
    const { cardId, source, externalId, state } = await this.unmatched.match(path.id, body.card_id, await this.actorOf(request));
    return { card_id: cardId, source, external_id: externalId, match_state: state };
  }

  private async actorOf(request: FastifyRequest): Promise<string> {
    return `api key ${(await this.callers.keyOf(request))?.prefix ?? '(none)'}`;
  }
}
