import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { CONFIG, type Config } from '../config/index.js';
import { FEATURE_SET_VERSION, type GamePanel, PanelReader, TrainingSnapshots } from '../features/index.js';
import { addDays, dayNumber, daysBetween, toDay } from '../shared/day.js';
import { BadData } from '../shared/errors.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { CandidateTraining } from './candidate-training.js';
import type { EvaluationReport } from './domain/evaluation-report.js';
import { cutoffDays, firstDay } from './domain/training-history.js';
import type { SignalOf } from './policy-replay.js';
import { RetrainTriggers } from './retrain-triggers.js';
import { type Candidate, TrainingRunRepository } from './training-run.repository.js';
import { TRAINING_LOOKBACK_DAYS, walkForwardOptions } from './walk-forward-settings.js';

/** Bump when a model, the walk-forward or the report computes something else from the same data. */
const LADDER_VERSION = 4;

export interface TrainOptions {
  /** Train although it is not due. */
  readonly isForced: boolean;
  /** The signal policy, to be replayed over out-of-sample fair values. */
  readonly signalOf: SignalOf;
}

/** When a game was trained, on what, and with which outcome. */
@Injectable()
export class TrainingJournal {
  readonly options;

  constructor(
    private readonly runs: TrainingRunRepository,
    private readonly triggers: RetrainTriggers,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.options = walkForwardOptions(config);
  }

  /** A sentence where training is not due, undefined where it is: by the calendar, or because it was asked for on an earlier day. */
  async notDue({ gameId, day }: StageRequest): Promise<string | undefined> {
    const last = await this.runs.lastDay(gameId, day);
    const everyDays = this.config.pipeline.trainEveryDays;
    if (last === undefined || last === day || daysBetween(last, day) >= everyDays) return undefined;
    if (await this.triggers.openOn(gameId, day)) return undefined;
    return `trained on ${last}; due again on ${addDays(last, everyDays)}`;
  }

  async find({ gameId, day }: StageRequest, snapshotHash: string | undefined): Promise<number | undefined> {
    return (await this.runs.find(gameId, day, this.digest(snapshotHash ?? null)))?.id;
  }

  async save(
    { gameId, day, knownAt }: StageRequest,
    outcome: { snapshotHash: string | null; candidates: Candidate[]; report: EvaluationReport },
  ): Promise<{ id: number; isNew: boolean }> {
    const { models: _, ...summary } = outcome.report;
    return this.runs.save({
      gameId,
      day,
      inputDigest: this.digest(outcome.snapshotHash),
      snapshotHash: outcome.snapshotHash,
      horizonDays: this.options.horizonDays,
      candidates: outcome.candidates,
      report: { ...summary, firstCutoff: toDayOrNull(summary.firstCutoffDay), lastCutoff: toDayOrNull(summary.lastCutoffDay) },
      recordedAt: knownAt,
    });
  }

  /** A training answers what was asked for before it. Says what that was. */
  async answerTriggers({ gameId, day }: StageRequest, trainingRunId: number): Promise<string[]> {
    return this.triggers.answer(gameId, day, trainingRunId);
  }

  private digest(snapshotHash: string | null): string {
    const inputs = [LADDER_VERSION, FEATURE_SET_VERSION, snapshotHash, this.options, this.config.policy];
    return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
  }
}

/** Walk-forward of every candidate on what was known by the day -> a training run with reports and fitted parameters. */
@Injectable()
export class TrainStage {
  constructor(
    private readonly panels: PanelReader,
    private readonly snapshots: TrainingSnapshots,
    private readonly training: CandidateTraining,
    private readonly journal: TrainingJournal,
  ) {}

  async run(request: StageRequest, options: TrainOptions): Promise<StageReport> {
    const notDue = options.isForced ? undefined : await this.journal.notDue(request);
    if (notDue !== undefined) return { written: 0, counts: {}, skipped: notDue };
    const panel = await this.panels.panelAsOf(request.gameId, { ...request, lookbackDays: TRAINING_LOOKBACK_DAYS });
    const snapshot = await this.writeSnapshot(request, panel);
    const known = await this.journal.find(request, snapshot?.contentHash);
    if (known !== undefined) return { written: 0, counts: {}, notes: await this.journal.answerTriggers(request, known), outputs: { trainingRunId: known } };

    const { candidates, report } = await this.training.train({ panel, day: dayNumber(request.day), signalOf: options.signalOf, progress: request.progress });
    const saved = await this.journal.save(request, { snapshotHash: snapshot?.contentHash ?? null, candidates, report });
    return {
      written: saved.isNew ? 1 : 0,
      counts: { cutoffs: report.cutoffs, rows: report.rows, candidates: candidates.length, snapshotRows: snapshot?.rowCount ?? 0 },
      notes: [
        ...(await this.journal.answerTriggers(request, saved.id)),
        ...candidates.flatMap(({ name, problem }) => (problem === null ? [] : [`${name} was not fitted: ${problem}`])),
      ],
      outputs: { trainingRunId: saved.id },
    };
  }

  private async writeSnapshot(request: StageRequest, panel: GamePanel) {
    const { horizonDays, stepDays } = this.journal.options;
    const days = cutoffDays(firstDay(panel), dayNumber(request.day) - horizonDays, stepDays);
    const step = request.progress.stage('train', days.length, 'snapshot days');
    return this.snapshots.write({ gameId: request.gameId, panel, cutoffDays: days, horizonDays, progress: step });
  }
}

function toDayOrNull(number: number | null): string | null {
  return number === null ? null : toDay(number);
}

/** The training run a stage before has left, or undefined where none did. */
export function trainingRunIdOf(reports: Readonly<Record<string, StageReport>>): number | undefined {
  const id = reports['train']?.outputs?.['trainingRunId'];
  if (id === undefined) return undefined;
  if (typeof id !== 'number') throw new BadData(`the train stage reports trainingRunId ${JSON.stringify(id)}; expected a number`);
  return id;
}
