/**
 * SQL: the currency of every printing of a game, which is that of the most trusted source that is still matched to it; columns printing_id and currency.
 * `gameId` is a number this process knows, or a parameter such as `$1`.
 */
export function printingCurrencies(gameId: number | `$${number}`): string {
  return `(SELECT DISTINCT ON (x.printing_id) x.printing_id, x.currency FROM source_crosswalk x JOIN source s ON s.id = x.source_id
    WHERE x.game_id = ${gameId} AND x.state <> 'rejected' ORDER BY x.printing_id, s.rank, s.id)`;
}
