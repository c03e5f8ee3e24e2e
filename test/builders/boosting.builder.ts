import type { Objective } from '../../src/gbdt/index.js';
import { seededRandom } from '../../src/shared/random.js';

export const OBJECTIVES: readonly Objective[] = [{ kind: 'squared' }, { kind: 'huber', delta: 0.5 }, { kind: 'quantile', alpha: 0.7 }, { kind: 'logistic' }];

export interface BoostingProblem {
  readonly columns: Record<'a' | 'b' | 'c' | 'd' | 'e', Float64Array>;
  readonly target: Float64Array;
}

/** A seeded problem with a slope (a), a curve (b), an interaction (c, d), noise, and a fifth of `a` missing where `e` is small. */
export function aBoostingProblem({ rows, seed = 3 }: { rows: number; seed?: number }): BoostingProblem {
  const random = seededRandom(seed);
  const column = () => Float64Array.from({ length: rows }, () => random());
  const columns = { a: column(), b: column(), c: column(), d: column(), e: column() };
  const target = columns.a.map((a, k) => 3 * a + Math.sin(6 * columns.b[k]!) + 2 * columns.c[k]! * columns.d[k]! + 0.2 * (random() - 0.5));
  columns.e.forEach((value, k) => {
    if (value < 0.2) columns.a[k] = NaN;
  });
  return { columns, target };
}

/** The target of a problem as an objective wants it: for the logistic one, whether it is above 2.5. */
export function targetFor(objective: Objective, target: Float64Array): Float64Array {
  return objective.kind === 'logistic' ? target.map((value) => (value > 2.5 ? 1 : 0)) : target;
}
