import { Inject, Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CONFIG, type Config } from '../config/index.js';
import type { Progress } from '../shared/progress.js';
import { type Companion, hasShownSkill } from './domain/companion.js';
import { DEFAULT_REPORT, evaluateWalkForward, type EvaluationReport, reportOf } from './domain/evaluation-report.js';
import type { Panel } from './domain/fair-value-model.js';
import { MODEL_LADDER } from './domain/model-ladder.js';
import { DriftReferences } from './drift-references.js';
import { replayPolicy, type SignalOf } from './policy-replay.js';
import type { TrainingOutcome } from './training-job.js';
import { TrainingThread } from './training-thread.js';
import type { Candidate } from './training-run.repository.js';
import { companionOptions, walkForwardOptions } from './walk-forward-settings.js';

export interface CandidateInput {
  readonly panel: Panel;
  /** The last day the candidates may see. */
  readonly day: number;
  readonly signalOf: SignalOf;
  readonly progress: Progress;
}

/** What beats the last price at one horizon is asked about the others as well; the last price is what it is compared with. */
const COMPANION_MODELS = ['naive', 'drift', 'boosted-trees'];

/** Each model of the ladder: walked forward, fitted on everything known by the day, calibrated on its own out-of-sample residuals. */
@Injectable()
export class CandidateTraining {
  constructor(
    private readonly thread: TrainingThread,
    private readonly references: DriftReferences,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async train(input: CandidateInput): Promise<{ candidates: Candidate[]; report: EvaluationReport }> {
    const [outcome, ...others] = await this.walk(input);
    const report = evaluateWalkForward(outcome.result, input.panel.facts, DEFAULT_REPORT);
    await nextTurn();
    const companions = await this.companions(input, others);
    const inputs = await this.references.inputs(input.panel, outcome.result);
    const candidates: Candidate[] = [];
    for (const { name, parameters, problem, calibration } of outcome.fitted) {
      const ofModel = reportOf(report, name);
      if (!ofModel) continue;
      candidates.push({
        name,
        parameters,
        problem,
        calibration,
        companions: companions.get(name) ?? [],
        report: ofModel,
        policy: replayPolicy(outcome.result, name, input.panel, input.signalOf) ?? null,
        reference: this.references.of(name, outcome.result, inputs),
        hasPassedLookAheadCheck: outcome.passedLookAhead[name] ?? false,
      });
      await nextTurn();
    }
    return { candidates, report };
  }

  /** The same models for the other horizons, as far as the market's history reaches. */
  private async companions(input: CandidateInput, outcomes: readonly TrainingOutcome[]): Promise<Map<string, Companion[]>> {
    const found = new Map<string, Companion[]>();
    for (const { result, fitted } of outcomes) {
      const report = evaluateWalkForward(result, input.panel.facts, DEFAULT_REPORT);
      await nextTurn();
      for (const { name, parameters, problem, calibration } of fitted) {
        const ofModel = reportOf(report, name);
        if (!ofModel || problem !== null) continue;
        const companion = { horizonDays: result.options.horizonDays, parameters, calibration, report: ofModel, hasSkill: hasShownSkill(ofModel) };
        found.set(name, [...(found.get(name) ?? []), companion]);
      }
    }
    return found;
  }

  /** The ladder at its own horizon, then the companions at theirs. */
  private async walk(input: CandidateInput): Promise<[TrainingOutcome, ...TrainingOutcome[]]> {
    const names = MODEL_LADDER.map((model) => model.name);
    const walks = [
      { options: walkForwardOptions(this.config), modelNames: names, checkLookAheadOf: names },
      ...companionOptions(this.config).map((options) => ({ options, modelNames: COMPANION_MODELS, checkLookAheadOf: [] })),
    ];
    const steps: ReturnType<Progress['stage']>[] = [];
    const outcomes = await this.thread.run({ panel: input.panel, walks, fitOnDay: input.day }, ({ walk, done, total }) => {
      const step = (steps[walk] ??= input.progress.stage('train', total, `evaluations, ${walks[walk]?.options.horizonDays} days ahead`));
      step.at(done);
    });
    return outcomes as [TrainingOutcome, ...TrainingOutcome[]];
  }
}
