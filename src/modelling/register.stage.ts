import { Inject, Injectable } from '@nestjs/common';
import { FEATURE_SET_VERSION } from '../features/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { Bug } from '../shared/errors.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { type GateVerdict, NO_DEMONSTRATED_SKILL } from './domain/gate.js';
import { naive } from './domain/naive.js';
import { ModelRegistry } from './model-registry.js';
import { ModelRepository } from './model.repository.js';
import { trainingRunIdOf } from './train.stage.js';
import { type Candidate, type TrainingRun, TrainingRunRepository } from './training-run.repository.js';

const ACTOR = 'pipeline';

interface Registered {
  readonly candidate: Candidate;
  readonly verdict: GateVerdict;
  readonly modelVersionId: number;
}

/** Candidates of a training run -> immutable versions; the best that passed the gate becomes champion. */
@Injectable()
export class RegisterStage {
  constructor(
    private readonly runs: TrainingRunRepository,
    private readonly models: ModelRepository,
    private readonly registry: ModelRegistry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(request: StageRequest, reports: Readonly<Record<string, StageReport>>): Promise<StageReport> {
    const id = trainingRunIdOf(reports);
    if (id === undefined) return { written: 0, counts: {}, skipped: 'no training today' };
    const run = await this.runs.run(id);
    const verdicts = reports['validate']?.outputs?.['verdicts'] as GateVerdict[] | undefined;
    if (!run || !verdicts) throw new Bug(`training run ${id} has no verdicts`);
    const { registered, written } = await this.registerAll(run, verdicts);
    const promoted = await this.promoteBest(request, registered);
    return {
      written: written + (promoted ? 1 : 0),
      counts: { versions: registered.length, passed: registered.filter((one) => one.verdict.passed).length, promoted: promoted ? 1 : 0 },
      notes: [promoted ?? 'The champion stays.'],
    };
  }

  private async registerAll(run: TrainingRun, verdicts: readonly GateVerdict[]): Promise<{ registered: Registered[]; written: number }> {
    const registered: Registered[] = [];
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
        hasPassedGate: verdict.passed,
        recordedAt: this.clock.now(),
      });
      written += isNew ? 1 : 0;
      registered.push({ candidate, verdict, modelVersionId: id });
    }
    return { registered, written };
  }

  /** A sentence on who was promoted, undefined where the champion stays. */
  private async promoteBest(request: StageRequest, registered: readonly Registered[]): Promise<string | undefined> {
    const champion = await this.registry.championOn(request.gameId, request.day);
    const best = registered
      .filter((one) => one.verdict.passed)
      .toSorted((a, b) => (a.candidate.report.relativeLogError.value ?? Infinity) - (b.candidate.report.relativeLogError.value ?? Infinity))[0];
    // Without a model that has shown skill, the last price serves, freshly calibrated, and says that it is no more than that.
    const chosen = best ?? (champion?.hasPassedGate ? undefined : registered.find((one) => one.candidate.name === naive.name));
    if (!chosen || chosen.modelVersionId === champion?.id) return undefined;
    const reason = best
      ? `passed the gate: error against the last price ${best.candidate.report.relativeLogError.value?.toFixed(3)}`
      : `${NO_DEMONSTRATED_SKILL}: no candidate passed the gate`;
    await this.registry.promote({
      gameId: request.gameId,
      modelVersionId: chosen.modelVersionId,
      actor: ACTOR,
      reason,
      effectiveFrom: request.day,
    });
    return `${chosen.candidate.name} is champion from ${request.day}: ${reason}.`;
  }
}
