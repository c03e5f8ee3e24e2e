import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Callers } from '../../auth/index.js';
import { Endpoint } from '../../http/index.js';
import { CollectionExport } from '../collection-export.js';
import { HoldingAnswer, SaleAnswer, toHoldingAnswer, toSaleAnswer } from './holdings.dto.js';
import { toTrayRow, TrayRowAnswer } from './imports.dto.js';

const FORMATS = ['json', 'csv'] as const;

export class ExportQuery {
  @ApiPropertyOptional({ enum: FORMATS, example: 'json', default: 'json', description: 'csv: the lots, in a form that can be imported again' })
  @IsOptional()
  @IsIn(FORMATS)
  format: (typeof FORMATS)[number] = 'json';
}

export class ExportAnswer {
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) exported_at: string;
  @ApiProperty({ type: [HoldingAnswer] }) holdings: HoldingAnswer[];
  @ApiProperty({ type: [SaleAnswer] }) sales: SaleAnswer[];
  @ApiProperty({ type: [TrayRowAnswer] }) tray: TrayRowAnswer[];
}

@ApiTags('collection')
@Controller('v1/collection/export')
export class ExportController {
  constructor(
    private readonly exports: CollectionExport,
    private readonly callers: Callers,
  ) {}

  @Get()
  @Endpoint({ summary: 'Everything somebody has here, to take away', response: ExportAnswer, texts: ['text/csv'] })
  async exportCollection(@Query() query: ExportQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ExportAnswer | string> {
    const account = await this.callers.accountOf(request);
    void reply.header('content-disposition', `attachment; filename="pokewatch-collection.${query.format}"`);
    if (query.format === 'csv') {
      void reply.type('text/csv; charset=utf-8');
      return this.exports.csv(account);
    }
    const { at, holdings, sales, tray } = await this.exports.everything(account);
    return { exported_at: at.toISOString(), holdings: holdings.map(toHoldingAnswer), sales: sales.map(toSaleAnswer), tray: tray.map(toTrayRow) };
  }
}
