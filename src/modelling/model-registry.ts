import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { type Day, dayOf } from '../shared/day.js';
import { BadData, Conflict, NotFound } from '../shared/errors.js';
import { promotionBefore, promotionsInForce } from './domain/champion-history.js';
import { naive } from './domain/naive.js';
import { type AliasHolder, ModelRepository, type ModelVersion, type Promotion } from './model.repository.js';

export const CHAMPION = 'champion';
/** The one version that is compared with the champion. */
export const CHALLENGER = 'challenger';
/** Any number of versions that estimate every day, unseen. */
export const SHADOW = 'shadow';
export const ALIASES = [CHAMPION, CHALLENGER, SHADOW] as const;
export type Alias = (typeof ALIASES)[number];

interface Move {
  readonly gameId: number;
  readonly modelVersionId: number;
  readonly actor: string;
  readonly reason: string;
  /** The first day it counts; today where nothing is said. */
  readonly effectiveFrom?: Day;
  /** Compare-and-set: refused unless this is the number of the last move of the alias. */
  readonly expectedSequence?: number;
}

export interface PromotionRequest extends Move {
  /** Why a version that has not passed the gate serves all the same. Kept in the log. */
  readonly overrideReason?: string;
}

export interface AliasRequest extends Move {
  readonly alias: typeof CHALLENGER | typeof SHADOW;
  /** True where the version is to be it no longer. */
  readonly isEnd: boolean;
}

/** A version that estimates on a day, under the first of its aliases. */
export interface ServingVersion {
  readonly alias: Alias;
  readonly version: ModelVersion;
}

