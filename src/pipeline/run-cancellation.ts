import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { Conflict, NotFound } from '../shared/errors.js';
import { DurableEngine } from './durable-engine.js';
import { RunRepository } from './run.repository.js';

/** Ends a run before its time. */
@Injectable()
export class RunCancellation {
  constructor(
    private readonly runs: RunRepository,
    private readonly engine: DurableEngine,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * From here on no stage of the run begins, wherever it is executed; what a running stage still answers is not heard. Cancelling
   * again changes nothing.
   *
   * @throws NotFound; Conflict for a run that ended by itself
   */
  async cancel(runId: string): Promise<void> {
    const run = await this.runs.run(runId);
    if (!run) throw new NotFound(`There is no run "${runId}"; GET /v1/runs lists them.`);
    if (!(await this.runs.cancel(runId, this.clock.now()))) {
      const state = (await this.runs.run(runId))?.state;
      if (state !== 'cancelled') throw new Conflict(`The run ${runId} is over (${state}); only a running one can be cancelled.`);
    }
    // The row says it first: should this process end here, the next stage finds it, and cancelling again comes to this line.
    await this.engine.cancel(runId);
  }
}
