import { Inject, Injectable } from '@nestjs/common';
import {
  type Alias,
  type AliasRequest,
  ModelReader,
  ModelRegistry,
  type ModelVersion,
  type ModelVersionSummary,
  type Promotion,
  type PromotionRequest,
} from '../modelling/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { dayOf } from '../shared/day.js';
import { NotFound } from '../shared/errors.js';
import { CardDirectory } from './card-directory.js';
import type { Game } from '../ingestion/index.js';

/** A model version as the API shows it. */
export interface ListedModel<Model = ModelVersionSummary> {
  readonly model: Model;
  readonly game: string;
  /** What it is today: champion, challenger, shadow, or nothing. */
  readonly alias: Alias | undefined;
}

/** Registered models under the names of their games, and who serves. */
@Injectable()
export class ModelCatalogue {
  constructor(
    private readonly models: ModelReader,
    private readonly registry: ModelRegistry,
    private readonly directory: CardDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(filter: { game?: string | undefined; limit: number }): Promise<ListedModel[]> {
    const games = filter.game === undefined ? await this.directory.gamesShown() : [await this.directory.game(filter.game)];
    const [only, ...others] = games;
    const versions = await this.models.versions({ limit: filter.limit, ...(only && others.length === 0 ? { gameId: only.id } : {}) });
    const aliases = await this.aliases(games);
    return versions.flatMap((model) => {
      const game = games.find((each) => each.id === model.gameId);
      return game ? [{ model, game: game.slug, alias: aliases.get(model.id) }] : [];
    });
  }

  async one(id: number): Promise<ListedModel<ModelVersion>> {
    const model = await this.models.version(id);
    const game = model && (await this.directory.games()).find((each) => each.id === model.gameId);
    if (!model || !game) throw new NotFound(`There is no model ${id}; GET /v1/models lists them.`);
    return { model, game: game.slug, alias: (await this.aliases([game])).get(model.id) };
  }

  /** The log of one alias, newest first. */
  async promotions(slug: string | undefined, alias: Alias): Promise<Promotion[]> {
    return this.models.promotions((await this.directory.game(slug)).id, alias);
  }

  async promote(slug: string, request: Omit<PromotionRequest, 'gameId'>): Promise<Promotion> {
    const game = await this.directory.game(slug);
    return this.registry.promote({ ...request, gameId: game.id });
  }

  async rollBack(slug: string, request: { actor: string; reason: string; expectedSequence?: number }): Promise<Promotion> {
    const game = await this.directory.game(slug);
    return this.registry.rollBack({ ...request, gameId: game.id });
  }

  async setAlias(slug: string, request: Omit<AliasRequest, 'gameId'>): Promise<Promotion> {
    const game = await this.directory.game(slug);
    return this.registry.setAlias({ ...request, gameId: game.id });
  }

  private async aliases(games: readonly Game[]): Promise<Map<number, Alias>> {
    const today = dayOf(this.clock.now());
    const holders = await Promise.all(games.map((game) => this.registry.holdersOn(game.id, today)));
    return new Map(holders.flat().map((holder) => [holder.modelVersionId, holder.alias]));
  }
}
