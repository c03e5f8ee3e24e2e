import { Inject, Injectable, Logger } from '@nestjs/common';
import { StageMetrics } from '../metrics/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import type { Day } from '../shared/day.js';
import { messageOf } from '../shared/errors.js';
import { type Progress, silentProgress } from '../shared/progress.js';
import type { StageReport } from '../shared/stage.js';
import { DurableEngine, type StepPolicy, type Workflow } from './durable-engine.js';
import { InputDigest } from './input-digest.js';
import { RunRepository } from './run.repository.js';
import { COLLECT, DailyStages, type PipelineStage } from './stages.js';

export const DAILY = 'daily';

/** For the steps that only write down what happens. */
const BOOKKEEPING: StepPolicy = { attempts: 4, timeoutMs: 60_000 };

/** What a run is given. JSON: it is stored with the workflow and read again by whoever resumes it. */
export interface DailyRunInput {
  readonly runId: string;
  readonly gameId: number;
  readonly day: Day;
  readonly trigger: string;
  readonly startedAt: string;
  readonly isTrainingForced: boolean;
}

/** Fixed once, behind the collect stage: what was collected just now is known from then on. */
interface RunInputs {
  /** Observations recorded later do not exist for the run, also when it is resumed tomorrow. */
  readonly knownAt: string;
  /** The same day is worth running again once this differs. */
  readonly inputDigest: string;
}

interface StageAttempt {
  readonly input: DailyRunInput;
  readonly reports: Record<string, StageReport>;
  readonly knownAt: string;
  readonly attempt: number;
}

export interface DailyRunResult {
  readonly runId: string;
  readonly reports: Readonly<Record<string, StageReport>>;
}

/** Writes down what a run does: its beginning and end, and every attempt of every stage with counts and duration. */
@Injectable()
export class RunJournal {
  constructor(
    private readonly runs: RunRepository,
    private readonly digest: InputDigest,
    private readonly metrics: StageMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * What the run works on. The digest comes first: a price recorded between the two is used and not named, and at worst the day
   * is run once more; the other way round it would be named and not used, and missing for good.
   */
  async fixInputs(input: DailyRunInput): Promise<RunInputs> {
    const inputDigest = await this.digest.of(input.gameId, input.day);
    return { inputDigest, knownAt: this.clock.now().toISOString() };
  }

  async begin(input: DailyRunInput): Promise<void> {
    await this.runs.begin({ id: input.runId, pipeline: DAILY, gameId: input.gameId, day: input.day, trigger: input.trigger, startedAt: this.clock.now() });
  }

  async succeed(input: DailyRunInput, inputDigest: string): Promise<void> {
    await this.runs.finish(input.runId, { state: 'succeeded', inputDigest, error: null, finishedAt: this.clock.now() });
  }

  async fail(input: DailyRunInput, error: string): Promise<void> {
    await this.runs.finish(input.runId, { state: 'failed', inputDigest: '', error, finishedAt: this.clock.now() });
  }

  async record(name: string, at: { input: DailyRunInput; attempt: number }, work: () => Promise<StageReport>): Promise<StageReport> {
    const startedAt = this.clock.now();
    const id = await this.runs.beginStage(at.input.runId, { name, day: at.input.day, attempt: at.attempt, startedAt });
    const end = async (report: StageReport | null, error: string | null): Promise<void> => {
      const finishedAt = this.clock.now();
      const durationMs = finishedAt.getTime() - startedAt.getTime();
      this.metrics.observe(name, error === null ? 'succeeded' : 'failed', durationMs / 1_000);
      await this.runs.finishStage(id, { report, error, finishedAt, durationMs });
    };
    try {
      const report = await work();
      await end(report, null);
      return report;
    } catch (error) {
      await end(null, messageOf(error));
      throw error;
    }
  }
}

/** The workflow: each stage a checkpointed step with its own retry policy, every attempt recorded. */
@Injectable()
export class DailyRun {
  readonly workflow: Workflow<DailyRunInput, DailyRunResult>;
  private readonly logger = new Logger(DailyRun.name);
  /** Where runs that were started in this process show how far they are. */
  private readonly watched = new Map<string, Progress>();

  constructor(
    private readonly engine: DurableEngine,
    private readonly stages: DailyStages,
    private readonly journal: RunJournal,
  ) {
    this.workflow = engine.register(DAILY, (input: DailyRunInput) => this.execute(input));
  }

  /** Shows the progress of a run of this process while `work` lasts. */
  async watch<T>(runId: string, progress: Progress, work: () => Promise<T>): Promise<T> {
    this.watched.set(runId, progress);
    try {
      return await work();
    } finally {
      this.watched.delete(runId);
    }
  }

  private async execute(input: DailyRunInput): Promise<DailyRunResult> {
    await this.engine.step('begin', BOOKKEEPING, () => this.journal.begin(input));
    const reports: Record<string, StageReport> = {};
    try {
      let inputs: RunInputs = { knownAt: input.startedAt, inputDigest: '' };
      for (const stage of this.stages.all) {
        const at = { input, reports, knownAt: inputs.knownAt };
        reports[stage.name] = await this.engine.step(stage.name, stage.policy, (attempt) => this.attempt(stage, { ...at, attempt }));
        if (stage.name === COLLECT) inputs = await this.engine.step('fix-inputs', BOOKKEEPING, () => this.journal.fixInputs(input));
      }
      const { inputDigest } = inputs;
      await this.engine.step('finish', BOOKKEEPING, () => this.journal.succeed(input, inputDigest));
    } catch (error) {
      await this.engine.step('fail', BOOKKEEPING, () => this.journal.fail(input, messageOf(error)));
      this.logger.error(`Run ${input.runId} failed: ${messageOf(error)}`);
      throw error;
    }
    return { runId: input.runId, reports };
  }

  private async attempt(stage: PipelineStage, at: StageAttempt): Promise<StageReport> {
    const { input, reports, attempt } = at;
    const watched = this.watched.get(input.runId) ?? silentProgress;
    const row = watched.stage(stage.name);
    let note: string | undefined;
    // Whatever a stage calls its work, it is one row of the run; and the row ends when the stage does.
    const progress: Progress = {
      stage: (_label, total, unit) => ({ at: watched.stage(stage.name, total, unit).at, end: (said) => (note = said) }),
    };
    const request = { gameId: input.gameId, day: input.day, knownAt: new Date(at.knownAt), runId: input.runId, progress };
    const report = await this.journal.record(stage.name, { input, attempt }, () =>
      stage.run(request, { isTrainingForced: input.isTrainingForced, reports }),
    );
    row.end(report.skipped ?? note);
    return report;
  }
}
