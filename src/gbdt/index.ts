/**
 * Gradient-boosted trees on histograms: plain TypeScript, no dependency, the same bytes for the same input on every machine.
 *
 *   const dataset = binColumns({ age, price }, { maxBins: 64, rows: trainingRows });        // once; NaN is a missing value
 *   const booster = trainBooster(dataset, target, { objective: { kind: 'squared' }, rounds: 300, earlyStoppingRounds: 20 },
 *     { rows: trainingRows, validation: { rows: laterRows } });                              // as often as wanted
 *   booster.predict({ age, price });                                                         // Float64Array; all features by name
 *   booster.predictBinned(dataset, laterRows);                                               // the fastest way
 *   booster.explain({ age, price });                                                         // bias + contributions = predictRaw, exactly
 *   Booster.deserialise(booster.serialise());                                                // text with version and checksum
 *
 * `target`, `weights` and `initScore` have a value per row of the dataset; rows not in use may hold anything. Defaults of the parameters are
 * {@link DEFAULT_PARAMS}. To train on several threads, pass a `team` (`threads/index.ts`); the model is the same to the byte. What cannot be used is refused:
 * {@link GbdtInputError} names field, value and what would be accepted, {@link GbdtModelError} what is wrong with a stored model.
 */
export { binColumns, binLike, MAX_VALUE_BINS, type BinnedDataset, type BinOptions, type Column, type Columns } from './bin.js';
export { Booster } from './booster.js';
export { GbdtInputError, GbdtModelError } from './errors.js';
export type { Explanation } from './explain.js';
export type { BoosterModel } from './model.js';
export { DEFAULT_PARAMS, type BoosterParams, type Objective } from './params.js';
export type { RunningJob, Team } from './tasks.js';
export { trainBooster, type RoundReport, type TrainOptions, type Validation } from './train.js';
export type { Tree } from './tree.js';
