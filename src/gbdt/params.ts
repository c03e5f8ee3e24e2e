import { requireWhole } from './bin.js';
import { GbdtInputError } from './errors.js';

/** What is minimised. `delta` is in units of the target; `alpha` is the level of the quantile. */
export type Objective =
  | { readonly kind: 'squared' }
  | { readonly kind: 'huber'; readonly delta: number }
  | { readonly kind: 'quantile'; readonly alpha: number }
  | { readonly kind: 'logistic' };

/** All but the objective have defaults ({@link DEFAULT_PARAMS}). */
export interface BoosterParams {
  objective: Objective;
  /** Trees at most. */
  rounds?: number;
  /** What each tree's values are multiplied with, in (0, 1]. */
  learningRate?: number;
  /** Splits between root and leaf at most, 1..16. */
  maxDepth?: number;
  /** Where given, trees grow best leaf first to so many leaves, within maxDepth; else level by level. */
  maxLeaves?: number;
  minRowsPerLeaf?: number;
  /** Least sum of second derivatives in a leaf: rows (or weights) but for the logistic objective. */
  minHessian?: number;
  /** L2 penalty on leaf values. */
  lambda?: number;
  /** Least fall of the loss by a split. */
  minGain?: number;
  /** Share of the rows each tree sees, drawn without replacement, in (0, 1]. */
  rowSample?: number;
  /** Share of the features each tree sees, in (0, 1]. */
  columnSample?: number;
  /** Per feature name: 1, the prediction never falls as it rises; -1, it never rises. */
  monotone?: Readonly<Record<string, -1 | 0 | 1>>;
  /** With validation rows: stop when their loss has not fallen for so many rounds, and keep the best round. 0: never. */
  earlyStoppingRounds?: number;
  seed?: number;
}

export type ResolvedParams = Required<Omit<BoosterParams, 'maxLeaves'>> & { readonly maxLeaves: number | undefined };

export const DEFAULT_PARAMS = {
  rounds: 300,
  learningRate: 0.1,
  maxDepth: 6,
  minRowsPerLeaf: 20,
  minHessian: 1e-3,
  lambda: 1,
  minGain: 0,
  rowSample: 1,
  columnSample: 1,
  monotone: {},
  earlyStoppingRounds: 0,
  seed: 1,
} as const satisfies Omit<BoosterParams, 'objective'>;

const MAX_WHOLE = 2 ** 31 - 1;

/** Params with their defaults. @throws GbdtInputError for a value out of range, or a constraint on an unknown feature. */
export function resolveParams(given: BoosterParams, featureNames: readonly string[]): ResolvedParams {
  const known = new Set([...Object.keys(DEFAULT_PARAMS), 'objective', 'maxLeaves']);
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown !== undefined) throw new GbdtInputError('params', unknown, [...known].join(', '));
  const stated = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const params = { ...DEFAULT_PARAMS, maxLeaves: undefined, ...stated } as ResolvedParams;
  requireObjective(params.objective);
  requireWhole('rounds', params.rounds, [1, 100_000]);
  requireWhole('maxDepth', params.maxDepth, [1, 16]);
  if (params.maxLeaves !== undefined) requireWhole('maxLeaves', params.maxLeaves, [2, 65_536]);
  requireWhole('minRowsPerLeaf', params.minRowsPerLeaf, [1, MAX_WHOLE]);
  requireWhole('earlyStoppingRounds', params.earlyStoppingRounds, [0, MAX_WHOLE]);
  requireWhole('seed', params.seed, [0, 2 ** 32 - 1]);
  requireShare('learningRate', params.learningRate);
  requireShare('rowSample', params.rowSample);
  requireShare('columnSample', params.columnSample);
  requireNotNegative('minHessian', params.minHessian);
  requireNotNegative('lambda', params.lambda);
  requireNotNegative('minGain', params.minGain);
  requireMonotone(params.monotone, featureNames);
  return params;
}

export function requireObjective(objective: Objective): void {
  const kind: string | undefined = objective?.kind;
  if (kind === 'huber' && !(Number.isFinite((objective as { delta: number }).delta) && (objective as { delta: number }).delta > 0)) {
    throw new GbdtInputError('objective.delta', (objective as { delta: number }).delta, 'a finite number above 0');
  }
  if (kind === 'quantile' && !((objective as { alpha: number }).alpha > 0 && (objective as { alpha: number }).alpha < 1)) {
    throw new GbdtInputError('objective.alpha', (objective as { alpha: number }).alpha, 'a number between 0 and 1, both excluded');
  }
  if (!['squared', 'huber', 'quantile', 'logistic'].includes(kind as string)) throw new GbdtInputError('objective.kind', kind, 'squared, huber, quantile or logistic');
}

function requireMonotone(monotone: Readonly<Record<string, number>>, featureNames: readonly string[]): void {
  for (const [name, direction] of Object.entries(monotone)) {
    if (!featureNames.includes(name)) throw new GbdtInputError('monotone', name, `features of the dataset: ${featureNames.join(', ')}`);
    if (![-1, 0, 1].includes(direction)) throw new GbdtInputError(`monotone[${JSON.stringify(name)}]`, direction, '-1, 0 or 1');
  }
}

function requireShare(field: string, value: number): void {
  if (!(value > 0 && value <= 1)) throw new GbdtInputError(field, value, 'a number above 0 and at most 1');
}

function requireNotNegative(field: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) throw new GbdtInputError(field, value, 'a finite number of at least 0');
}
