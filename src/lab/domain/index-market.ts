import type { LabCard, LabMarket, LabSealed, LabSet } from './lab-market.js';

/** The market by what it is asked for. */
export interface IndexedMarket extends LabMarket {
  readonly cardsOfSet: ReadonlyMap<LabSet, readonly LabCard[]>;
  readonly sealedOfSet: ReadonlyMap<LabSet, LabSealed>;
  readonly byTcgplayerId: ReadonlyMap<number, LabCard>;
  readonly byTcgdexId: ReadonlyMap<string, LabCard>;
  readonly byPokemontcgId: ReadonlyMap<string, LabCard>;
}

export function indexMarket(market: LabMarket): IndexedMarket {
  const cardsOfSet = new Map<LabSet, LabCard[]>(market.sets.map((set) => [set, []]));
  for (const card of market.cards) cardsOfSet.get(card.set)?.push(card);
  return {
    ...market,
    cardsOfSet,
    sealedOfSet: new Map(market.sealed.map((sealed) => [sealed.set, sealed])),
    byTcgplayerId: new Map(market.cards.map((card) => [card.ids.tcgplayer, card])),
    byTcgdexId: new Map(market.cards.map((card) => [card.ids.tcgdex, card])),
    byPokemontcgId: new Map(market.cards.map((card) => [card.ids.pokemontcg, card])),
  };
}
