import { Injectable } from '@nestjs/common';
import type { Game } from '../ingestion/index.js';
import type { Day } from '../shared/day.js';
import { messageOf, TemporaryError } from '../shared/errors.js';
import { type Progress, silentProgress } from '../shared/progress.js';
import { DailyRun, type DailyRunResult } from './daily-run.js';
import { DurableEngine } from './durable-engine.js';
import { DAILY, type DailyRunInput } from './run-journal.js';
import { RunPlanner, type RunRequest } from './run-planner.js';
import { RunRepository } from './run.repository.js';

export interface RunOutcome {
  readonly runId: string;
  readonly day: Day;
  /** False where nothing had changed since the run of that day: the earlier run stands. */
  readonly hasRun: boolean;
  /** Rows written by all stages. */
  readonly written: number;
  readonly reports: DailyRunResult['reports'];
}

/** The one way to run a day: schedule, command line and admin endpoint all come through here. */
@Injectable()
export class Pipeline {
  constructor(
    private readonly engine: DurableEngine,
    private readonly dailyRun: DailyRun,
    private readonly runs: RunRepository,
    private readonly planner: RunPlanner,
  ) {}

  /** Runs one day and waits for it. A day that runs already, here or elsewhere, is waited for and not run twice. */
  async run(request: RunRequest): Promise<RunOutcome> {
    const plan = await this.planner.plan(request);
    if (plan.isDone) return { runId: plan.runId, day: request.day, hasRun: false, written: 0, reports: {} };
    return this.execute(this.planner.inputOf(request, plan), request.progress ?? silentProgress);
  }

  /** Executes a planned run, or waits for whoever does. */
  async execute(input: DailyRunInput, progress: Progress): Promise<RunOutcome> {
    const { runId, day } = input;
    const result = await this.dailyRun
      .watch(runId, progress, () => this.engine.run(this.dailyRun.workflow, runId, input))
      .catch(async (error: unknown) => {
        if ((await this.runs.run(runId))?.state === 'cancelled') throw new TemporaryError(`The run ${runId} was cancelled.`, { cause: error });
        throw new TemporaryError(`The run ${runId} failed: ${messageOf(error)} Its stages: npm run -s pokewatch -- status`, { cause: error });
      });
    const written = Object.values(result.reports).reduce((sum, report) => sum + report.written, 0);
    return { runId, day, hasRun: true, written, reports: result.reports };
  }

  /** Leaves one day to any worker and answers at once. */
  async submit(request: RunRequest): Promise<{ runId: string; isDone: boolean }> {
    const plan = await this.planner.plan(request);
    if (!plan.isDone) await this.leave(this.planner.inputOf(request, plan));
    return plan;
  }

  /** Leaves a planned run to any worker. */
  async leave(input: DailyRunInput): Promise<void> {
    await this.dailyRun.begin(input);
    await this.engine.enqueue(DAILY, input.runId, input);
  }

  /** Runs each of the days in turn. */
  async *runEach(days: readonly Day[], request: Omit<RunRequest, 'day'>): AsyncGenerator<RunOutcome> {
    for (const day of days) yield await this.run({ ...request, day });
  }

  /** The day that is meant where none is named. */
  dayFor(game: Game): Promise<Day | undefined> {
    return this.planner.dayFor(game);
  }

  /** The days a game missed until `until`, oldest first and bounded; the last `historyDays` where it never ran. */
  missedDays(game: Game, until: Day, historyDays: number): Promise<Day[]> {
    return this.planner.missedDays(game, until, historyDays);
  }
}
