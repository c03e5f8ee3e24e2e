import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
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
  /** Ascending by printing. */
  readonly rows: readonly FairValueRow[];
  /** The signals the champion has been shown to give worse than by chance: BUY, SELL, both or none. */
  readonly refutedSignals: readonly string[];
}

/** Answers neighbours with the fair values of a day. */
@Injectable()
export class FairValueReader {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly fairValues: FairValueRepository,
  ) {}

  /** What the champion of that day estimated, and which signals may not rest on it; nothing where there is no champion. */
  async ofChampion(gameId: number, day: Day): Promise<ChampionFairValues> {
    const champion = await this.registry.championOn(gameId, day);
    if (!champion) return { rows: [], refutedSignals: [] };
    return { rows: await this.fairValues.rowsOf(day, champion.id), refutedSignals: refutedSignals(champion.policyRecord) };
  }
}
