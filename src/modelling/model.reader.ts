import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
import { ExperimentArms } from './experiment-arms.js';
import { type FairValueRow, FairValueRepository } from './fair-value.repository.js';
import { type Alias, ModelRegistry } from './model-registry.js';
import { ModelRepository, type ModelVersion, type ModelVersionSummary, type Promotion } from './model.repository.js';
import { refutedSignals } from './policy-replay.js';

export type { FairValueRow, ModelVersion, ModelVersionSummary, Promotion };

/** Answers neighbours about registered models. */
@Injectable()
export class ModelReader {
  constructor(
    private readonly models: ModelRepository,
    private readonly registry: ModelRegistry,
  ) {}

  async version(id: number): Promise<ModelVersion | undefined> {
    return this.models.version(id);
  }

  /** Newest first. */
  async versions(filter: { gameId?: number; limit: number }): Promise<ModelVersionSummary[]> {
    return this.models.versions(filter);
  }

  /** The version that serves on a day; undefined before the first promotion. */
  async championOn(gameId: number, day: Day): Promise<ModelVersion | undefined> {
    return this.registry.championOn(gameId, day);
  }

  /** The log of an alias, newest first. */
  async promotions(gameId: number, alias: Alias): Promise<Promotion[]> {
    return this.models.promotions(gameId, alias);
  }
}

export interface ChampionFairValues {
  /** Of the horizon the champion was judged on, ascending by printing. */
  readonly rows: readonly FairValueRow[];
  /** The signals the champion, or the other arm of an experiment, has been shown to give worse than by chance: BUY, SELL, both or none. */
  readonly refutedSignals: readonly string[];
}

export interface PrintingFairValues {
  readonly rows: readonly FairValueRow[];
  /** The horizon the champion was judged on; undefined where there is no champion. */
  readonly horizonDays: number | undefined;
}

/** Answers neighbours with the fair values of a day. */
@Injectable()
export class FairValueReader {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly fairValues: FairValueRepository,
    private readonly arms: ExperimentArms,
  ) {}

  /**
   * What the champion of that day estimated, or on cards of arm B of a serving experiment the other version, and which signals may not
   * rest on any of it; nothing where there is no champion.
   */
  async ofChampion(gameId: number, day: Day): Promise<ChampionFairValues> {
    const champion = await this.registry.championOn(gameId, day);
    if (!champion) return { rows: [], refutedSignals: [] };
    const own = await this.fairValues.rowsOf({ day, modelVersionId: champion.id, horizonDays: champion.horizonDays });
    const { rows, versions } = await this.arms.assign(day, champion, own);
    return { rows, refutedSignals: [...new Set(versions.flatMap((version) => refutedSignals(version.policyRecord)))] };
  }

  /** What the champion of that day estimated of one printing, by horizon, ascending; nothing where there is no champion. */
  async ofPrinting(gameId: number, printingId: number, day: Day): Promise<PrintingFairValues> {
    const champion = await this.registry.championOn(gameId, day);
    if (!champion) return { rows: [], horizonDays: undefined };
    return { rows: await this.fairValues.rowsOfPrinting(printingId, { day, modelVersionId: champion.id }), horizonDays: champion.horizonDays };
  }
}
