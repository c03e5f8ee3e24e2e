import { cardmarket } from './cardmarket/cardmarket.provider.js';
import { pokemonpricetracker } from './pokemonpricetracker/pokemonpricetracker.provider.js';
import { pokemontcg } from './pokemontcg/pokemontcg.provider.js';
import type { Provider } from './provider.js';
import { tcgcsv } from './tcgcsv/tcgcsv.provider.js';
import { tcgdex } from './tcgdex/tcgdex.provider.js';

/**
 * Every outside source of quotes. A new one is a folder here and a line in this list. Price files (`import`) and the simulated market
 * are not asked anything over the network and not in it.
 */
export const PROVIDERS: readonly Provider[] = [tcgcsv, cardmarket, tcgdex, pokemonpricetracker, pokemontcg];

/** The provider of a slug; undefined where there is none. */
export function providerBySlug(slug: string): Provider | undefined {
  return PROVIDERS.find((provider) => provider.slug === slug);
}
