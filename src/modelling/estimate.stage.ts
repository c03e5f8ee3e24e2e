import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { PanelReader, type UnpricedPrintings, type WideFeatures, wideFeaturesOn } from '../features/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { type Day, dayNumber } from '../shared/day.js';
import { Bug, messageOf } from '../shared/errors.js';
import type { FairValueKind } from '../shared/fair-value-kind.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import type { Companion } from './domain/companion.js';
import { applyCalibration } from './domain/calibrated-columns.js';
import { marketActivity } from './domain/cutoff-rows.js';
import { type CutoffView, estimatesOf, viewAt } from './domain/fair-value-model.js';
import { NO_DEMONSTRATED_SKILL } from './domain/gate.js';
import { modelNamed } from './domain/model-ladder.js';
import { activityOf } from './domain/model-run.js';
import { naive } from './domain/naive.js';
import { priorCentsByCurrency } from './domain/prior.js';
import { ExperimentRepository } from './experiment.repository.js';
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
    readonly experiments: ExperimentRepository,
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

interface RunAt {
  readonly day: Day;
  readonly recordedAt: Date;
  readonly runId: string | undefined;
}

/**
 * Champion, challenger and shadows + series of the day -> one fair value per version and printing, or none with a reason. Of what is
 * listed and has no price there is no series: beside the champion's estimates stands what cards of its kind cost.
 */
@Injectable()
export class EstimateStage {
  private readonly minimumPriceCents: number;
  private readonly features = new WeakMap<CutoffView, WideFeatures>();

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
    const window = { ...request, lookbackDays: ESTIMATE_LOOKBACK_DAYS };
    const panel = await this.panels.panelAsOf(gameId, window);
    const step = request.progress.stage('estimate', panel.series.length, 'cards');
    const view = viewAt(panel, dayNumber(day));
    const done: VersionReport[] = [];
    const recordedAt = this.clock.now();
    const at = { day, recordedAt, runId: request.runId };
    const arms = await this.models.experiments.running(gameId, day);
    for await (const serving of registry.servingOn(gameId, day, arms)) {
      const report = await this.attempt(serving, view, at);
      done.push(serving.alias === CHAMPION ? withPriors(report, await this.estimateUnpriced(serving.version, { view, unpriced: await this.panels.unpricedAsOf(gameId, window) }, at)) : report);
    }
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
  private async attempt({ alias, version }: ServingVersion, view: CutoffView, at: RunAt): Promise<VersionReport> {
    try {
      let written = 0;
      let counts: Record<string, number> = {};
      for (const part of partsOf(version)) {
        const columns = this.estimatePart(version, part, view);
        written += await this.models.fairValues.upsert({ day: at.day, modelVersionId: version.id, horizonDays: part.horizonDays }, columns, at.recordedAt, at.runId);
        if (part.horizonDays !== version.horizonDays) continue;
        const answered = columns.fairValueCents.filter((value) => !Number.isNaN(value)).length;
        counts = { answered, ...reasonCounts(columns.reasons) };
      }
      return { alias, written, counts };
    } catch (error) {
      if (alias === CHAMPION) throw error;
      const problem = `The ${alias} ${version.name} v${version.version} gave no estimates: ${messageOf(error)}`;
      return { alias, written: 0, counts: {}, problem };
    }
  }