/** Moves aliases over immutable versions, and keeps the log of who moved them and why. */
@Injectable()
export class ModelRegistry {
  constructor(
    private readonly models: ModelRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Makes a version the champion. It needs evidence: the gate passed, or a reason to do without. The last price needs none: it is
   * what serves where nothing has shown more.
   */
  async promote(request: PromotionRequest): Promise<Promotion> {
    const version = await this.versionOf(request);
    const isShown = version.hasPassedGate || version.name === naive.name;
    if (!isShown && !request.overrideReason) {
      const failed = version.gate.checks.flatMap((check) => (check.passed ? [] : [check.id])).join(', ');
      throw new BadData(
        `model version ${version.id} (${nameOf(version)}) has not passed the gate${failed && `: ${failed}`}. Expected a version that has, or an override_reason; its fair values are then shown, and no signal rests on them.`,
      );
    }
    const log = await this.logFor(CHAMPION, request);
    const before = await this.championOn(request.gameId, this.firstDayOf(request));
    if (before?.id === version.id) throw new Conflict(`model version ${version.id} (${nameOf(version)}) is the champion of ${this.firstDayOf(request)} already.`);
    return this.append(log, request, {
      alias: CHAMPION,
      previousModelVersionId: before?.id ?? null,
      overrideReason: isShown ? null : (request.overrideReason ?? null),
    });
  }

  /** Gives the place back to the champion before the present one. Done again, it goes one further back. */
  async rollBack(request: { gameId: number; actor: string; reason: string; expectedSequence?: number }): Promise<Promotion> {
    const today = dayOf(this.clock.now());
    const log = await this.logFor(CHAMPION, request);
    const current = await this.championOn(request.gameId, today);
    const target = promotionBefore(log, today);
    if (!current || !target) throw new Conflict('There is no earlier champion to roll back to.');
    const move = { ...request, modelVersionId: target.modelVersionId, effectiveFrom: today };
    return this.append(log, move, {
      alias: CHAMPION,
      previousModelVersionId: current.id,
      returnsToSequence: target.sequence,
      overrideReason: target.overrideReason,
    });
  }

  /** Makes a version challenger or shadow, or ends that. The champion is neither. */
  async setAlias(request: AliasRequest): Promise<Promotion> {
    const { gameId, alias, isEnd } = request;
    const version = await this.versionOf(request);
    const day = this.firstDayOf(request);
    const log = await this.logFor(alias, request);
    const holders = (await this.models.holdersOn(gameId, day)).filter((holder) => holder.alias === alias);
    const isHolder = holders.some((holder) => holder.modelVersionId === version.id);
    if (isHolder !== isEnd) throw new Conflict(`model version ${version.id} (${nameOf(version)}) is ${isEnd ? 'no' : 'already a'} ${alias} on ${day}.`);
    if (!isEnd && (await this.championOn(gameId, day))?.id === version.id) {
      throw new Conflict(`model version ${version.id} (${nameOf(version)}) is the champion of ${day}, so it cannot be a ${alias}.`);
    }
    const previous = alias === CHALLENGER ? holders[0]?.modelVersionId : undefined;
    return this.append(log, request, { alias, isEnd, previousModelVersionId: previous ?? null });
  }

  /** The champion of a day; undefined before the first promotion. */
  async championOn(gameId: number, day: Day): Promise<ModelVersion | undefined> {
    return this.models.aliasOn(gameId, CHAMPION, day);
  }

  /** The promotion that made the champion of a day the champion; of one that was rolled back to, its first. */
  async championMoveOn(gameId: number, day: Day): Promise<Promotion | undefined> {
    return promotionsInForce(await this.models.promotions(gameId, CHAMPION), day).at(-1);
  }

  /** The versions that estimate on a day: champion, challenger, shadows. Each once, under the first of its aliases. */
  async holdersOn(gameId: number, day: Day): Promise<(AliasHolder & { alias: Alias })[]> {
    const holders = (await this.models.holdersOn(gameId, day)) as (AliasHolder & { alias: Alias })[];
    const ranked = ALIASES.flatMap((alias) => holders.filter((holder) => holder.alias === alias));
    return ranked.filter(({ modelVersionId }, i) => ranked.findIndex((other) => other.modelVersionId === modelVersionId) === i);
  }

  /** As {@link holdersOn}, one version at a time, for what a model has learned may be large; then the others named, unseen as shadows are. */
  async *servingOn(gameId: number, day: Day, alsoIds: readonly number[] = []): AsyncGenerator<ServingVersion> {
    const holders = await this.holdersOn(gameId, day);
    const others = alsoIds.filter((id) => !holders.some((holder) => holder.modelVersionId === id)).map((modelVersionId) => ({ alias: SHADOW as Alias, modelVersionId }));
    for (const { alias, modelVersionId } of [...holders, ...others]) {
      const version = await this.models.version(modelVersionId);
      if (version) yield { alias, version };
    }
  }

  private async versionOf(request: Move): Promise<ModelVersion> {
    const version = await this.models.version(request.modelVersionId);
    if (!version || version.gameId !== request.gameId) {
      throw new NotFound(`There is no model version ${request.modelVersionId} of this game; GET /v1/models lists them.`);
    }
    const effectiveFrom = this.firstDayOf(request);
    if (version.trainedThrough > effectiveFrom) {
      throw new BadData(`model version ${version.id} was trained through ${version.trainedThrough}; it cannot serve from ${effectiveFrom}, which is earlier.`);
    }
    return version;
  }

  /** The log of an alias, newest first. Throws {@link Conflict} where it is not the log the caller has seen. */
  private async logFor(alias: Alias, request: { gameId: number; expectedSequence?: number }): Promise<Promotion[]> {
    const log = await this.models.promotions(request.gameId, alias);
    const last = log[0]?.sequence ?? 0;
    if (request.expectedSequence !== undefined && request.expectedSequence !== last) {
      throw new Conflict(`expected_sequence is ${request.expectedSequence}, but the last move of "${alias}" is number ${last}: read the log and decide again.`);
    }
    return log;
  }

  /** Of several that read the same log only one gets the next number; the others get a {@link Conflict}. */
  private async append(log: readonly Promotion[], move: Move, row: Pick<Promotion, 'alias' | 'previousModelVersionId'> & Partial<Promotion>): Promise<Promotion> {
    const promotion = {
      sequence: (log[0]?.sequence ?? 0) + 1,
      modelVersionId: move.modelVersionId,
      isEnd: false,
      returnsToSequence: null,
      overrideReason: null,
      effectiveFrom: this.firstDayOf(move),
      actor: move.actor,
      reason: move.reason,
      recordedAt: this.clock.now(),
      ...row,
    };
    await this.models.promote({ ...promotion, gameId: move.gameId });
    return promotion;
  }

  private firstDayOf(move: Pick<Move, 'effectiveFrom'>): Day {
    return move.effectiveFrom ?? dayOf(this.clock.now());
  }
}

function nameOf(version: ModelVersion): string {
  return `${version.name} v${version.version}`;
}
