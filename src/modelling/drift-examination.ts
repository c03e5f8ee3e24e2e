import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { FEATURE_SET_VERSION, FeatureRowReader, type StoredFeatureRows } from '../features/index.js';
import { addDays, type Day, dayNumber, toDay } from '../shared/day.js';
import { BadData, messageOf } from '../shared/errors.js';
import { DEFAULT_DISTRIBUTION_RULE, type GroupDrift, judgeDistributions, unknownDrift } from './domain/distribution-drift.js';
import { inputRows, leastLogPrice, logPrices, type PredictionColumns, predictionRows, PRICE_FEATURE } from './domain/drift-rows.js';
import { countByDay, type DayRows, type FrozenSample, parseReference } from './domain/frozen-bins.js';
import { DEFAULT_SKILL_RULE, judgeSkill, type SkillDrift, skillNotPromised, unknownSkill } from './domain/skill-drift.js';
import { DriftRepository } from './drift.repository.js';
import { CURRENT_DAYS, CURRENT_SPAN_DAYS } from './drift-settings.js';
import { FairValueRepository } from './fair-value.repository.js';
import { CHAMPION } from './model-registry.js';
import { ModelRepository, type ModelVersion } from './model.repository.js';
import { minimumPriceCents } from './walk-forward-settings.js';

export interface Examined {
  readonly inputs: GroupDrift;
  readonly predictions: GroupDrift;
  readonly skill: SkillDrift;
}

/** Where the rows of a model version are kept: what it was trained on, what it says, and what became of that. */
@Injectable()
export class DriftSources {
  constructor(
    readonly features: FeatureRowReader,
    readonly fairValues: FairValueRepository,
    readonly models: ModelRepository,
    readonly reports: DriftRepository,
  ) {}
}

/** Compares the last evaluated days of a model version with what it was trained on, and its matured errors with what it promised. */
@Injectable()
export class DriftExamination {
  private readonly minimumPriceCents: number;

  constructor(
    private readonly sources: DriftSources,
    @Inject(CONFIG) config: Config,
  ) {
    this.minimumPriceCents = minimumPriceCents(config);
  }

  /** Each part by itself: what cannot be computed is not known, with the reason, and hides nothing of the others. */
  async of(gameId: number, day: Day, version: ModelVersion): Promise<Examined> {
    const skill = await orUnknown(() => this.skill(gameId, day, version), unknownSkill);
    const unknown = (reason: string) => ({ inputs: unknownDrift(reason), predictions: unknownDrift(reason), skill });
    const reference = await orUnknown(async () => parseReference(await this.sources.models.reference(version.id)), (reason) => reason);
    if (typeof reference === 'string') return unknown(reference);
    if (reference === undefined) return unknown(`model version ${version.id} was trained without a reference; the next training stores one`);
    if (version.featureSetVersion !== FEATURE_SET_VERSION) {
      return unknown(`model version ${version.id} was trained on feature set ${version.featureSetVersion}, the rows of today are of ${FEATURE_SET_VERSION}`);
    }
    const stored = await this.currentDays(gameId, day);
    if (stored.length === 0) return unknown(`no feature rows in the ${CURRENT_SPAN_DAYS} days before ${day}`);
    return {
      inputs: await orUnknown(async () => judged(reference.inputs, inputRows(stored, this.minimumPriceCents)), unknownDrift),
      predictions: await orUnknown(async () => judged(reference.predictions, predictionRows(await this.predictions(stored, version))), unknownDrift),
      skill,
    };
  }

  /** The feature rows of the last evaluated days, ascending. */
  private async currentDays(gameId: number, day: Day): Promise<StoredFeatureRows[]> {
    const window = { from: addDays(day, -CURRENT_SPAN_DAYS), to: day, limit: CURRENT_DAYS };
    const days = await this.sources.features.storedDays(gameId, window);
    const least = { feature: PRICE_FEATURE, value: leastLogPrice(this.minimumPriceCents) };
    const stored: StoredFeatureRows[] = [];
    for (const one of days.toReversed()) stored.push(await this.sources.features.storedOn(gameId, one, least));
    return stored;
  }

  /** What the version said on the days of the feature rows, for printings that have one. */
  private async predictions(stored: readonly StoredFeatureRows[], version: ModelVersion): Promise<PredictionColumns> {
    const out = { days: [] as number[], logFair: [] as number[], logMarket: [] as number[], up: [] as number[], down: [] as number[] };
    for (const rows of stored) {
      const priceOf = logPrices(rows);
      for (const row of await this.sources.fairValues.rowsOf({ day: toDay(rows.day), modelVersionId: version.id, horizonDays: version.horizonDays })) {
        const logMarket = priceOf.get(row.printingId);
        if (logMarket === undefined || row.kind === 'prior') continue;
        out.days.push(rows.day);
        out.logFair.push(row.fairValueCents === null ? NaN : Math.log(row.fairValueCents));
        out.logMarket.push(logMarket);
        out.up.push(row.upProbability ?? NaN);
        out.down.push(row.downProbability ?? NaN);
      }
    }
    return out;
  }

  private async skill(gameId: number, day: Day, version: ModelVersion): Promise<SkillDrift> {
    if (!version.hasPassedGate) return skillNotPromised(`${version.name} has not passed the gate and promised no skill`);
    const { horizonDays, report } = version;
    const matured = await this.sources.reports.servedOutcomes(gameId, {
      alias: CHAMPION,
      horizonDays,
      from: addDays(day, -horizonDays - DEFAULT_SKILL_RULE.windowDays),
      asOf: day,
      minimumPriceCents: this.minimumPriceCents,
    });
    const promise = { relativeLogError: report.relativeLogError?.value ?? null, coverage80: report.overall?.coverage80 ?? null };
    return judgeSkill(matured.map((one) => ({ ...one, day: dayNumber(one.day) })), promise, horizonDays, DEFAULT_SKILL_RULE);
  }
}

function judged(reference: FrozenSample, rows: DayRows): GroupDrift {
  return judgeDistributions(reference, countByDay(reference.variables, rows), DEFAULT_DISTRIBUTION_RULE);
}

/** Bad data has a reason that a person can read; anything else is an error of the stage and stays one. */
async function orUnknown<T, U>(work: () => Promise<T>, unknown: (reason: string) => U): Promise<T | U> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BadData)) throw error;
    return unknown(messageOf(error));
  }
}
