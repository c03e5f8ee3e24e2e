import { binLike, chooseColumns, type BinnedDataset, type Columns } from './bin.js';
import { GbdtInputError } from './errors.js';
import { explainRows, gainShares, type Explanation } from './explain.js';
import { requireRows } from './input.js';
import type { BoosterModel } from './model.js';
import { outputOf } from './objective.js';
import { flatten, predictBins, predictColumns, predictRows, type FlatTrees } from './predict.js';
import { deserialise, serialise } from './serialise.js';

/** A trained model. It never changes. */
export class Booster {
  private flat: FlatTrees | undefined;

  constructor(readonly model: BoosterModel) {}

  get featureNames(): readonly string[] {
    return this.model.featureNames;
  }

  /** How many trees it has: after early stopping, those up to the best round. */
  get rounds(): number {
    return this.model.trees.length;
  }

  /**
   * Predictions for rows given as named columns, in units of the target; probabilities for the logistic objective. Columns the model
   * does not know are ignored.
   *
   * @throws GbdtInputError for a missing column or unequal lengths.
   */
  predict(columns: Columns): Float64Array {
    return this.asOutput(this.predictRaw(columns));
  }

  /** Like {@link predict}, but raw scores: log odds for the logistic objective. Contributions add up to these. */
  predictRaw(columns: Columns): Float64Array {
    const { featureNames, edges, baseScore } = this.model;
    const chosen = chooseColumns(columns, featureNames);
    return predictColumns(this.flatTrees(), { columns: chosen, edges, rowCount: chosen[0]!.length, baseScore });
  }

  /** Predictions for rows of numbers, one after the other, each with the features in the order of `featureNames`. @throws GbdtInputError for a length that is no whole number of rows. */
  predictMatrix(matrix: Float64Array | Float32Array): Float64Array {
    const { featureNames, edges, baseScore } = this.model;
    if (matrix.length % featureNames.length !== 0) throw new GbdtInputError('matrix.length', matrix.length, `a multiple of ${featureNames.length}, the number of features`);
    return this.asOutput(predictRows(this.flatTrees(), { matrix, featureCount: featureNames.length, edges, baseScore }));
  }

  /**
   * Predictions for rows of a dataset with the bins of this model (all rows by default): the one it was trained on, or one of `binLike`.
   *
   * @throws GbdtInputError for a dataset of other features or bins.
   */
  predictBinned(dataset: BinnedDataset, rows?: ArrayLike<number>): Float64Array {
    this.requireSameBins(dataset);
    return this.asOutput(predictBins(this.flatTrees(), dataset, { rows: requireSequence(rows, dataset.rowCount), baseScore: this.model.baseScore }));
  }

  /**
   * What each feature adds to the raw score of each row: exact Shapley values of the trees ({@link explainRows}). For every row the
   * bias and the contributions add up to {@link predictRaw}.
   *
   * @throws GbdtInputError as {@link predict} does.
   */
  explain(columns: Columns): Explanation {
    const dataset = binLike(this.model, columns);
    return explainRows(this.model, dataset, requireRows(undefined, dataset.rowCount, 'rows'));
  }

  /** {@link explain} for rows of a dataset with the bins of this model. @throws GbdtInputError for a dataset of other bins. */
  explainBinned(dataset: BinnedDataset, rows?: ArrayLike<number>): Explanation {
    this.requireSameBins(dataset);
    return explainRows(this.model, dataset, requireSequence(rows, dataset.rowCount));
  }

  /** Per feature its share of the fall of the training loss; they add up to 1, or are all 0 where no tree has a split. */
  importance(): Record<string, number> {
    return gainShares(this.model);
  }

  /** The model as text; the same model gives the same text. */
  serialise(): string {
    return serialise(this.model);
  }

  /** @throws GbdtModelError for a text of another version, cut short, changed, or that is no such model. */
  static deserialise(text: string): Booster {
    return new Booster(deserialise(text));
  }

  private asOutput(raw: Float64Array): Float64Array {
    const { objective } = this.model;
    return objective.kind === 'logistic' ? raw.map((score) => outputOf(objective, score)) : raw;
  }

  private flatTrees(): FlatTrees {
    this.flat ??= flatten(this.model.trees);
    return this.flat;
  }

  private requireSameBins(dataset: BinnedDataset): void {
    const { featureNames, edges } = this.model;
    const isSame = dataset.featureNames.length === featureNames.length
      && dataset.featureNames.every((name, k) => name === featureNames[k])
      && dataset.edges.every((upper, k) => upper === edges[k] || sameNumbers(upper, edges[k]!));
    if (!isSame) throw new GbdtInputError('dataset', 'a dataset of other features or bins', 'the dataset trained on, or one of binLike({ featureNames, edges }, columns)');
  }
}

function requireSequence(rows: ArrayLike<number> | undefined, rowCount: number): Int32Array {
  if (rows === undefined) return requireRows(undefined, rowCount, 'rows');
  for (let k = 0; k < rows.length; k++) {
    if (!Number.isInteger(rows[k]) || rows[k]! < 0 || rows[k]! >= rowCount) throw new GbdtInputError(`rows[${k}]`, rows[k], `row numbers in 0..${rowCount - 1}`);
  }
  return Int32Array.from(rows);
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, k) => value === b[k]);
}
