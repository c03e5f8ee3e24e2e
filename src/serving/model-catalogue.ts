import { Inject, Injectable } from '@nestjs/common';
import { ModelReader, ModelRegistry, type ModelVersion, type ModelVersionSummary, type Promotion, type PromotionRequest } from '../modelling/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { dayOf } from '../shared/day.js';
import { NotFound } from '../shared/errors.js';
import { CardDirectory } from './card-directory.js';
import type { Game } from '../ingestion/index.js';

/** A model version as the API shows it. */
export interface ListedModel<Model = ModelVersionSummary> {
  readonly model: Model;
  readonly game: string;
  readonly championId: number | undefined;
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
    const games = filter.game === undefined ? await this.directory.games() : [await this.directory.game(filter.game)];
    const [only] = games;
    const versions = await this.models.versions({ limit: filter.limit, ...(filter.game === undefined || !only ? {} : { gameId: only.id }) });
    const champions = await this.championIds(games);
    return versions.flatMap((model) => {
      const game = games.find((each) => each.id === model.gameId);
      return game ? [{ model, game: game.slug, championId: champions.get(game.id) }] : [];
    });
  }

  async one(id: number): Promise<ListedModel<ModelVersion>> {
    const model = await this.models.version(id);
    const game = model && (await this.directory.games()).find((each) => each.id === model.gameId);
    if (!model || !game) throw new NotFound(`There is no model ${id}; GET /v1/models lists them.`);
    return { model, game: game.slug, championId: (await this.championIds([game])).get(game.id) };
  }

  async promotions(slug: string | undefined): Promise<Promotion[]> {
    return this.models.promotions((await this.directory.game(slug)).id);
  }

  async promote(slug: string, request: Omit<PromotionRequest, 'gameId'>): Promise<Promotion> {
    const game = await this.directory.game(slug);
    return this.registry.promote({ ...request, gameId: game.id });
  }

  async rollBack(slug: string, request: { actor: string; reason: string }): Promise<Promotion> {
    const game = await this.directory.game(slug);
    return this.registry.rollBack({ ...request, gameId: game.id });
  }

  private async championIds(games: readonly Game[]): Promise<Map<number, number | undefined>> {
    const today = dayOf(this.clock.now());
    const entries = games.map(async (game) => [game.id, (await this.models.championOn(game.id, today))?.id] as const);
    return new Map(await Promise.all(entries));
  }
}
