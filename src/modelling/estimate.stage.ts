import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { type GamePanel, PanelReader, type WideFeatures, wideFeaturesOn } from '../features/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { type Day, dayNumber } from '../shared/day.js';
import { Bug, messageOf } from '../shared/errors.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import type { Companion } from './domain/companion.js';
import { applyCalibration } from './domain/calibrated-columns.js';
import { marketActivity } from './domain/cutoff-rows.js';
import { type CutoffView, estimatesOf, viewAt } from './domain/fair-value-model.js';
import type { FairValueKind } from './domain/fair-value-kind.js';
import { NO_DEMONSTRATED_SKILL } from './domain/gate.js';
import { priorCents } from './domain/hedonic.js';
import { modelNamed } from './domain/model-ladder.js';
import { activityOf } from './domain/model-run.js';
import { naive } from './domain/naive.js';
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

/** Champion, challenger and shadows + series of the day -> one fair value per version and printing, or none with a reason. */
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
    const panel = await this.panels.panelAsOf(gameId, { ...request, lookbackDays: ESTIMATE_LOOKBACK_DAYS });
    const step = request.progress.stage('estimate', panel.series.length, 'cards');
    const view = viewAt(panel, dayNumber(day));
    const done: VersionReport[] = [];
    const recordedAt = this.clock.now();
    const at = { day, recordedAt, runId: request.runId, priors: await this.priorsOf(request, view, panel) };
    const arms = await this.models.experiments.running(gameId, day);
    for await (const serving of registry.servingOn(gameId, day, arms)) done.push(await this.attempt(serving, view, at));
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
  private async attempt({ alias, version }: ServingVersion, view: CutoffView, at: VersionPlace): Promise<VersionReport> {
    try {
      let written = 0;
      let counts: Record<string, number> = {};
      for (const part of partsOf(version)) {
        const estimates = this.estimatePart(version, part, view);
        const columns = alias === CHAMPION ? withPriors(estimates, at.priors) : estimates;
        written += await this.models.fairValues.upsert({ day: at.day, modelVersionId: version.id, horizonDays: part.horizonDays }, columns, at.recordedAt, at.runId);
        if (part.horizonDays !== version.horizonDays) continue;
        const answered = columns.fairValueCents.filter((value) => !Number.isNaN(value)).length;
        counts = { answered, priors: columns.kinds.filter((kind) => kind === 'prior').length, ...reasonCounts(columns.reasons) };
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
      reasons: Array.from(fairValueCents, (fairValue, i) => this.reasonFor(fairValue, marketCents[i] as number, part.hasSkill)),
      kinds: kindsOf(version.name, { said: calibrated.fairValueCents, shown: fairValueCents }),
    };
  }

  /** Nobody has ever said a price of these: cards like them did. */
  private async priorsOf(request: StageRequest, view: CutoffView, panel: GamePanel): Promise<Priors> {
    const unpriced = await this.panels.neverPriced(request.gameId, { ...request, lookbackDays: ESTIMATE_LOOKBACK_DAYS }, panel);
    return { printingIds: unpriced.map((one) => one.printingId), cents: priorCents(unpriced, view) };
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

interface Priors {
  readonly printingIds: readonly number[];
  /** NaN where nothing is known. */
  readonly cents: Float64Array;
}

/** What every version of a day is estimated with. */
interface VersionPlace {
  readonly day: Day;
  readonly recordedAt: Date;
  readonly runId: string | undefined;
  readonly priors: Priors;
}

function kindsOf(modelName: string, cents: { said: Float64Array; shown: Float64Array }): FairValueKind[] {
  return Array.from(cents.shown, (shown, i) => {
    if (Number.isNaN(shown)) return 'none';
    return modelName === naive.name || Number.isNaN(cents.said[i]) ? 'last_price' : 'model';
  });
}

/** Rows of cards that were never priced behind those of the version: no interval, no probability, no signal. */
function withPriors(columns: FairValueColumns, { printingIds, cents }: Priors): FairValueColumns {
  const none = new Float64Array(printingIds.length).fill(NaN);
  const longer = (column: Float64Array, more: Float64Array = none): Float64Array => {
    const all = new Float64Array(column.length + more.length);
    all.set(column);
    all.set(more, column.length);
    return all;
  };
  const { fairValueCents, lower80, upper80, lower95, upper95, pUp, pDown } = columns;
  return {
    ...columns,
    printingIds: Int32Array.from([...columns.printingIds, ...printingIds]),
    fairValueCents: longer(fairValueCents, cents),
    lower80: longer(lower80), upper80: longer(upper80), lower95: longer(lower95), upper95: longer(upper95), pUp: longer(pUp), pDown: longer(pDown),
    reasons: [...columns.reasons, ...printingIds.map(() => 'no_history')],
    kinds: [...columns.kinds, ...Array.from(cents, (value): FairValueKind => (Number.isNaN(value) ? 'none' : 'prior'))],
  };
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
