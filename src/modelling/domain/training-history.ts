import { BadData } from '../../shared/errors.js';
import { cutoffRowsAt, type CutoffRows, type UniverseRule } from './cutoff-rows.js';
import { type CutoffView, type FeatureSource, type Panel, type PastCutoff, type TrainingHistory, viewAt } from './fair-value-model.js';

export interface HistoryRule extends UniverseRule {
  readonly horizonDays: number;
  /** Days between two cutoffs. */
  readonly stepDays: number;
  /** A cutoff may be learned from this many days later; at least the horizon, for only then has its target matured. */
  readonly purgeDays: number;
}

/**
 * What a model may learn from on the day of `view`: the panel as known then, and every past cutoff whose target had matured.
 * `pastRows` are the judged rows of earlier cutoffs, ascending; those not yet matured by then are left out here.
 */
export function trainingHistoryAt(
  input: { panel: Panel; featuresOf?: FeatureSource | undefined },
  view: CutoffView,
  pastRows: readonly CutoffRows[],
  rule: HistoryRule,
): TrainingHistory {
  requirePurge(rule);
  const cutoffs = pastRows
    .filter((rows) => rows.day + rule.purgeDays <= view.day)
    .map((rows): PastCutoff => ({
      day: rows.day,
      seriesIndex: rows.seriesIndex,
      knownCount: rows.knownCount,
      marketCents: rows.marketCents,
      actualCents: rows.actualCents,
      view: () => viewAt(input.panel, rows.day, input.featuresOf),
    }));
  return { view, cutoffs };
}

/** As {@link trainingHistoryAt}, with the past cutoffs taken every `stepDays` back from the last one that has matured. */
export function buildTrainingHistory(
  input: { panel: Panel; featuresOf?: FeatureSource | undefined },
  day: number,
  rule: HistoryRule,
): TrainingHistory {
  requirePurge(rule);
  const rows = cutoffDays(firstDay(input.panel), day - rule.purgeDays, rule.stepDays).map((cutoff) =>
    cutoffRowsAt(input.panel, cutoff, rule.horizonDays, rule),
  );
  return trainingHistoryAt(input, viewAt(input.panel, day, input.featuresOf), rows, rule);
}

/** Days from `first` to `last` in steps, ascending, aligned to `last`: `cutoffDays(1, 20, 7)` is `[6, 13, 20]`. */
export function cutoffDays(first: number, last: number, stepDays: number): number[] {
  const count = Math.floor((last - first) / stepDays) + 1;
  return count > 0 ? Array.from({ length: count }, (_, i) => last - (count - 1 - i) * stepDays) : [];
}

/** First day any series of the panel has an observation; Infinity for an empty panel. */
export function firstDay(panel: Panel): number {
  return panel.series.reduce((first, one) => Math.min(first, one.days[0] ?? Infinity), Infinity);
}

/** Last day any series of the panel has an observation; -Infinity for an empty panel. */
export function lastDay(panel: Panel): number {
  return panel.series.reduce((last, one) => Math.max(last, one.days[one.days.length - 1] ?? -Infinity), -Infinity);
}

/** Rows to learn from, over all cutoffs. Throws where there are none: a model fitted on nothing would be an invention. */
export function requireTrainingRows(history: TrainingHistory, modelName: string): number {
  const rows = history.cutoffs.reduce((sum, cutoff) => sum + cutoff.seriesIndex.length, 0);
  if (rows === 0) throw new BadData(`${modelName}: no past cutoff has matured by the day of the fit, nothing to learn from`);
  return rows;
}

function requirePurge(rule: HistoryRule): void {
  if (!(rule.purgeDays >= rule.horizonDays)) {
    throw new BadData(`purgeDays (${rule.purgeDays}) must be at least horizonDays (${rule.horizonDays})`);
  }
}
