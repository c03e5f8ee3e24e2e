import { Injectable } from '@nestjs/common';
import { type ModelCard, ModelCards } from '../modelling/index.js';
import { CardDirectory } from './card-directory.js';
import { ModelCatalogue } from './model-catalogue.js';

/** The card of any registered model, under the name of its game. */
@Injectable()
export class NamedModelCards {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly cards: ModelCards,
    private readonly directory: CardDirectory,
  ) {}

  /** Throws NotFound for a model that does not exist. */
  async of(id: number): Promise<ModelCard> {
    const { model, game: slug, alias } = await this.models.one(id);
    const game = await this.directory.game(slug);
    return this.cards.of(model, { game: game.slug, isSimulated: game.isSimulated, alias: alias ?? null });
  }
}
