import { Injectable, Logger } from '@nestjs/common';
import { inSpan } from '../tracing/index.js';
import { messageOf } from '../shared/errors.js';
import { type Progress, silentProgress } from '../shared/progress.js';
import type { StageReport } from '../shared/stage.js';
import { DurableEngine, type Workflow } from './durable-engine.js';
import { DAILY, type DailyRunInput, RunJournal, type RunInputs } from './run-journal.js';
import { RunTurns } from './run-turns.js';
import { BOOKKEEPING, COLLECT, DailyStages, type PipelineStage } from './stages.js';
import type { Attempt } from './step-attempts.js';

interface StageAttempt {
  readonly input: DailyRunInput;
  readonly reports: Record<string, StageReport>;
  readonly knownAt: string;
  readonly attempt: Attempt;
}

export interface DailyRunResult {
  readonly runId: string;
  readonly reports: Readonly<Record<string, StageReport>>;
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
    private readonly turns: RunTurns,
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

  /** Makes a run visible before anybody executes it. */
  async begin(input: DailyRunInput): Promise<void> {
    await this.journal.begin(input);
  }

  private async execute(input: DailyRunInput): Promise<DailyRunResult> {
    await this.engine.step('begin', BOOKKEEPING, () => this.journal.begin(input));
    try {
      // Not a step: whoever resumes the run has to wait for its turn anew.
      return await this.turns.inTurn({ ...input, pipeline: DAILY }, () => this.runStages(input));
    } catch (error) {
      await this.engine.step('fail', BOOKKEEPING, () => this.journal.fail(input, messageOf(error)));
      this.logger.error(`Run ${input.runId} failed: ${messageOf(error)}`);
      throw error;
    }
  }

  private async runStages(input: DailyRunInput): Promise<DailyRunResult> {
    const takenOver = this.stages.before(input.fork?.fromStage ?? COLLECT);
    const taken = takenOver.length > 0 ? await this.engine.step('take-over', BOOKKEEPING, () => this.journal.takeOver(input, takenOver)) : undefined;
    const reports: Record<string, StageReport> = { ...taken?.reports };
    let inputs: RunInputs = taken?.inputs ?? { knownAt: input.startedAt, inputDigest: '' };
    for (const stage of this.stages.all.slice(takenOver.length)) {
      const at = { input, reports, knownAt: inputs.knownAt };
      reports[stage.name] = await this.engine.step(stage.name, stage.policy, (attempt) => this.attempt(stage, { ...at, attempt }));
      if (stage.name === COLLECT) inputs = await this.engine.step('fix-inputs', BOOKKEEPING, () => this.journal.fixInputs(input));
    }
    const { inputDigest } = inputs;
    await this.engine.step('finish', BOOKKEEPING, () => this.journal.succeed(input, inputDigest));
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
    const report = await inSpan(`stage ${stage.name}`, { 'pokewatch.run_id': input.runId, 'pokewatch.day': input.day, 'pokewatch.attempt': attempt.number }, () =>
      this.journal.record(stage, { input, attempt }, () => stage.run(request, { isTrainingForced: input.isTrainingForced, reports })),
    );
    row.end(report.skipped ?? note);
    return report;
  }
}
