import { Inject, Injectable } from '@nestjs/common';
import { DriftMetrics } from '../metrics/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { toDay } from '../shared/day.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { type DriftReport, driftReport, hasDrift, sentencesOf } from './domain/drift-report.js';
import { persistentDays } from './domain/retrain-decision.js';
import { DriftExamination } from './drift-examination.js';
import { DriftRepository } from './drift.repository.js';
import { ModelRegistry } from './model-registry.js';
import type { ModelVersion } from './model.repository.js';
import { RetrainTriggers } from './retrain-triggers.js';

/** What was found, and what was asked for because of it, day by day. */
@Injectable()
export class DriftJournal {
  constructor(
    private readonly reports: DriftRepository,
    private readonly triggers: RetrainTriggers,
    private readonly metrics: DriftMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What was found of the version on its last evaluated day before. */
  async before({ gameId, day }: StageRequest, version: ModelVersion) {
    return this.reports.before(gameId, version.id, day);
  }

  async save({ gameId, day }: StageRequest, version: ModelVersion, found: { report: DriftReport; persistentDays: number }): Promise<number> {
    const row = { day, modelVersionId: version.id, ...found, hasDrift: hasDrift(found.report), recordedAt: this.clock.now() };
    const written = await this.reports.save(gameId, row);
    this.metrics.setGames(await this.reports.verdicts());
    return written;
  }

  /** Asks for a training where it is due, and says so. */
  async decide({ gameId, day }: StageRequest, { report, persistentDays: days }: { report: DriftReport; persistentDays: number }): Promise<{ written: number; notes: string[] }> {
    const drifting = [...report.inputs.variables, ...report.predictions.variables].filter((one) => one.drifts).map((one) => one.name);
    const { decision, isNew } = await this.triggers.decide(gameId, day, {
      isSkillLost: report.skill.isLost,
      // A day of which nothing is known leaves the count as it is, and asks for nothing itself.
      persistentDriftDays: hasDrift(report) ? days : 0,
      evidence: { persistentDays: days, drifting, relativeLogError: report.skill.relativeLogError },
    });
    if (decision.reason === null) return { written: 0, notes: [] };
    if (isNew) this.metrics.countTrigger(decision.reason, decision.retrain ? 'open' : 'cooldown');
    const why = decision.reason === 'lost_skill' ? 'skill is lost' : `drift has held for ${days} evaluated days`;
    const then = decision.cooldownUntilDay === null ? 'the next run trains' : `no training before ${toDay(decision.cooldownUntilDay)}`;
    return { written: isNew ? 1 : 0, notes: [`${why.charAt(0).toUpperCase()}${why.slice(1)}: ${then}.`] };
  }
}

/** Has the market moved away from what the champion was trained on? Writes what it finds, and asks for a training where that lasts. */
@Injectable()
export class DriftStage {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly examination: DriftExamination,
    private readonly journal: DriftJournal,
  ) {}

  async run(request: StageRequest): Promise<StageReport> {
    const champion = await this.registry.championOn(request.gameId, request.day);
    if (!champion) return { written: 0, counts: {}, skipped: 'no model has been trained yet' };
    const step = request.progress.stage('drift', 3, 'parts');
    const before = await this.journal.before(request, champion);
    const report = driftReport({ day: request.day, ...(await this.examination.of(request.gameId, request.day, champion)) }, before?.report);
    const found = { report, persistentDays: persistentDays(hasDrift(report), before?.persistentDays ?? 0) };
    const written = await this.journal.save(request, champion, found);
    const asked = await this.journal.decide(request, found);
    step.at(3);
    return {
      written: written + asked.written,
      counts: {
        driftingInputs: report.inputs.variables.filter((one) => one.drifts).length,
        driftingPredictions: report.predictions.variables.filter((one) => one.drifts).length,
        unknownParts: [report.inputs, report.predictions, report.skill].filter((part) => part.drifts === null).length,
        persistentDays: found.persistentDays,
      },
      notes: [...sentencesOf(report), ...asked.notes],
    };
  }
}
