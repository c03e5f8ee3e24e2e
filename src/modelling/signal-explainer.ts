import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { type GamePanel, PanelReader, WIDE_FEATURE_DESCRIPTIONS, type WideFeatures, wideFeaturesOn } from '../features/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { type Day, dayNumber } from '../shared/day.js';
import { type BoostedParameters, boostedTrees, boostersOf, MEAN_SHARE } from './domain/boosted-trees.js';
import { viewAt } from './domain/fair-value-model.js';
import { modelNamed } from './domain/model-ladder.js';
import { type Driver, driversOf, type PastRecord, pastRecord, qualityFlags, type Trial, whatWouldChange } from './domain/signal-explanation.js';
import { ModelRegistry } from './model-registry.js';
import type { ModelVersion } from './model.repository.js';
import { ESTIMATE_LOOKBACK_DAYS, minimumPriceCents } from './walk-forward-settings.js';

type Booster = NonNullable<ReturnType<typeof boostersOf>['up']>;

/** Why a probability is what it is. */
export interface ProbabilityExplanation {
  readonly probability: number;
  readonly drivers: readonly Driver[];
  readonly pastRecord: PastRecord | undefined;
  readonly change: (Trial & { readonly feature: string; readonly description: string }) | undefined;
}

export type SignalExplanation =
  | { readonly kind: 'none'; readonly reason: 'no_model' | 'no_features' }
  | { readonly kind: 'formula'; readonly formula: string }
  | {
      readonly kind: 'drivers';
      readonly fairValue: readonly Driver[];
      readonly up: ProbabilityExplanation | undefined;
      readonly down: ProbabilityExplanation | undefined;
      readonly qualityFlags: readonly { flag: string; sentence: string }[];
    };

export interface ExplanationQuestion {
  readonly gameId: number;
  readonly printingId: number;
  readonly day: Day;
  /** Probabilities from which a BUY and a SELL begin. */
  readonly thresholds: { readonly up: number; readonly down: number };
}

/** Values of a feature that are tried: its quantiles over the cards of the day. */
const TRIED_QUANTILES = [0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.95];

/** Explains the champion's estimate of one card from what the trees saw of it. Computed when asked for. */
@Injectable()
export class SignalExplainer {
  private last: { key: string; features: WideFeatures; panel: GamePanel } | undefined;

  constructor(
    private readonly panels: PanelReader,
    private readonly registry: ModelRegistry,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async explain(question: ExplanationQuestion): Promise<SignalExplanation> {
    const champion = await this.registry.championOn(question.gameId, question.day);
    if (!champion) return { kind: 'none', reason: 'no_model' };
    if (champion.name !== boostedTrees.name) return { kind: 'formula', formula: modelNamed(champion.name)?.describe().formula ?? champion.name };
    const { features, panel } = await this.featuresOf(question);
    const index = panel.series.findIndex((series) => series.printingId === question.printingId);
    const row = index < 0 ? -1 : (features.rowOf[index] as number);
    return row < 0 ? { kind: 'none', reason: 'no_features' } : this.explainRow(champion, features, row, question.thresholds);
  }

  private explainRow(champion: ModelVersion, features: WideFeatures, row: number, thresholds: ExplanationQuestion['thresholds']): SignalExplanation {
    const boosters = boostersOf(champion.parameters as BoostedParameters, champion.horizonDays);
    const one = rowOf(features, row);
    const median = boosters.median.explain(columnsOf(one)).contributions;
    const mean = boosters.mean.explain(columnsOf(one)).contributions;
    const move = median.map((value, j) => (1 - MEAN_SHARE) * value + MEAN_SHARE * (mean[j] as number));
    const { up, down } = champion.report;
    return {
      kind: 'drivers',
      fairValue: driversOf({ ...one, contributions: move }),
      up: boosters.up && { ...probabilityOf(boosters.up, { one, features, threshold: thresholds.up }), pastRecord: pastRecord(up.reliability, up.baseRate, boosters.up.predict(columnsOf(one))[0] as number) },
      down: boosters.down && { ...probabilityOf(boosters.down, { one, features, threshold: thresholds.down }), pastRecord: pastRecord(down.reliability, down.baseRate, boosters.down.predict(columnsOf(one))[0] as number) },
      qualityFlags: flagsOf(one),
    };
  }

  /** The features of a day are the dear part; people ask about several cards of one day. */
  private async featuresOf({ gameId, day }: ExplanationQuestion): Promise<{ features: WideFeatures; panel: GamePanel }> {
    const key = `${gameId} ${day}`;
    if (this.last?.key === key) return this.last;
    const panel = await this.panels.panelAsOf(gameId, { day, knownAt: this.clock.now(), lookbackDays: ESTIMATE_LOOKBACK_DAYS });
    const features = wideFeaturesOn(viewAt(panel, dayNumber(day)), dayNumber(day), minimumPriceCents(this.config));
    this.last = { key, features, panel };
    return this.last;
  }
}

interface ExplainedRow {
  readonly names: readonly string[];
  readonly descriptions: readonly string[];
  readonly values: Float32Array;
}

function rowOf({ names, values }: WideFeatures, row: number): ExplainedRow {
  return { names, descriptions: WIDE_FEATURE_DESCRIPTIONS, values: values.slice(row * names.length, (row + 1) * names.length) };
}

function columnsOf({ names, values }: ExplainedRow): Record<string, Float32Array> {
  return Object.fromEntries(names.map((name, j) => [name, values.subarray(j, j + 1)]));
}

function probabilityOf(booster: Booster, about: { one: ExplainedRow; features: WideFeatures; threshold: number }): Omit<ProbabilityExplanation, 'pastRecord'> {
  const { one, features, threshold } = about;
  const drivers = driversOf({ ...one, contributions: booster.explain(columnsOf(one)).contributions });
  const probability = booster.predict(columnsOf(one))[0] as number;
  const main = drivers[0];
  if (!main) return { probability, drivers, change: undefined };
  const at = one.names.indexOf(main.feature);
  const trials = triedValues(features, at).map((value): Trial => {
    const values = one.values.slice();
    values[at] = value;
    return { value, probability: booster.predict(columnsOf({ ...one, values }))[0] as number };
  });
  const change = whatWouldChange({ value: main.value, probability }, trials, threshold);
  return { probability, drivers, change: change && { ...change, feature: main.feature, description: one.descriptions[at] as string } };
}

function triedValues({ names, values }: WideFeatures, at: number): number[] {
  const column = new Float64Array(values.length / names.length).map((_, row) => values[row * names.length + at] as number);
  const known = column.filter((value) => !Number.isNaN(value)).toSorted();
  return known.length === 0 ? [] : TRIED_QUANTILES.map((q) => known[Math.floor(q * (known.length - 1))] as number);
}

function flagsOf({ names, values }: ExplainedRow): { flag: string; sentence: string }[] {
  const valueOf = (name: string) => values[names.indexOf(name)] as number;
  return qualityFlags({
    ageDays: valueOf('observation_age_days'),
    changedShare: valueOf('changed_share_13w'),
    hasListings: !Number.isNaN(valueOf('log_mid_to_market')),
    historyDays: valueOf('history_days'),
    setAgeDays: valueOf('set_age_days'),
  });
}
