import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint, Idempotent } from '../../http/index.js';
import { RunBook } from '../run-book.js';
import { RunCancellation } from '../run-cancellation.js';
import { RunForks } from '../run-forks.js';
import { Retrain, RetryRun, RunDetails, RunPath, StartedRun, StartRun } from './runs.dto.js';

@ApiTags('admin')
@Controller('v1/admin')
export class PipelineAdminController {
  constructor(
    private readonly runBook: RunBook,
    private readonly cancellation: RunCancellation,
    private readonly forks: RunForks,
  ) {}

  @Post('pipeline/runs')
  @Idempotent()
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
  @Idempotent()
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

  @Post('runs/:run_id/cancel')
  @Endpoint({
    summary: 'Cancel a running run',
    description: 'No further stage begins, and what the running one still answers is not heard. Cancelling again changes nothing.',
    scope: 'admin',
    status: 200,
    response: RunDetails,
    problems: { 404: 'No such run', 409: 'The run is over' },
  })
  async cancelRun(@Param() { run_id: runId }: RunPath): Promise<RunDetails> {
    await this.cancellation.cancel(runId);
    return this.runBook.details(runId);
  }

  @Post('runs/:run_id/retry')
  @Idempotent()
  @Endpoint({
    summary: 'Run a day again from one stage on',
    description: 'A new run takes over the reports and inputs of the stages before, from a run that failed, was cancelled or succeeded, and runs the rest. Answers at once; a worker runs it.',
    scope: 'admin',
    status: 202,
    response: StartedRun,
    problems: { 404: 'No such run', 409: 'A run of that day is going on', 422: 'No run can begin at that stage' },
  })
  async retryRun(@Param() { run_id: runId }: RunPath, @Body() body: RetryRun): Promise<StartedRun> {
    const { runId: newId } = await this.forks.submit({ runId, fromStage: body.from_stage, trigger: 'api' });
    return { run_id: newId, is_started: true };
  }
}
