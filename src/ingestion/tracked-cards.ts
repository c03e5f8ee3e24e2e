import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { CatalogueRepository, type Game } from './catalogue.repository.js';
import { type CardsFile, readCardsFile } from './cards-file.js';

/** Marks the printings of the cards that config/cards.yaml tracks. */
@Injectable()
export class TrackedCards {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly catalogue: CatalogueRepository,
  ) {}

  /** What the file says now. Throws ConfigError where it cannot be used: ask before long work. */
  read(): Promise<CardsFile | undefined> {
    return readCardsFile(this.config.cardsFile);
  }

  /** Sets the categories of a game's printings. Returns what a person should know about it. */
  async apply(file: CardsFile | undefined, game: Game): Promise<string[]> {
    if (!file) return [`There is no ${this.config.cardsFile}: no card is tracked in a category.`];
    if (file.gameSlug === game.slug) await this.catalogue.setCategories(game.id, file.cards);
    return [];
  }
}