  private estimatePart(version: ModelVersion, part: VersionPart, view: CutoffView): FairValueColumns {
    const model = modelNamed(version.name);
    if (!model) throw new Bug(`model version ${version.id} is a "${version.name}", which this release does not know`);
    const known = model.estimate ? { ...view, features: this.featuresOf(view) } : view;
    const { marketCents, dailyVolatility } = marketActivity(view.series, view.day);
    const said = estimatesOf(model, part.parameters, known, part.horizonDays);
    const scores = said.upScore && said.downScore ? { upScore: said.upScore, downScore: said.downScore } : undefined;
    const activity = activityOf(scores, dailyVolatility);
    const { moveCurve, ...calibrated } = applyCalibration(part.calibration ?? undefined, { fairValueCents: said.fairValueCents, marketCents, activity, ...scores });
    // Below the price from which models are judged they need not say anything; the last price then stands, and no signal rests on it.
    const fairValueCents = calibrated.fairValueCents.map((cents, i) => (Number.isNaN(cents) && (marketCents[i] as number) < this.minimumPriceCents ? (marketCents[i] as number) : cents));
    return {
      printingIds: Int32Array.from(view.series, (series) => series.printingId),
      ...calibrated,
      fairValueCents,
      moveCurves: moveCurve,
      kinds: Array.from(fairValueCents, (cents, i) => kindOf(cents, model.name === naive.name || Number.isNaN(calibrated.fairValueCents[i]))),
      reasons: Array.from(fairValueCents, (fairValue, i) => this.reasonFor(fairValue, marketCents[i] as number, part.hasSkill)),
    };
  }

  /** The day's prior is of no horizon: it stands at the champion's own. No signal rests on it, and it has neither interval nor probability. */
  private async estimateUnpriced(champion: ModelVersion, { view, unpriced }: { view: CutoffView; unpriced: UnpricedPrintings }, at: RunAt): Promise<PriorReport> {
    const { facts, currencyOf } = unpriced;
    if (facts.length === 0) return { written: 0, priors: 0, unknown: 0 };
    const fairValueCents = priorCentsByCurrency(view, facts, currencyOf);
    const none = new Float64Array(facts.length).fill(NaN);
    const columns: FairValueColumns = {
      printingIds: Int32Array.from(facts, (one) => one.printingId), fairValueCents,
      lower80: none, upper80: none, lower95: none, upper95: none, pUp: none, pDown: none,
      kinds: Array.from(fairValueCents, (cents) => (Number.isNaN(cents) ? 'none' : 'prior')),
      reasons: facts.map(() => 'no_history'),
    };
    const key = { day: at.day, modelVersionId: champion.id, horizonDays: champion.horizonDays };
    const priors = fairValueCents.filter((cents) => !Number.isNaN(cents)).length;
    return { written: await this.models.fairValues.upsert(key, columns, at.recordedAt, at.runId), priors, unknown: facts.length - priors };
  }

  /** Computed once for all versions and horizons of a run. */
  private featuresOf(view: CutoffView): WideFeatures {
    const known = this.features.get(view);
    if (known) return known;
    const features = wideFeaturesOn(view, view.day, this.minimumPriceCents);
    this.features.set(view, features);
    return features;
  }

  /** Why no signal may rest on an estimate: there is none, or nobody has shown that it beats the last price. */
  private reasonFor(fairValue: number, marketCents: number, hasSkill: boolean): string | null {
    if (Number.isNaN(fairValue)) return 'no_history';
    if (!hasSkill || marketCents < this.minimumPriceCents) return NO_DEMONSTRATED_SKILL;
    return null;
  }
}

/** What became of the cards without a price. */
interface PriorReport {
  readonly written: number;
  readonly priors: number;
  readonly unknown: number;
}

/** Only where there are cards without a price; those are not among the printings that are counted. */
function withPriors(report: VersionReport, { written, priors, unknown }: PriorReport): VersionReport {
  if (priors + unknown === 0) return report;
  return { ...report, written: report.written + written, counts: { ...report.counts, unpriced: priors + unknown, priors } };
}

function kindOf(fairValueCents: number, isLastPrice: boolean): FairValueKind {
  if (Number.isNaN(fairValueCents)) return 'none';
  return isLastPrice ? 'last_price' : 'model';
}

/** A version at its own horizon, and its companions at theirs. */
type VersionPart = Omit<Companion, 'report'>;

function partsOf({ horizonDays, parameters, calibration, hasPassedGate, companions }: ModelVersion): VersionPart[] {
  return [{ horizonDays, parameters, calibration, hasSkill: hasPassedGate }, ...(companions ?? []).map((one) => ({ ...one, hasSkill: one.hasSkill && hasPassedGate }))];
}

function reasonCounts(reasons: readonly (string | null)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reason of reasons) if (reason !== null) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
