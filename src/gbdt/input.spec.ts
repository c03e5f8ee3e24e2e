import { describe, expect, it } from 'vitest';
import { binColumns, binLike, GbdtInputError, trainBooster, type BoosterParams, type TrainOptions } from './index.js';

const dataset = binColumns({ x: [1, 2, 3, 4], y: [4, 3, 2, 1] });
const target = [0, 1, 0, 1];
const SQUARED = { objective: { kind: 'squared' } } as const;
const LOGISTIC = { objective: { kind: 'logistic' } } as const;
const train = (params: object = SQUARED, options: TrainOptions = {}, values: ArrayLike<number> = target) => () => trainBooster(dataset, values, params as BoosterParams, options);
const booster = trainBooster(dataset, target, { ...SQUARED, rounds: 1 });

describe('bad input is refused by name, with its value and what would be accepted', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['no columns', () => binColumns({}), /columns is "{}"; accepted: at least one/],
    ['no rows', () => binColumns({ x: [] }), /columns is "without rows"/],
    ['columns of different lengths', () => binColumns({ x: [1, 2], y: [1] }), /columns\["y"\].length is 1; accepted: 2, that of "x"/],
    ['1 bin', () => binColumns({ x: [1] }, { maxBins: 1 }), /maxBins is 1; accepted: a whole number in 2..255/],
    ['bins of a row that is not there', () => binColumns({ x: [1] }, { rows: [1] }), /rows\[0\] is 1; accepted: row numbers in 0..0/],
    ['bins of no rows', () => binColumns({ x: [1] }, { rows: [] }), /rows is "empty"/],
    ['an empty training set', train(SQUARED, { rows: [] }), /rows is "empty"; accepted: at least one row number/],
    ['a row twice', train(SQUARED, { rows: [1, 1] }), /rows is "1 twice"/],
    ['a row out of range', train(SQUARED, { rows: [4] }), /rows\[0\] is 4; accepted: row numbers in 0..3/],
    ['a target that is not there', train(SQUARED, {}, [0, NaN, 0, 0]), /target\[1\] is NaN; accepted: finite/],
    ['a target too short', train(SQUARED, {}, [0]), /target.length is 1; accepted: 4/],
    ['one class', train(LOGISTIC, {}, [1, 1, 1, 1]), /target is "1 in every row"; accepted: both 0 and 1/],
    ['one class among the rows with a weight', train(LOGISTIC, { weights: [1, 0, 1, 0] }), /target is "0 in every row"/],
    ['a class of 2', train(LOGISTIC, {}, [0, 1, 2, 1]), /target\[2\] is 2; accepted: 0 or 1/],
    ['a weight below 0', train(SQUARED, { weights: [1, -1, 1, 1] }), /weights\[1\] is -1/],
    ['weights of 0', train(SQUARED, { weights: [0, 0, 0, 0] }), /weights is "all 0"/],
    ['too few weights', train(SQUARED, { weights: [1] }), /weights.length is 1/],
    ['an offset that is no number', train(SQUARED, { initScore: [0, 0, Infinity, 0] }), /initScore\[2\] is Infinity/],
    ['alpha 0', train({ objective: { kind: 'quantile', alpha: 0 } }), /objective.alpha is 0; accepted: a number between 0 and 1/],
    ['alpha 1', train({ objective: { kind: 'quantile', alpha: 1 } }), /objective.alpha is 1/],
    ['delta 0', train({ objective: { kind: 'huber', delta: 0 } }), /objective.delta is 0/],
    ['an unknown objective', train({ objective: { kind: 'cubic' } }), /objective.kind is "cubic"; accepted: squared, huber, quantile or logistic/],
    ['no objective', train({}), /objective.kind is undefined/],
    ['an unknown parameter', train({ ...SQUARED, depth: 3 }), /params is "depth"; accepted: rounds, /],
    ['no rounds', train({ ...SQUARED, rounds: 0 }), /rounds is 0/],
    ['a learning rate of 0', train({ ...SQUARED, learningRate: 0 }), /learningRate is 0/],
    ['a share of rows of 2', train({ ...SQUARED, rowSample: 2 }), /rowSample is 2/],
    ['a penalty below 0', train({ ...SQUARED, lambda: -1 }), /lambda is -1/],
    ['a depth of 17', train({ ...SQUARED, maxDepth: 17 }), /maxDepth is 17; accepted: a whole number in 1..16/],
    ['a constraint on an unknown feature', train({ ...SQUARED, monotone: { z: 1 } }), /monotone is "z"; accepted: features of the dataset: x, y/],
    ['a constraint of 2', train({ ...SQUARED, monotone: { x: 2 } }), /monotone\["x"\] is 2; accepted: -1, 0 or 1/],
    ['early stopping on nothing', train({ ...SQUARED, earlyStoppingRounds: 3 }), /earlyStoppingRounds is 3; accepted: 0, or validation rows/],
    ['validation rows that are trained on', train(SQUARED, { validation: { rows: [2] } }), /validation.rows is 2/],
    ['a validation target that is not there', train(SQUARED, { rows: [0, 1], validation: { rows: [2] } }, [0, 1, NaN, 0]), /validation rows: target\[2\] is NaN/],
    ['validation rows of other bins', train(SQUARED, { validation: { dataset: binColumns({ x: [1, 7], y: [1, 2] }), target: [0, 1] } }), /validation.dataset is "a dataset of other bins"/],
    ['a feature missing at prediction', () => booster.predict({ x: [1] }), /columns\["y"\] is undefined; accepted: a column for each of 2 features: x, y/],
    ['a matrix of half a row', () => booster.predictMatrix(new Float64Array(3)), /matrix.length is 3; accepted: a multiple of 2/],
    ['a dataset of other bins at prediction', () => booster.predictBinned(binColumns({ x: [1, 9], y: [4, 3] })), /dataset is "a dataset of other features or bins"/],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(GbdtInputError);
    expect(act).toThrow(message);
  });

  it('takes a single row, a constant feature and a feature without a value, and predicts the target', () => {
    const poor = binColumns({ constant: [1, 1, 1], nothing: [NaN, NaN, NaN] });
    expect([...trainBooster(poor, [2, 2, 5], { ...SQUARED, minRowsPerLeaf: 1 }).predict({ constant: [1, NaN], nothing: [3, NaN] })]).toEqual([expect.closeTo(3, 9), expect.closeTo(3, 9)]);
    expect(trainBooster(binColumns({ x: [1] }), [7], SQUARED).predict({ x: [9] })[0]).toBe(7);
  });

  it('predicts alike from columns, rows of numbers and bins', () => {
    const columns = { x: [1, 2, 3, NaN], y: [4, 3, NaN, 1] };
    const deep = trainBooster(dataset, target, { ...SQUARED, rounds: 3, minRowsPerLeaf: 1 });
    const byColumns = deep.predict(columns);
    expect(deep.predictMatrix(Float64Array.from(columns.x.flatMap((x, row) => [x, columns.y[row]!])))).toEqual(byColumns);
    expect(deep.predictBinned(binLike(dataset, columns))).toEqual(byColumns);
    expect(deep.predictBinned(binLike(dataset, columns), [3, 0])).toEqual(Float64Array.of(byColumns[3]!, byColumns[0]!));
  });
});
