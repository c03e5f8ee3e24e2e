import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { dayNumber } from '../shared/day.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { computeFeatureRows, type FeatureRows } from './domain/compute-feature-rows.js';
import { FEATURE_SET } from './domain/feature-set.js';
import { FeatureRowRepository } from './feature-row.repository.js';
import { PanelReader } from './panel.reader.js';

/** Series of a day -> one feature row per printing that has a fresh price. */
@Injectable()
export class FeaturesStage {
  constructor(
    private readonly panels: PanelReader,
    private readonly rows: FeatureRowRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run({ gameId, day, knownAt, progress }: StageRequest): Promise<StageReport> {
    const panel = await this.panels.panelAsOf(gameId, { day, knownAt, lookbackDays: FEATURE_SET.settings.lookbackDays });
    const step = progress.stage('features', panel.series.length, 'cards');
    const computed = computeFeatureRows(panel, dayNumber(day));
    await this.rows.saveFeatureSet({ ...computed.featureSet, featureNames: computed.names, recordedAt: this.clock.now() });
    const written = await this.rows.upsert(computed, knownAt);
    step.at(panel.series.length);
    return { written, counts: { printings: panel.series.length, rows: computed.printingIds.length, ...skippedCounts(computed) } };
  }
}

function skippedCounts(rows: FeatureRows): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of rows.skipped) counts[`skipped_${reason}`] = (counts[`skipped_${reason}`] ?? 0) + 1;
  return counts;
}
