import { Injectable } from '@nestjs/common';
import type { Provider } from './providers/provider.js';
import { TrackedCards } from './tracked-cards.js';

/** Which products a source is asked for, where it is asked one by one. */
@Injectable()
export class WantedProducts {
  constructor(private readonly trackedCards: TrackedCards) {}

  /**
   * The tracked cards, the most important first, as the source calls them: TCGdex has prices card by card only, and PokemonPriceTracker bills each.
   * Undefined: all the source has; so where no tracked card has an id of the source.
   */
  async of({ slug, game }: Provider): Promise<string[] | undefined> {
    if (slug !== 'tcgdex' && slug !== 'pokemonpricetracker') return undefined;
    const file = await this.trackedCards.read();
    if (file?.gameSlug !== game) return undefined;
    const cards = file.cards.toSorted((a, b) => a.priority - b.priority);
    const ids = cards.flatMap((card) => (slug === 'tcgdex' ? card.cardIds : card.tcgplayerId === null ? [] : [card.tcgplayerId]));
    return ids.length === 0 ? undefined : ids;
  }
}
