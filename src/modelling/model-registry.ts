import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { dayOf, type Day } from '../shared/day.js';
import { BadData, Conflict, NotFound } from '../shared/errors.js';
import { ModelRepository, type ModelVersion, type Promotion } from './model.repository.js';

export const CHAMPION = 'champion';

export interface PromotionRequest {
  readonly gameId: number;
  readonly modelVersionId: number;
  readonly actor: string;
  readonly reason: string;
  /** The first day the version serves; today where nothing is said. */
  readonly effectiveFrom?: Day;
  /** Compare-and-set: refused unless this is the number of the last promotion. */
  readonly expectedSequence?: number;
}

/** Moves aliases over immutable versions, and keeps the log of who moved them and why. */
@Injectable()
export class ModelRegistry {
  constructor(
    private readonly models: ModelRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Makes a version the champion. */
  async promote(request: PromotionRequest): Promise<Promotion> {
    const version = await this.models.version(request.modelVersionId);
    if (!version || version.gameId !== request.gameId) {
      throw new NotFound(`There is no model version ${request.modelVersionId} of this game; GET /v1/models lists them.`);
    }
    const effectiveFrom = request.effectiveFrom ?? dayOf(this.clock.now());
    if (version.trainedThrough > effectiveFrom) {
      throw new BadData(`model version ${version.id} was trained through ${version.trainedThrough}; it cannot serve from ${effectiveFrom}, which is earlier.`);
    }
    const log = await this.models.promotions(request.gameId, CHAMPION);
    const last = log[0]?.sequence ?? 0;
    if (request.expectedSequence !== undefined && request.expectedSequence !== last) {
      throw new Conflict(`expected_sequence is ${request.expectedSequence}, but the last promotion is number ${last}: read the log and decide again.`);
    }
    const before = await this.models.aliasOn(request.gameId, CHAMPION, effectiveFrom);
    const row = {
      gameId: request.gameId,
      alias: CHAMPION,
      sequence: last + 1,
      modelVersionId: version.id,
      previousModelVersionId: before?.id ?? null,
      effectiveFrom,
      actor: request.actor,
      reason: request.reason,
      recordedAt: this.clock.now(),
    };
    await this.models.promote(row);
    return row;
  }

  /** Gives the place back to the champion before the present one. */
  async rollBack(request: { gameId: number; actor: string; reason: string }): Promise<Promotion> {
    const today = dayOf(this.clock.now());
    const log = await this.models.promotions(request.gameId, CHAMPION);
    const current = await this.models.aliasOn(request.gameId, CHAMPION, today);
    const lastMove = log.find((row) => row.modelVersionId === current?.id);
    if (!lastMove?.previousModelVersionId) throw new Conflict('There is no earlier champion to roll back to.');
    return this.promote({ ...request, modelVersionId: lastMove.previousModelVersionId, expectedSequence: log[0]?.sequence ?? 0 });
  }

  /** The champion of a day; undefined before the first promotion. */
  async championOn(gameId: number, day: Day): Promise<ModelVersion | undefined> {
    return this.models.aliasOn(gameId, CHAMPION, day);
  }
}
