import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { PanelReader, wideFeaturesOn } from '../features/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { type Day, dayNumber } from '../shared/day.js';
import { Bug, messageOf } from '../shared/errors.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { applyCalibration } from './domain/calibrated-columns.js';
import { marketActivity } from './domain/cutoff-rows.js';
import { type CutoffView, estimatesOf, viewAt } from './domain/fair-value-model.js';
import { NO_DEMONSTRATED_SKILL } from './domain/gate.js';
import { modelNamed } from './domain/model-ladder.js';
import { activityOf } from './domain/model-run.js';
import { type FairValueColumns, FairValueRepository } from './fair-value.repository.js';
import { type Alias, CHAMPION, ModelRegistry, type ServingVersion } from './model-registry.js';
import type { ModelVersion } from './model.repository.js';
import { ESTIMATE_LOOKBACK_DAYS, minimumPriceCents } from './walk-forward-settings.js';

/** What an estimate needs of the registry and where it is kept. */
@Injectable()
export class EstimateModels {
  constructor(
    readonly registry: ModelRegistry,
    readonly fairValues: FairValueRepository,
  ) {}
}

/** What one version did on a day. */
interface VersionReport {
  readonly alias: Alias;
  readonly written: number;
  readonly counts: Readonly<Record<string, number>>;
  /** Why it gave no estimates, where it gave none. */
  readonly problem?: string;
}

/** Champion, challenger and shadows + series of the day -> one fair value per version and printing, or none with a reason. */
@Injectable()
export class EstimateStage {
  private readonly minimumPriceCents: number;

  constructor(
    private readonly panels: PanelReader,
    private readonly models: EstimateModels,
    @Inject(CONFIG) config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.minimumPriceCents = minimumPriceCents(config);
  }

  async run(request: StageRequest): Promise<StageReport> {
    const { gameId, day } = request;
    const { registry } = this.models;
    if ((await registry.holdersOn(gameId, day)).length === 0) return { written: 0, counts: {}, skipped: 'no model has been trained yet' };
    const panel = await this.panels.panelAsOf(gameId, { ...request, lookbackDays: ESTIMATE_LOOKBACK_DAYS });
    const step = request.progress.stage('estimate', panel.series.length, 'cards');
    const view = viewAt(panel, dayNumber(day));
    const done: VersionReport[] = [];
    const recordedAt = this.clock.now();
    for await (const serving of registry.servingOn(gameId, day)) done.push(await this.attempt(serving, view, { day, recordedAt }));
    step.at(panel.series.length);
    return {
      written: done.reduce((sum, one) => sum + one.written, 0),
      counts: {
        printings: panel.series.length,
        ...done.find((one) => one.alias === CHAMPION)?.counts,
        versions: done.length,
        failed: done.filter((one) => one.problem !== undefined).length,
      },
      notes: done.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
    };
  }

  /** Nobody sees a challenger or a shadow: one that fails is noted, and the day goes on. The champion has to answer. */
  private async attempt({ alias, version }: ServingVersion, view: CutoffView, at: { day: Day; recordedAt: Date }): Promise<VersionReport> {
    try {
      const columns = this.estimateVersion(version, view);
      const key = { day: at.day, modelVersionId: version.id, horizonDays: version.horizonDays };
      const written = await this.models.fairValues.upsert(key, columns, at.recordedAt);
      const answered = columns.fairValueCents.filter((value) => !Number.isNaN(value)).length;
      return { alias, written, counts: { answered, ...reasonCounts(columns.reasons) } };
    } catch (error) {
      if (alias === CHAMPION) throw error;
      const problem = `The ${alias} ${version.name} v${version.version} gave no estimates: ${messageOf(error)}`;
      return { alias, written: 0, counts: {}, problem };
    }
  }

  private estimateVersion(version: ModelVersion, view: CutoffView): FairValueColumns {
    const model = modelNamed(version.name);
    if (!model) throw new Bug(`model version ${version.id} is a "${version.name}", which this release does not know`);
    const known = model.estimate ? { ...view, features: wideFeaturesOn(view, view.day, this.minimumPriceCents) } : view;
    const { marketCents, dailyVolatility } = marketActivity(view.series, view.day);
    const said = estimatesOf(model, version.parameters, known, version.horizonDays);
    const scores = said.upScore && said.downScore ? { upScore: said.upScore, downScore: said.downScore } : undefined;
    const activity = activityOf(scores, dailyVolatility);
    const { moveCurve, ...calibrated } = applyCalibration(version.calibration ?? undefined, { fairValueCents: said.fairValueCents, marketCents, activity, ...scores });
    // Below the price from which models are judged they need not say anything; the last price then stands, and no signal rests on it.
    const fairValueCents = calibrated.fairValueCents.map((cents, i) => (Number.isNaN(cents) && (marketCents[i] as number) < this.minimumPriceCents ? (marketCents[i] as number) : cents));
    return {
      printingIds: Int32Array.from(view.series, (series) => series.printingId),
      ...calibrated,
      fairValueCents,
      moveCurves: moveCurve,
      reasons: Array.from(fairValueCents, (fairValue, i) => this.reasonFor(fairValue, marketCents[i] as number, version)),
    };
  }

  /** Why no signal may rest on an estimate: there is none, or nobody has shown that it beats the last price. */
  private reasonFor(fairValue: number, marketCents: number, version: ModelVersion): string | null {
    if (Number.isNaN(fairValue)) return 'no_history';
    if (!version.hasPassedGate || marketCents < this.minimumPriceCents) return NO_DEMONSTRATED_SKILL;
    return null;
  }
}

function reasonCounts(reasons: readonly (string | null)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reason of reasons) if (reason !== null) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
