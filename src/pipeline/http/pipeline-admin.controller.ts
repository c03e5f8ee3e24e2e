import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../http/index.js';
import { RunBook } from '../run-book.js';
import { Retrain, StartedRun, StartRun } from './runs.dto.js';

@ApiTags('admin')
@Controller('v1/admin')
export class PipelineAdminController {
  constructor(private readonly runBook: RunBook) {}

  @Post('pipeline/runs')
  @Endpoint({
    summary: 'Run the daily pipeline for a day',
    description: 'Answers at once; a worker runs it. A day that runs already is joined, one whose inputs have not changed stands.',
    scope: 'admin',
    status: 202,
    response: StartedRun,
    problems: { 404: 'No such game', 422: 'The day cannot be run' },
  })
  async startRun(@Body() body: StartRun): Promise<StartedRun> {
    return this.runBook.start(body, false);
  }

  @Post('retrain')
  @Endpoint({
    summary: 'Train all models of a game now',
    description: 'Runs the day with training; candidates go through the gate as always.',
    scope: 'admin',
    status: 202,
    response: StartedRun,
    problems: { 404: 'No such game', 422: 'The day cannot be run' },
  })
  async retrain(@Body() body: Retrain): Promise<StartedRun> {
    return this.runBook.start(body, body.force);
  }
}
