import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import { RunBook } from '../run-book.js';
import { RunDetails, RunPath, Runs, RunsQuery } from './runs.dto.js';

@ApiTags('pipeline')
@Controller('v1/runs')
export class RunsController {
  constructor(private readonly runBook: RunBook) {}

  @Get()
  @Endpoint({ summary: 'The latest pipeline runs', response: Runs, problems: { 404: 'No such game' } })
  async listRuns(@Query() query: RunsQuery): Promise<Runs> {
    return { items: await this.runBook.list(query.game, query.limit) };
  }

  @Get(':run_id')
  @Endpoint({ summary: 'One run with every attempt of every stage', response: RunDetails, problems: { 404: 'No such run' } })
  async getRun(@Param() { run_id: runId }: RunPath): Promise<RunDetails> {
    return this.runBook.details(runId);
  }
}
