import { Inject, Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CONFIG, type Config } from '../config/index.js';
import { FeatureRowReader } from '../features/index.js';
import { type FeatureDay, inputRows, predictionRows } from './domain/drift-rows.js';
import type { Panel } from './domain/fair-value-model.js';
import { type DriftReference, type FrozenSample, referenceOf } from './domain/frozen-bins.js';
import type { WalkForwardResult } from './domain/walk-forward.js';
import { DRIFT_BINS, REFERENCE_CUTOFFS } from './drift-settings.js';
import { minimumPriceCents } from './walk-forward-settings.js';

/** The sample a candidate learned from, in frozen bins: its inputs at the last cutoffs, and what it said of them out of sample. */
@Injectable()
export class DriftReferences {
  private readonly minimumPriceCents: number;

  constructor(
    private readonly features: FeatureRowReader,
    @Inject(CONFIG) config: Config,
  ) {
    this.minimumPriceCents = minimumPriceCents(config);
  }

  /** The same for all candidates of a training. */
  async inputs(panel: Panel, result: WalkForwardResult): Promise<FrozenSample> {
    const days: FeatureDay[] = [];
    for (const cutoff of result.cutoffDays.slice(-REFERENCE_CUTOFFS)) {
      days.push(this.features.featureRowsOn(panel, cutoff));
      await nextTurn();
    }
    return referenceOf(inputRows(days, this.minimumPriceCents), DRIFT_BINS);
  }

  of(modelName: string, result: WalkForwardResult, inputs: FrozenSample): DriftReference {
    return { version: 1, inputs, predictions: referenceOf(outOfSample(modelName, result), DRIFT_BINS) };
  }
}

function outOfSample(modelName: string, { rows, predictions, cutoffDays }: WalkForwardResult) {
  const own = predictions.find((one) => one.modelName === modelName);
  const from = cutoffDays.at(-REFERENCE_CUTOFFS) ?? cutoffDays[0] ?? Infinity;
  const chosen = own ? Int32Array.from(rows.cutoffDay, (_, row) => row).filter((row) => (rows.cutoffDay[row] as number) >= from) : new Int32Array();
  const column = (values: ArrayLike<number> | undefined) => Float64Array.from(chosen, (row) => values?.[row] ?? NaN);
  return predictionRows({
    days: column(rows.cutoffDay),
    logFair: column(own?.fairValueCents).map(Math.log),
    logMarket: column(rows.marketCents).map(Math.log),
    up: column(own?.pUp),
    down: column(own?.pDown),
  });
}
