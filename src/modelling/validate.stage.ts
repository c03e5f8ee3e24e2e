import { Injectable } from '@nestjs/common';
import { Bug } from '../shared/errors.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import type { EvaluationReport, ModelReport } from './domain/evaluation-report.js';
import { type GateVerdict, judge } from './domain/gate.js';
import { ModelRegistry } from './model-registry.js';
import { trainingRunIdOf } from './train.stage.js';
import { type Candidate, type TrainingRun, TrainingRunRepository } from './training-run.repository.js';

/** Every candidate of a training run before the gate. The verdicts travel on to the register stage. */
@Injectable()
export class ValidateStage {
  constructor(
    private readonly runs: TrainingRunRepository,
    private readonly registry: ModelRegistry,
  ) {}

  async run(request: StageRequest, reports: Readonly<Record<string, StageReport>>): Promise<StageReport> {
    const id = trainingRunIdOf(reports);
    if (id === undefined) return { written: 0, counts: {}, skipped: 'no training today' };
    const run = await this.runs.run(id);
    if (!run) throw new Bug(`training run ${id} is not there`);
    const step = request.progress.stage('validate', run.candidates.length, 'candidates');
    const champion = await this.championReport(request, run);
    const evaluation: EvaluationReport = { ...(run.report as EvaluationReport), models: run.candidates.map((one) => one.report) };
    // The quality stage fails the whole run on critical data: reaching this line with its report is the pass. A day without
    // prices was not checked, and what was not checked did not pass.
    const quality = reports['quality'];
    const dataQualityPassed = quality === undefined || quality.skipped !== undefined ? undefined : true;
    const verdicts = run.candidates.map(
      (candidate): GateVerdict =>
        judge(evaluation, candidate.name, {
          champion,
          dataQualityPassed,
          lookAheadTestPassed: candidate.hasPassedLookAheadCheck,
          policy: flipRateOf(candidate),
        }),
    );
    step.at(run.candidates.length);
    return {
      written: 0,
      counts: { candidates: verdicts.length, passed: verdicts.filter((verdict) => verdict.passed).length },
      outputs: { verdicts },
    };
  }

  /** The champion's algorithm in the same walk-forward; null where no champion has earned the place yet. */
  private async championReport({ gameId, day }: StageRequest, run: TrainingRun): Promise<ModelReport | null> {
    const champion = await this.registry.championOn(gameId, day);
    if (!champion?.hasPassedGate) return null;
    return run.candidates.find((one) => one.name === champion.name)?.report ?? champion.report;
  }
}

function flipRateOf({ policy }: Candidate): { flipRate: number } | undefined {
  return policy?.flipRate === null || policy === null ? undefined : { flipRate: policy.flipRate };
}
