/**
 * Where a source has its prices from. Several sources pass on TCGplayer's: that two of them agree says only that both copied it. A
 * source that is not named here stands for itself.
 */
const PASSED_ON: Readonly<Record<string, string>> = {
  tcgcsv: 'tcgplayer',
  tcgdex: 'tcgplayer',
  pokemontcg: 'tcgplayer',
  pokemonpricetracker: 'tcgplayer',
};

export function underlyingMarket(source: string): string {
  return Object.hasOwn(PASSED_ON, source) ? (PASSED_ON[source] as string) : source;
}
