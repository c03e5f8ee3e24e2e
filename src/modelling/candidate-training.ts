import { Inject, Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CONFIG, type Config } from '../config/index.js';
import { BadData, messageOf } from '../shared/errors.js';
import { type EvaluationReport, reportOf } from './domain/evaluation-report.js';
import type { FairValueModel, Panel } from './domain/fair-value-model.js';
import { checkLookAhead } from './domain/look-ahead-check.js';
import { MODEL_LADDER } from './domain/model-ladder.js';
import { buildTrainingHistory } from './domain/training-history.js';
import { calibrationAt } from './domain/model-run.js';
import type { WalkForwardResult } from './domain/walk-forward.js';
import { DriftReferences } from './drift-references.js';
import { replayPolicy, type SignalOf } from './policy-replay.js';
import type { Candidate } from './training-run.repository.js';
import { walkForwardOptions } from './walk-forward-settings.js';

export interface CandidateInput {
  readonly panel: Panel;
  /** The last day the candidates may see. */
  readonly day: number;
  readonly result: WalkForwardResult;
  readonly report: EvaluationReport;
  readonly signalOf: SignalOf;
}

/** Each model of the ladder: fitted on everything known by the day, calibrated on its own out-of-sample residuals. */
@Injectable()
export class CandidateTraining {
  constructor(
    private readonly references: DriftReferences,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async train(input: CandidateInput): Promise<Candidate[]> {
    const options = walkForwardOptions(this.config);
    const history = buildTrainingHistory(input, input.day, options);
    const inputs = await this.references.inputs(input.panel, input.result);
    const candidates: Candidate[] = [];
    for (const model of MODEL_LADDER) {
      const report = reportOf(input.report, model.name);
      if (!report) continue;
      candidates.push({
        name: model.name,
        ...fitted(() => model.fit(history, options.horizonDays)),
        calibration: calibrationAt(input.result, model.name, input.day) ?? null,
        report,
        policy: replayPolicy(input.result, model.name, input.panel, input.signalOf) ?? null,
        reference: this.references.of(model.name, input.result, inputs),
        hasPassedLookAheadCheck: this.passesLookAheadCheck(input.panel, model),
      });
      await nextTurn();
    }
    return candidates;
  }

  private passesLookAheadCheck(panel: Panel, model: FairValueModel): boolean {
    const rule = walkForwardOptions(this.config);
    try {
      return checkLookAhead({ panel, model, rule, cutoffs: 2, maximumSeries: 40, seed: 7 }).passed;
    } catch (error) {
      // Too little history to fit at a random cutoff: nothing was shown, so nothing passes.
      if (error instanceof BadData) return false;
      throw error;
    }
  }
}

function fitted(fit: () => unknown): { parameters: unknown; problem: string | null } {
  try {
    return { parameters: fit(), problem: null };
  } catch (error) {
    if (!(error instanceof BadData)) throw error;
    return { parameters: null, problem: messageOf(error) };
  }
}
