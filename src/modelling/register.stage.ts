import { Inject, Injectable } from '@nestjs/common';
import { FEATURE_SET_VERSION } from '../features/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { Bug } from '../shared/errors.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { bestPassed, type JudgedCandidate, refusalNotes } from './domain/candidate-choice.js';
import { type GateVerdict, NO_DEMONSTRATED_SKILL } from './domain/gate.js';
import { naive } from './domain/naive.js';
import { CHAMPION, ModelRegistry } from './model-registry.js';
import { type Experiment, ExperimentRepository } from './experiment.repository.js';
import { ModelRepository, type ModelVersion } from './model.repository.js';
import { trainingRunIdOf } from './train.stage.js';
import { type TrainingRun, TrainingRunRepository } from './training-run.repository.js';
import { PIPELINE_ACTOR, UnseenVersions } from './unseen-versions.js';

/** Moves the aliases over what was registered. */
@Injectable()
export class RegisteredAliases {
  constructor(
    readonly registry: ModelRegistry,
    readonly unseen: UnseenVersions,
    readonly experiments: ExperimentRepository,
  ) {}
}

/** Candidates of a training run -> immutable versions; the best that passed the gate becomes champion, the next best challenger. */
@Injectable()
export class RegisterStage {
  constructor(
    private readonly runs: TrainingRunRepository,
    private readonly models: ModelRepository,
    private readonly aliases: RegisteredAliases,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(request: StageRequest, reports: Readonly<Record<string, StageReport>>): Promise<StageReport> {
    const id = trainingRunIdOf(reports);
    if (id === undefined) return { written: 0, counts: {}, skipped: 'no training today' };
    const run = await this.runs.run(id);
    const verdicts = reports['validate']?.outputs?.['verdicts'] as GateVerdict[] | undefined;
    if (!run || !verdicts) throw new Bug(`training run ${id} has no verdicts`);
    const { registered, written } = await this.registerAll(run, verdicts);
    const before = await this.aliases.registry.championOn(request.gameId, request.day);
    // While an experiment serves, its two arms stay what they are.
    const experiment = await this.aliases.experiments.servingOn(request.gameId, request.day);
    const promoted = experiment ? undefined : await this.promoteBest(request, registered, before);
    const unseen = await this.aliases.unseen.settle(request, registered);
    const passed = registered.filter((one) => one.verdict.passed).length;
    return {
      written: written + (promoted ? 1 : 0) + unseen.length,
      counts: { versions: registered.length, passed, refused: registered.length - passed, promoted: promoted ? 1 : 0 },
      notes: [promoted ?? championStays(before, experiment), ...refusalNotes(registered), ...unseen],
    };
  }

  private async registerAll(run: TrainingRun, verdicts: readonly GateVerdict[]): Promise<{ registered: JudgedCandidate[]; written: number }> {
    const registered: JudgedCandidate[] = [];
    let written = 0;
    for (const candidate of run.candidates) {
      const verdict = verdicts.find((one) => one.modelName === candidate.name);
      if (candidate.problem !== null || !verdict) continue;
      const { id, isNew } = await this.models.register({
        gameId: run.gameId,
        name: candidate.name,
        trainingRunId: run.id,
        trainedThrough: run.day,
        horizonDays: run.horizonDays,
        featureSetVersion: FEATURE_SET_VERSION,
        snapshotHash: run.snapshotHash,
        parameters: candidate.parameters,
        calibration: candidate.calibration,
        report: candidate.report,
        gate: verdict,
        policyRecord: candidate.policy,
        reference: candidate.reference,
        companions: candidate.companions,
        hasPassedGate: verdict.passed,
        recordedAt: this.clock.now(),
      });
      written += isNew ? 1 : 0;
      registered.push({ modelVersionId: id, name: candidate.name, report: candidate.report, verdict });
    }
    return { registered, written };
  }

  /** A sentence on who was promoted, undefined where the champion stays. */
  private async promoteBest(request: StageRequest, registered: readonly JudgedCandidate[], champion: ModelVersion | undefined): Promise<string | undefined> {
    const { registry } = this.aliases;
    const best = bestPassed(registered);
    const isKept = champion?.hasPassedGate === true || (await registry.championMoveOn(request.gameId, request.day))?.overrideReason != null;
    // Without a model that has shown skill, the last price serves, freshly calibrated, and says that it is no more than that.
    const chosen = best ?? (isKept ? undefined : registered.find((one) => one.name === naive.name));
    // One that was promoted before and does not serve was rolled back: the same training does not bring it in again.
    if (!chosen || (await this.wasPromoted(request.gameId, chosen.modelVersionId))) return undefined;
    const reason = best
      ? `passed the gate: error against the last price ${best.report.relativeLogError.value?.toFixed(3)}`
      : `${NO_DEMONSTRATED_SKILL}: no candidate passed the gate`;
    await registry.promote({
      gameId: request.gameId,
      modelVersionId: chosen.modelVersionId,
      actor: PIPELINE_ACTOR,
      reason,
      effectiveFrom: request.day,
    });
    return `${chosen.name} is champion from ${request.day}: ${reason}.`;
  }

  private async wasPromoted(gameId: number, modelVersionId: number): Promise<boolean> {
    return (await this.models.promotions(gameId, CHAMPION)).some((row) => row.modelVersionId === modelVersionId);
  }
}

function championStays(champion: ModelVersion | undefined, experiment: Experiment | undefined): string {
  const who = champion ? `: ${champion.name} v${champion.version}` : '';
  return experiment ? `The champion stays while experiment "${experiment.name}" serves${who}.` : `The champion stays${who}.`;
}
