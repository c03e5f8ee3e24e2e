import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
import { type FairValueRow, FairValueRepository } from './fair-value.repository.js';
import { CHAMPION, ModelRegistry } from './model-registry.js';
import { ModelRepository, type ModelVersion, type Promotion } from './model.repository.js';
import { refutedSignals } from './policy-replay.js';

export type { FairValueRow, ModelVersion, Promotion };

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
  async versions(filter: { gameId?: number; limit: number }): Promise<ModelVersion[]> {
    return this.models.versions(filter);
  }

  /** The version that serves on a day; undefined before the first promotion. */
  async championOn(gameId: number, day: Day): Promise<ModelVersion | undefined> {
    return this.registry.championOn(gameId, day);
  }

  /** The log of champions, newest first. */
  async promotions(gameId: number): Promise<Promotion[]> {
    return this.models.promotions(gameId, CHAMPION);
  }
}

/** Answers neighbours with the fair values of a day. */
@Injectable()
export class FairValueReader {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly fairValues: FairValueRepository,
  ) {}

  /** What the champion of that day estimated, ascending by printing; empty where it did not. */
  async championFairValues(gameId: number, day: Day): Promise<FairValueRow[]> {
    const champion = await this.registry.championOn(gameId, day);
    return champion ? this.fairValues.rowsOf(day, champion.id) : [];
  }

  /** The signals that the champion of a day has been shown to give worse than by chance: BUY, SELL, both or none. */
  async refutedSignals(gameId: number, day: Day): Promise<string[]> {
    return refutedSignals((await this.registry.championOn(gameId, day))?.policyRecord ?? null);
  }
}
