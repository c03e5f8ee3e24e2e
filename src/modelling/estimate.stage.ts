import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { type GamePanel, PanelReader } from '../features/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { dayNumber } from '../shared/day.js';
import { Bug } from '../shared/errors.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { marketActivity } from './domain/cutoff-rows.js';
import { viewAt } from './domain/fair-value-model.js';
import { NO_DEMONSTRATED_SKILL } from './domain/gate.js';
import { modelNamed } from './domain/model-ladder.js';
import { applyCalibration } from './domain/calibrated-columns.js';
import { type FairValueColumns, FairValueRepository } from './fair-value.repository.js';
import { ModelRegistry } from './model-registry.js';
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

/** Champion + series of the day -> one fair value per printing, or none with a reason. */
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
    const champion = await this.models.registry.championOn(gameId, day);
    if (!champion) return { written: 0, counts: {}, skipped: 'no model has been trained yet' };
    const panel = await this.panels.panelAsOf(gameId, { ...request, lookbackDays: ESTIMATE_LOOKBACK_DAYS });
    const step = request.progress.stage('estimate', panel.series.length, 'cards');
    const columns = this.estimate(panel, dayNumber(day), champion);
    const key = { day, modelVersionId: champion.id, horizonDays: champion.horizonDays };
    const written = await this.models.fairValues.upsert(key, columns, this.clock.now());
    step.at(panel.series.length);
    const answered = columns.fairValueCents.filter((value) => !Number.isNaN(value)).length;
    return { written, counts: { printings: panel.series.length, answered, ...reasonCounts(columns.reasons) } };
  }

  private estimate(panel: GamePanel, day: number, champion: ModelVersion): FairValueColumns {
    const model = modelNamed(champion.name);
    if (!model) throw new Bug(`model version ${champion.id} is a "${champion.name}", which this release does not know`);
    const view = viewAt(panel, day);
    const activity = marketActivity(view.series, day);
    const fairValueCents = model.predict(champion.parameters, view, champion.horizonDays);
    const calibrated = applyCalibration(champion.calibration ?? undefined, { fairValueCents, marketCents: activity.marketCents, activity: activity.dailyVolatility });
    return {
      printingIds: Int32Array.from(panel.series, (series) => series.printingId),
      ...calibrated,
      reasons: Array.from(calibrated.fairValueCents, (fairValue, i) => this.reasonFor(fairValue, activity.marketCents[i] as number, champion)),
    };
  }

  /** Why no signal may rest on an estimate: there is none, or nobody has shown that it beats the last price. */
  private reasonFor(fairValue: number, marketCents: number, champion: ModelVersion): string | null {
    if (Number.isNaN(fairValue)) return 'no_history';
    if (!champion.hasPassedGate || marketCents < this.minimumPriceCents) return NO_DEMONSTRATED_SKILL;
    return null;
  }
}

function reasonCounts(reasons: readonly (string | null)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reason of reasons) if (reason !== null) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
