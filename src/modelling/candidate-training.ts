import { Inject, Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CONFIG, type Config } from '../config/index.js';
import type { Progress } from '../shared/progress.js';
import { type Companion, hasShownSkill } from './domain/companion.js';
import { DEFAULT_REPORT, evaluateWalkForward, type EvaluationReport, reportOf } from './domain/evaluation-report.js';
import type { Panel } from './domain/fair-value-model.js';
import { MODEL_LADDER } from './domain/model-ladder.js';
import type { WalkForwardOptions } from './domain/walk-forward.js';
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
    const options = walkForwardOptions(this.config);
    const names = MODEL_LADDER.map((model) => model.name);
    const outcome = await this.walk(input, { options, names, checked: names });
    const report = evaluateWalkForward(outcome.result, input.panel.facts, DEFAULT_REPORT);
    await nextTurn();
    const companions = await this.companions(input);
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

  /** The same for the other horizons, as far as the market's history reaches. */
  private async companions(input: CandidateInput): Promise<Map<string, Companion[]>> {
    const found = new Map<string, Companion[]>();
    for (const options of companionOptions(this.config)) {
      const { result, fitted } = await this.walk(input, { options, names: COMPANION_MODELS, checked: [] });
      const report = evaluateWalkForward(result, input.panel.facts, DEFAULT_REPORT);
      await nextTurn();
      for (const { name, parameters, problem, calibration } of fitted) {
        const ofModel = reportOf(report, name);
        if (!ofModel || problem !== null) continue;
        const companion = { horizonDays: options.horizonDays, parameters, calibration, report: ofModel, hasSkill: hasShownSkill(ofModel) };
        found.set(name, [...(found.get(name) ?? []), companion]);
      }
    }
    return found;
  }

  private async walk(input: CandidateInput, about: { options: WalkForwardOptions; names: string[]; checked: string[] }): Promise<TrainingOutcome> {
    const { options, names, checked } = about;
    let step: ReturnType<Progress['stage']> | undefined;
    return this.thread.run({ panel: input.panel, modelNames: names, options, fitOnDay: input.day, checkLookAheadOf: checked }, ({ done, total }) => {
      step ??= input.progress.stage('train', total, `evaluations, ${options.horizonDays} days ahead`);
      step.at(done);
    });
  }
}
