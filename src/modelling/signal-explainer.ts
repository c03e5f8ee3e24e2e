import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { PanelReader, WIDE_FEATURE_DESCRIPTIONS, wideFeaturesOn } from '../features/index.js';
import type { Booster } from '../gbdt/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { type Day, dayNumber } from '../shared/day.js';
import { Bug } from '../shared/errors.js';
import { quantile } from '../shared/stats.js';
import { type BoostedParameters, boostedTrees, boostersOf, MEAN_SHARE, onUsableRows } from './domain/boosted-trees.js';
import { scoreProbability } from './domain/calibrated-columns.js';
import { sentenceOf } from './domain/feature-sentences.js';
import { modelNamed } from './domain/model-ladder.js';
import type { ProbabilityMap } from './domain/probability-map.js';
import { explainScore, type ScoreExplanation, type ScoreParts, whatWouldChange } from './domain/signal-explanation.js';
import { ModelRegistry } from './model-registry.js';
import type { ModelVersion } from './model.repository.js';
import { ESTIMATE_LOOKBACK_DAYS, minimumPriceCents } from './walk-forward-settings.js';

export interface ExplanationQuestion {
  readonly gameId: number;
  readonly printingId: number;
  readonly day: Day;
  /** The probabilities from which something is done, for what would change a signal. */
  readonly thresholds: { readonly up: number; readonly down: number };
}

/** A value of the main feature at which the signal would be another, all else as it is. */
export interface WouldChange {
  readonly feature: string;
  readonly value: number;
  readonly probability: number;
  readonly sentence: string;
}

export interface DirectionExplanation extends ScoreExplanation {
  readonly wouldChange: WouldChange | null;
}

/** Log odds of `up` and `down`, log return of the fair value; null where the model has no such trees. */
export interface Explained {
  readonly kind: 'trees';
  readonly up: DirectionExplanation | null;
  readonly down: DirectionExplanation | null;
  readonly fairValue: ScoreExplanation;
  /** The value of a feature of this card; null where it is missing. */
  readonly featureOf: (name: string) => number | null;
}

export type ExplainedSignal = { readonly version: ModelVersion | undefined } & (
  | Explained
  | { readonly kind: 'formula'; readonly formula: string }
  | { readonly kind: 'none'; readonly reason: 'no_model' | 'no_features' }
);

/** Feature rows of a game's day, without the series they were computed from. */
interface DayFeatures {
  readonly names: readonly string[];
  readonly values: Float32Array;
  readonly rowOf: ReadonlyMap<number, number>;
}

interface Row {
  readonly names: readonly string[];
  readonly values: Float32Array;
  readonly columnOf: (name: string) => Float32Array;
}

/** Candidate values of "what would change": these quantiles of the day. */
const CANDIDATE_QUANTILES = Array.from({ length: 19 }, (_, k) => (k + 1) / 20);

/** Says what moved an estimate of one card, while somebody waits. */
@Injectable()
export class SignalExplainer {
  private readonly minimumPriceCents: number;
  /** Of the last game and day asked for: questions come in runs. */
  private last: { readonly key: string; readonly features: Promise<DayFeatures> } | undefined;

  constructor(
    private readonly registry: ModelRegistry,
    private readonly panels: PanelReader,
    @Inject(CONFIG) config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.minimumPriceCents = minimumPriceCents(config);
  }

  /** What the champion of that day went by, on prices of that day as they are known now. */
  async explain(question: ExplanationQuestion): Promise<ExplainedSignal> {
    const version = await this.registry.championOn(question.gameId, question.day);
    if (!version) return { kind: 'none', reason: 'no_model', version };
    const model = modelNamed(version.name);
    if (!model) throw new Bug(`model version ${version.id} is a "${version.name}", which this release does not know`);
    if (model.name !== boostedTrees.name) return { kind: 'formula', formula: model.describe().formula, version };
    const row = rowOf(await this.featuresOn(question), question.printingId);
    if (!row) return { kind: 'none', reason: 'no_features', version };
    return { ...explainTrees(version, row, question.thresholds), version };
  }

  private async featuresOn(question: ExplanationQuestion): Promise<DayFeatures> {
    const key = `${question.gameId} ${question.day}`;
    if (this.last?.key === key) return this.last.features;
    const asked = { key, features: this.load(question) };
    this.last = asked;
    try {
      return await asked.features;
    } catch (error) {
      if (this.last === asked) this.last = undefined;
      throw error;
    }
  }

