import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Callers } from '../../auth/index.js';
import { Endpoint, Idempotent } from '../../http/index.js';
import { Holdings } from '../holdings.js';
import { IdPath, PageQuery, RemovedAnswer } from './fields.dto.js';
import {
  AddLotRequest, ChangeLotRequest, CollectionValueAnswer, HoldingAnswer, HoldingListAnswer, SaleAnswer, SaleListAnswer, SellRequest, toHoldingAnswer, toLotChange, toLotDraft, toSaleAnswer, toSaleDraft, toValueAnswer,
} from './holdings.dto.js';

const NO_LOT = { 404: 'There is no such lot in this collection' };
const NO_CARD = { 422: 'There is no such card' };

@ApiTags('collection')
@Controller('v1/collection')
export class HoldingsController {
  constructor(
    private readonly holdings: Holdings,
    private readonly callers: Callers,
  ) {}

  @Get('holdings')
  @Endpoint({ summary: 'What somebody has, lot by lot, with what it is worth', response: HoldingListAnswer })
  async listHoldings(@Query() query: PageQuery, @Req() request: FastifyRequest): Promise<HoldingListAnswer> {
    const found = await this.holdings.page(await this.callers.accountOf(request), query.cursor ?? 0, query.limit + 1);
    const page = found.slice(0, query.limit);
    return { items: page.map(toHoldingAnswer), next_cursor: found.length > page.length ? String(page.at(-1)?.lot.id) : null };
  }

  @Post('holdings')
  @Idempotent()
  @Endpoint({ summary: 'Adds a lot: cards of one kind that were got together', scope: 'write', status: 201, response: HoldingAnswer, problems: NO_CARD })
  async addHolding(@Body() body: AddLotRequest, @Req() request: FastifyRequest): Promise<HoldingAnswer> {
    return toHoldingAnswer(await this.holdings.add(await this.callers.accountOf(request), body.card_id, toLotDraft(body)));
  }

  @Patch('holdings/:id')
  @Endpoint({ summary: 'Changes a lot', description: 'What is not named stays.', scope: 'write', response: HoldingAnswer, problems: NO_LOT })
  async changeHolding(@Param() path: IdPath, @Body() body: ChangeLotRequest, @Req() request: FastifyRequest): Promise<HoldingAnswer> {
    return toHoldingAnswer(await this.holdings.change(await this.callers.accountOf(request), path.id, toLotChange(body)));
  }

  @Delete('holdings/:id')
  @Endpoint({ summary: 'Removes a lot, as if it had never been there', description: 'What was sold of it then counts as never bought.', scope: 'write', response: RemovedAnswer, problems: NO_LOT })
  async removeHolding(@Param() path: IdPath, @Req() request: FastifyRequest): Promise<RemovedAnswer> {
    await this.holdings.remove(await this.callers.accountOf(request), path.id);
    return { is_removed: true };
  }

  @Get('sales')
  @Endpoint({ summary: 'What was sold, of which lots, first in, first out, and at what profit', response: SaleListAnswer })
  async listSales(@Req() request: FastifyRequest): Promise<SaleListAnswer> {
    return { items: (await this.holdings.sales(await this.callers.accountOf(request))).map(toSaleAnswer) };
  }

  @Post('sales')
  @Idempotent()
  @Endpoint({ summary: 'Writes down a sale', scope: 'write', status: 201, response: SaleAnswer, problems: NO_CARD })
  async addSale(@Body() body: SellRequest, @Req() request: FastifyRequest): Promise<SaleAnswer> {
    const account = await this.callers.accountOf(request);
    const { sale } = await this.holdings.sell(account, body.card_id, toSaleDraft(body));
    const told = (await this.holdings.sales(account)).find((each) => each.sale.id === sale.id);
    return toSaleAnswer(told ?? { sale, card: undefined, disposals: [] });
  }

  @Delete('sales/:id')
  @Endpoint({ summary: 'Removes a sale', scope: 'write', response: RemovedAnswer, problems: { 404: 'There is no such sale in this collection' } })
  async removeSale(@Param() path: IdPath, @Req() request: FastifyRequest): Promise<RemovedAnswer> {
    await this.holdings.unsell(await this.callers.accountOf(request), path.id);
    return { is_removed: true };
  }

  @Get('value')
  @Endpoint({ summary: 'What the collection is worth: optimistic, conservative, unrealised and realised profit, by set', response: CollectionValueAnswer })
  async getCollectionValue(@Req() request: FastifyRequest): Promise<CollectionValueAnswer> {
    return toValueAnswer(await this.holdings.value(await this.callers.accountOf(request)));
  }
}
