import { Body, Controller, Delete, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Callers } from '../../auth/index.js';
import { Endpoint } from '../../http/index.js';
import { Holdings } from '../holdings.js';
import { CollectionImports } from '../imports.js';
import { IdPath, PageQuery, RemovedAnswer } from './fields.dto.js';
import { HoldingAnswer, toHoldingAnswer } from './holdings.dto.js';
import { FixRowRequest, ImportDoneAnswer, ImportListRequest, ImportPreviewAnswer, toDoneAnswer, toImportRequest, toPreviewAnswer, toTrayFix, toTrayRow, TrayAnswer } from './imports.dto.js';

const UNREADABLE = { 422: 'The text is no list, or the mapping does not fit it' };
const NO_ROW = { 404: 'There is no such row in the tray' };

@ApiTags('collection')
@Controller('v1/collection')
export class ImportsController {
  constructor(
    private readonly imports: CollectionImports,
    private readonly holdings: Holdings,
    private readonly callers: Callers,
  ) {}

  @Post('imports/preview')
  @Endpoint({ summary: 'What taking a list in would do, row by row; nothing is stored', scope: 'write', response: ImportPreviewAnswer, problems: UNREADABLE })
  async previewImport(@Body() body: ImportListRequest, @Req() request: FastifyRequest): Promise<ImportPreviewAnswer> {
    return toPreviewAnswer(await this.imports.preview(await this.callers.accountOf(request), toImportRequest(body)));
  }

  @Post('imports')
  @Endpoint({
    summary: 'Takes a list in: good rows become lots, bad ones wait in the tray',
    description: 'The same list again changes nothing; with another quantity in a row, that lot gets it. Lists of TCGplayer MyPricing, Collectr, Dragon Shield (web and app), PokéCollector and our own export are known by their columns; others come with a mapping.',
    scope: 'write',
    response: ImportDoneAnswer,
    problems: UNREADABLE,
  })
  async importList(@Body() body: ImportListRequest, @Req() request: FastifyRequest): Promise<ImportDoneAnswer> {
    return toDoneAnswer(await this.imports.run(await this.callers.accountOf(request), toImportRequest(body)));
  }

  @Get('tray')
  @Endpoint({ summary: 'Rows of lists that wait until somebody says what they are', response: TrayAnswer })
  async listTray(@Query() query: PageQuery, @Req() request: FastifyRequest): Promise<TrayAnswer> {
    const found = await this.imports.trayPage(await this.callers.accountOf(request), query.cursor ?? 0, query.limit + 1);
    const page = found.slice(0, query.limit);
    return { items: page.map(toTrayRow), next_cursor: found.length > page.length ? String(page.at(-1)?.id) : null };
  }

  @Post('tray/:id/fix')
  @Endpoint({ summary: 'Says which card a row is, and what its list did not: it becomes a lot', scope: 'write', response: HoldingAnswer, problems: { ...NO_ROW, 422: 'There is no such card, or nobody said how many' } })
  async fixTrayRow(@Param() path: IdPath, @Body() body: FixRowRequest, @Req() request: FastifyRequest): Promise<HoldingAnswer> {
    const account = await this.callers.accountOf(request);
    const lot = await this.imports.fix(account, path.id, toTrayFix(body));
    return toHoldingAnswer(await this.holdings.change(account, lot.id, {}));
  }

  @Delete('tray/:id')
  @Endpoint({ summary: 'Throws a row of the tray away', scope: 'write', response: RemovedAnswer, problems: NO_ROW })
  async dismissTrayRow(@Param() path: IdPath, @Req() request: FastifyRequest): Promise<RemovedAnswer> {
    await this.imports.dismiss(await this.callers.accountOf(request), path.id);
    return { is_removed: true };
  }
}
