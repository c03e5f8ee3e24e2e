import { addDays, type Day } from '../../shared/day.js';

/** A line of the champion log, as far as it matters who served when. */
export interface ChampionMove {
  readonly sequence: number;
  readonly modelVersionId: number;
  readonly effectiveFrom: Day;
  /** Of a roll-back: the promotion that is in force again. */
  readonly returnsToSequence: number | null;
}

/** Days on which one version was champion, both included; `to` is null while it still is. */
export interface ChampionSpan {
  readonly modelVersionId: number;
  readonly from: Day;
  readonly to: Day | null;
}

/**
 * The promotions that led to the champion of a day, the one in force last. A roll-back takes off what lies behind the promotion it
 * returns to, so that the next roll-back goes on from there. `log` may be in any order.
 */
export function promotionsInForce<Move extends ChampionMove>(log: readonly Move[], day: Day): Move[] {
  return inOrder(log)
    .filter((move) => move.effectiveFrom <= day)
    .reduce<Move[]>((before, move) => {
      const kept = move.returnsToSequence === null ? -1 : before.findIndex((one) => one.sequence === move.returnsToSequence);
      return kept < 0 ? [...before, move] : before.slice(0, kept + 1);
    }, []);
}

/** The promotion a roll-back on a day returns to: the last one of another version than the champion. Undefined where there is none. */
export function promotionBefore<Move extends ChampionMove>(log: readonly Move[], day: Day): Move | undefined {
  const inForce = promotionsInForce(log, day);
  const current = inForce.at(-1);
  return inForce.findLast((move) => move.modelVersionId !== current?.modelVersionId);
}

/** Who served when, ascending and without overlap; a promotion that another one of the same day replaced never served. */
export function championSpans(log: readonly ChampionMove[]): ChampionSpan[] {
  const moves = inOrder(log).filter((move, i, all) => move.effectiveFrom !== all[i + 1]?.effectiveFrom);
  return moves.map(({ modelVersionId, effectiveFrom }, i) => {
    const next = moves[i + 1];
    return { modelVersionId, from: effectiveFrom, to: next ? addDays(next.effectiveFrom, -1) : null };
  });
}

/** As the days have it: by the first day in force, then by sequence. */
function inOrder<Move extends ChampionMove>(log: readonly Move[]): Move[] {
  return log.toSorted((a, b) => (a.effectiveFrom === b.effectiveFrom ? a.sequence - b.sequence : a.effectiveFrom < b.effectiveFrom ? -1 : 1));
}
