/**
 * SQL: the currency of every printing of a game, which is that of the source with the lowest id that is still matched to it; columns printing_id and currency.
 * `gameId` is a number this process knows, or a parameter such as `$1`.
 */
export function printingCurrencies(gameId: number | `$${number}`): string {
  return `(SELECT DISTINCT ON (printing_id) printing_id, currency FROM source_crosswalk WHERE game_id = ${gameId} AND state <> 'rejected' ORDER BY printing_id, source_id)`;
}
