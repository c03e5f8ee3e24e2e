import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { Conflict, NotFound } from '../shared/errors.js';
import type { Progress } from '../shared/progress.js';
import { forkPoint } from './domain/fork-point.js';
import { Pipeline, type RunOutcome } from './pipeline.js';
import { DAILY, type DailyRunInput, type RunFork } from './run-journal.js';
import { RunRepository } from './run.repository.js';
import { DailyStages } from './stages.js';

export interface ForkRequest {
  readonly runId: string;
  /** Where nothing is said: the stage that failed. */
  readonly fromStage?: string | undefined;
  readonly trigger: string;
}

/**
 * Runs a day again from one stage on: the new run takes over the reports and the inputs of the stages before it, so it works on
 * what the old one worked on.
 */
@Injectable()
export class RunForks {
  constructor(
    private readonly runs: RunRepository,
    private readonly stages: DailyStages,
    private readonly pipeline: Pipeline,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Leaves the new run to any worker. Asking twice while it runs gives the same run. */
  async submit(request: ForkRequest): Promise<{ runId: string }> {
    const input = await this.plan(request);
    await this.pipeline.leave(input);
    return { runId: input.runId };
  }

  /** Runs the new run here and waits for it. What the old run had written is not counted again. */
  async run(request: ForkRequest, progress: Progress): Promise<RunOutcome> {
    const input = await this.plan(request);
    const outcome = await this.pipeline.execute(input, progress);
    const before = this.stages.before(input.fork.fromStage);
    return { ...outcome, written: before.reduce((rest, name) => rest - (outcome.reports[name]?.written ?? 0), outcome.written) };
  }

  private async plan({ runId, fromStage: asked, trigger }: ForkRequest): Promise<DailyRunInput & { fork: RunFork }> {
    const old = await this.runs.run(runId);
    if (!old) throw new NotFound(`There is no run "${runId}"; GET /v1/runs lists them.`);
    const reported = new Set((await this.runs.reportsOf(runId)).keys());
    const { fromStage } = forkPoint(this.stages.names, { id: runId, state: old.state, reported, hasInputs: old.knownAt !== null }, asked);
    const ofDay = await this.runs.runsOfDay(DAILY, old.gameId, old.day);
    const running = ofDay.find((each) => each.state === 'running');
    const isSame = running?.forkedFrom === runId && running.fromStage === fromStage;
    if (running && !isSame) throw new Conflict(`The run ${running.id} of the same day is still running; wait for its end or cancel it first.`);
    return {
      runId: running?.id ?? runId.replace(/\d+$/, String(ofDay.length + 1)),
      gameId: old.gameId,
      day: old.day,
      trigger,
      startedAt: this.clock.now().toISOString(),
      isTrainingForced: old.isTrainingForced,
      fork: { of: runId, fromStage },
    };
  }
}
