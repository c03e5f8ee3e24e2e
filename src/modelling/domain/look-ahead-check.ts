import { BadData } from '../../shared/errors.js';
import { seededRandom } from '../../shared/random.js';
import { type Series, seriesUntil } from '../../shared/series.js';
import { type Estimates, estimatesOf, type FairValueModel, type FeatureSource, type Panel } from './fair-value-model.js';
import { buildTrainingHistory, firstDay, type HistoryRule, lastDay } from './training-history.js';

export interface LookAheadInput {
  readonly panel: Panel;
  readonly model: FairValueModel;
  readonly rule: HistoryRule;
  readonly featuresOf?: FeatureSource | undefined;
  /** How many random cutoffs to try, and at most how many series of the panel. */
  readonly cutoffs: number;
  readonly maximumSeries: number;
  readonly seed: number;
}

/** One difference that data after the cutoff made. */
export interface LookAheadFinding {
  readonly cutoffDay: number;
  readonly change: 'future_removed' | 'future_altered';
  readonly what: 'parameters' | 'fair_value' | 'up_score' | 'down_score';
  /** Index into the checked series, -1 for parameters. */
  readonly seriesIndex: number;
}

export interface LookAheadReport {
  readonly modelName: string;
  /** False as well where nothing could be compared. */
  readonly passed: boolean;
  readonly comparedFairValues: number;
  readonly cutoffDays: readonly number[];
  /** At most 20. */
  readonly findings: readonly LookAheadFinding[];
}

const MAXIMUM_FINDINGS = 20;

/**
 * Fits and predicts at random cutoffs three times: with the whole panel there, with everything after the cutoff removed,
 * and with everything after it altered. All three must be the same to the last bit, or something looks ahead.
 */
export function checkLookAhead(input: LookAheadInput): LookAheadReport {
  const random = seededRandom(input.seed);
  const panel = sampleOf(input.panel, input.maximumSeries, random);
  const findings: LookAheadFinding[] = [];
  const cutoffs = randomCutoffs(panel, input, random);
  let compared = 0;
  for (const cutoffDay of cutoffs) {
    const reference = fitAndPredict(input, panel, cutoffDay);
    compared += reference.said.fairValueCents.filter((value) => !Number.isNaN(value)).length;
    for (const change of ['future_removed', 'future_altered'] as const) {
      const series = panel.series.map((one) => (change === 'future_removed' ? withoutFuture(one, cutoffDay) : withOtherFuture(one, cutoffDay, random)));
      const other = fitAndPredict(input, { facts: panel.facts, series }, cutoffDay);
      if (other.parameters !== reference.parameters) findings.push({ cutoffDay, change, what: 'parameters', seriesIndex: -1 });
      for (const [what, seriesIndex] of differences(reference.said, other.said)) findings.push({ cutoffDay, change, what, seriesIndex });
    }
  }
  return {
    modelName: input.model.name,
    passed: compared > 0 && findings.length === 0,
    comparedFairValues: compared,
    cutoffDays: cutoffs,
    findings: findings.slice(0, MAXIMUM_FINDINGS),
  };
}

/** The series with every price after `day` multiplied by something else. Copies: the input is left alone. */
export function withOtherFuture(series: Series, day: number, random: () => number): Series {
  const alter = (column: Float64Array) => column.map((value, i) => ((series.days[i] as number) > day ? value * (0.2 + 5 * random()) : value));
  return {
    printingId: series.printingId,
    days: series.days.slice(),
    marketCents: alter(series.marketCents),
    lowCents: alter(series.lowCents),
    midCents: alter(series.midCents),
    listingCount: alter(series.listingCount),
  };
}

/** A copy of the series up to `day`, with no memory behind it that could be read past its end. */
function withoutFuture(series: Series, day: number): Series {
  const known = seriesUntil(series, day);
  return {
    printingId: known.printingId,
    days: known.days.slice(),
    marketCents: known.marketCents.slice(),
    lowCents: known.lowCents.slice(),
    midCents: known.midCents.slice(),
    listingCount: known.listingCount.slice(),
  };
}

function fitAndPredict(input: LookAheadInput, panel: Panel, day: number): { parameters: string; said: Estimates } {
  const history = buildTrainingHistory({ panel, featuresOf: input.featuresOf }, day, input.rule);
  try {
    const parameters = input.model.fit(history, input.rule.horizonDays);
    return { parameters: JSON.stringify(parameters), said: estimatesOf(input.model, parameters, history.view, input.rule.horizonDays) };
  } catch (error) {
    if (!(error instanceof BadData)) throw error;
    // Too little to learn from yet: nothing to compare, which is not a pass.
    return { parameters: error.message, said: { fairValueCents: new Float64Array(panel.series.length).fill(NaN) } };
  }
}

/** What is not the same to the last bit, and for which series; a column that only one of them has differs everywhere. */
function differences(reference: Estimates, other: Estimates): [LookAheadFinding['what'], number][] {
  const columns = [
    ['fair_value', reference.fairValueCents, other.fairValueCents],
    ['up_score', reference.upScore, other.upScore],
    ['down_score', reference.downScore, other.downScore],
  ] as const;
  const indices = [...reference.fairValueCents.keys()];
  return columns.flatMap(([what, a, b]) => indices.filter((i) => !Object.is(a?.[i], b?.[i])).map((i): [LookAheadFinding['what'], number] => [what, i]));
}

/** Random days with at least half a year (or half the panel) before them to learn from, and something after them. */
function randomCutoffs(panel: Panel, input: LookAheadInput, random: () => number): number[] {
  const first = firstDay(panel);
  const last = lastDay(panel);
  if (!(last > first)) return [];
  const earliest = Math.max(Math.ceil(first + (last - first) / 2), first + input.rule.purgeDays + input.rule.stepDays);
  return Array.from({ length: input.cutoffs }, () => earliest + Math.floor(random() * Math.max(1, last - earliest)));
}

function sampleOf(panel: Panel, maximumSeries: number, random: () => number): Panel {
  if (panel.series.length <= maximumSeries) return panel;
  const keys = panel.series.map(() => random());
  const chosen = keys.map((_, i) => i).toSorted((a, b) => (keys[a] as number) - (keys[b] as number)).slice(0, maximumSeries);
  return { facts: chosen.map((i) => panel.facts[i] as Panel['facts'][number]), series: chosen.map((i) => panel.series[i] as Series) };
}
