import type { LabCard, LabMarket } from './lab-market.js';
import type { Faults } from './lab-faults.js';

/** The market as a source with these faults sees it. Cards that are named and do not exist are left alone. */
export function alteredMarket(market: LabMarket, faults: Pick<Faults, 'swapped' | 'hundredfold'>): LabMarket {
  if (faults.swapped === undefined && faults.hundredfold === undefined) return market;
  const replaced = new Map<LabCard, LabCard>();
  const [a, b] = (faults.swapped ?? []).map((id) => cardOf(market, id));
  if (a && b) replaced.set(a, { ...a, ids: b.ids }).set(b, { ...b, ids: a.ids });
  const dear = faults.hundredfold === undefined ? undefined : cardOf(market, faults.hundredfold);
  if (dear) replaced.set(dear, { ...(replaced.get(dear) ?? dear), priceFactor: 100 });
  return { ...market, cards: market.cards.map((card) => replaced.get(card) ?? card) };
}

function cardOf(market: LabMarket, tcgplayerId: number): LabCard | undefined {
  return market.cards.find((card) => card.ids.tcgplayer === tcgplayerId);
}
