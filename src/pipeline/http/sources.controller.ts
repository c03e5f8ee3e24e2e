import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import { LivePrices } from '../../ingestion/index.js';
import { Sources, toSourceAnswer } from './sources.dto.js';

@ApiTags('admin')
@Controller('v1/admin/sources')
export class SourcesController {
  constructor(private readonly live: LivePrices) {}

  @Get()
  @Endpoint({
    summary: 'The live sources of prices and how they stand',
    description: 'In order of trust. Credits are those of all processes together; the circuit is that of the process that answers.',
    scope: 'admin',
    response: Sources,
  })
  async listSources(): Promise<Sources> {
    return { items: (await this.live.status()).map(toSourceAnswer) };
  }
}