  private async load({ gameId, day }: ExplanationQuestion): Promise<DayFeatures> {
    const panel = await this.panels.panelAsOf(gameId, { day, knownAt: this.clock.now(), lookbackDays: ESTIMATE_LOOKBACK_DAYS });
    const { names, values, rowOf: rows } = wideFeaturesOn(panel, dayNumber(day), this.minimumPriceCents);
    return { names, values, rowOf: new Map(panel.series.map(({ printingId }, i) => [printingId, rows[i] as number])) };
  }
}

function rowOf({ names, values, rowOf: rows }: DayFeatures, printingId: number): Row | undefined {
  const row = rows.get(printingId) ?? -1;
  if (row < 0) return undefined;
  const width = names.length;
  const columnOf = (name: string): Float32Array => {
    const j = names.indexOf(name);
    return Float32Array.from({ length: values.length / width }, (_, k) => values[k * width + j] as number);
  };
  return { names, values: values.subarray(row * width, (row + 1) * width), columnOf };
}

function explainTrees(version: ModelVersion, row: Row, thresholds: ExplanationQuestion['thresholds']): Explained {
  const boosters = boostersOf(version.parameters as BoostedParameters, version.horizonDays);
  const { calibration } = version;
  const valueOf = (name: string): number => row.values[row.names.indexOf(name)] ?? NaN;
  const [median, mean] = [partsOf(boosters.median, row), partsOf(boosters.mean, row)];
  const direction = (booster: Booster | undefined, map: ProbabilityMap | null, threshold: number): DirectionExplanation | null => {
    if (!booster) return null;
    const explanation = explainScore(partsOf(booster, row));
    return { ...explanation, wouldChange: wouldChange(booster, row, { explanation, map, threshold }) };
  };
  return {
    kind: 'trees',
    up: direction(boosters.up, calibration?.upMap ?? null, thresholds.up),
    down: direction(boosters.down, calibration?.downMap ?? null, thresholds.down),
    fairValue: explainScore(mixed(median, mean)),
    featureOf: (name) => (Number.isNaN(valueOf(name)) ? null : valueOf(name)),
  };
}

function partsOf(booster: Booster, row: Row): ScoreParts {
  const { featureNames, bias, contributions } = onUsableRows(() => booster.explain(columnsOf(row)));
  const values = featureNames.map((name) => row.values[row.names.indexOf(name)] ?? NaN);
  return { names: featureNames, contributions, bias, values, descriptions: WIDE_FEATURE_DESCRIPTIONS };
}

/** The fair value's move is a mixture of two scores, and so are its contributions. */
function mixed(median: ScoreParts, mean: ScoreParts): ScoreParts {
  const mix = (a: number, b: number): number => (1 - MEAN_SHARE) * a + MEAN_SHARE * b;
  const ofMean = new Map(mean.names.map((name, k) => [name, mean.contributions[k] as number]));
  return { ...median, bias: mix(median.bias, mean.bias), contributions: median.names.map((name, k) => mix(median.contributions[k] as number, ofMean.get(name) ?? 0)) };
}

function wouldChange(booster: Booster, row: Row, by: { explanation: ScoreExplanation; map: ProbabilityMap | null; threshold: number }): WouldChange | null {
  const main = by.explanation.families[0]?.mainFeature;
  // Thresholds are about calibrated probabilities: without a map nobody can say on which side of one a score is.
  if (!main || main.value === null || by.map === null) return null;
  const predict = (value: number): number => scoreProbability(by.map, booster.predict({ ...columnsOf(row), [main.name]: Float32Array.of(value) })[0] as number);
  const known = row.columnOf(main.name).filter((value) => !Number.isNaN(value));
  const candidates = CANDIDATE_QUANTILES.map((q) => quantile(known, q));
  const found = whatWouldChange({ value: main.value, predict, candidates, threshold: by.threshold });
  return found && { feature: main.name, ...found, sentence: sentenceOf(main.name, found.value, WIDE_FEATURE_DESCRIPTIONS[main.name]) };
}

function columnsOf({ names, values }: Row): Record<string, Float32Array> {
  return Object.fromEntries(names.map((name, j) => [name, values.subarray(j, j + 1)]));
}
