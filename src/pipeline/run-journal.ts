import { Inject, Injectable } from '@nestjs/common';
import { StageMetrics } from '../metrics/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import type { Day } from '../shared/day.js';
import { Bug, messageOf } from '../shared/errors.js';
import type { StageReport } from '../shared/stage.js';
import { codeVersion } from './code-version.js';
import { RunCancelled } from './domain/step-policy.js';
import { InputDigest } from './input-digest.js';
import { RunRepository } from './run.repository.js';
import type { PipelineStage } from './stages.js';
import { type Attempt, unlessAborted } from './step-attempts.js';

export const DAILY = 'daily';

/** What a run is given. JSON: it is stored with the workflow and read again by whoever resumes it. */
export interface DailyRunInput {
  readonly runId: string;
  readonly gameId: number;
  readonly day: Day;
  readonly trigger: string;
  readonly startedAt: string;
  readonly isTrainingForced: boolean;
  /** The run whose reports and inputs it takes over, up to a stage. */
  readonly fork?: RunFork | undefined;
}

export interface RunFork {
  readonly of: string;
  readonly fromStage: string;
}

/** Fixed once, behind the collect stage: what was collected just now is known from then on. */
export interface RunInputs {
  /** Observations recorded later do not exist for the run, also when it is resumed tomorrow. */
  readonly knownAt: string;
  /** The same day is worth running again once this differs. */
  readonly inputDigest: string;
}

/** What a fork has of the run it was forked from. */
export interface TakenOver {
  readonly reports: Readonly<Record<string, StageReport>>;
  readonly inputs: RunInputs;
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
    const knownAt = this.clock.now();
    await this.runs.fixInputs(input.runId, { knownAt, inputDigest });
    await this.recordProvenance(input.runId, knownAt);
    return { inputDigest, knownAt: knownAt.toISOString() };
  }

  private async recordProvenance(runId: string, knownAt: Date): Promise<void> {
    await this.runs.recordProvenance(runId, { codeVersion: codeVersion(), nodeVersion: process.version, knownAt, recordedAt: this.clock.now() });
  }

  async begin(input: DailyRunInput): Promise<void> {
    const { runId: id, gameId, day, trigger, isTrainingForced, fork } = input;
    const origin = { forkedFrom: fork?.of ?? null, fromStage: fork?.fromStage ?? null };
    await this.runs.begin({ id, pipeline: DAILY, gameId, day, trigger, isTrainingForced, ...origin, startedAt: this.clock.now() });
  }

  /** The reports of the stages before the one a fork begins at, and what they worked on. */
  async takeOver(input: DailyRunInput, stages: readonly string[]): Promise<TakenOver> {
    if (input.fork) await this.runs.takeOver(input.runId, input.fork.of, stages);
    const reports = await this.runs.reportsOf(input.runId);
    const run = await this.runs.run(input.runId);
    const lost = stages.find((name) => !reports.has(name));
    if (lost !== undefined || !run?.knownAt) throw new Bug(`The run ${input.runId} could not take over ${lost ?? 'the inputs'} from ${input.fork?.of}.`);
    await this.recordProvenance(input.runId, run.knownAt);
    return { reports: Object.fromEntries(reports), inputs: { knownAt: run.knownAt.toISOString(), inputDigest: run.inputDigest } };
  }

  async succeed(input: DailyRunInput, inputDigest: string): Promise<void> {
    await this.runs.finish(input.runId, { state: 'succeeded', inputDigest, error: null, finishedAt: this.clock.now() });
    this.metrics.countRun(DAILY, 'succeeded');
  }

  async fail(input: DailyRunInput, error: string): Promise<void> {
    await this.runs.finish(input.runId, { state: 'failed', inputDigest: '', error, finishedAt: this.clock.now() });
    this.metrics.countRun(DAILY, 'failed');
  }

  /**
   * Runs one attempt of a stage and writes down what came of it. While it lasts it has a pulse; when its signal fires it is over,
   * whatever the work still does.
   *
   * @throws RunCancelled where the run is over before the stage begins
   */
  async record(stage: PipelineStage, at: { input: DailyRunInput; attempt: Attempt }, work: () => Promise<StageReport>): Promise<StageReport> {
    const { input, attempt } = at;
    const { timeoutMs, heartbeatMs } = stage.policy;
    const startedAt = this.clock.now();
    const id = await this.runs.beginStage(input.runId, { name: stage.name, day: input.day, attempt: attempt.number, startedAt, timeoutMs });
    if (id === undefined) throw new RunCancelled(`The run ${input.runId} was cancelled.`);
    const pulse = setInterval(() => void this.runs.heartbeat(id, this.clock.now()).catch(() => undefined), heartbeatMs);
    const end = async (report: StageReport | null, error: string | null): Promise<void> => {
      const finishedAt = this.clock.now();
      const durationMs = finishedAt.getTime() - startedAt.getTime();
      this.metrics.observe(stage.name, error === null ? 'succeeded' : 'failed', durationMs / 1_000);
      await this.runs.finishStage(id, { report, error, finishedAt, durationMs });
    };
    try {
      const report = await unlessAborted(attempt.signal, work);
      await end(report, null);
      return report;
    } catch (error) {
      await end(null, messageOf(error));
      throw error;
    } finally {
      clearInterval(pulse);
    }
  }
}
