import type { Panel } from './domain/fair-value-model.js';
import { type SignalStability, signalStability } from './domain/signal-stability.js';
import type { WalkForwardResult } from './domain/walk-forward.js';

/** One out-of-sample estimate, as the signal policy sees it. NaN is "none". */
export interface OutOfSampleRow {
  readonly marketCents: number;
  readonly fairValueCents: number;
  readonly lower80Cents: number;
  readonly upper80Cents: number;
  readonly upProbability: number;
  readonly downProbability: number;
}

/** The signal policy as a function: BUY, SELL, HOLD, or null where it declines. The same one that serves live. */
export type SignalOf = (row: OutOfSampleRow) => string | null;

const CODES: Readonly<Record<string, number>> = { SELL: -1, HOLD: 0, BUY: 1 };
const NONE = 2;

/** How steady the policy's signals would have been on a model's out-of-sample estimates. */
export function replayPolicy(result: WalkForwardResult, modelName: string, panel: Panel, signalOf: SignalOf): SignalStability | undefined {
  const predictions = result.predictions.find((one) => one.modelName === modelName);
  if (!predictions) return undefined;
  const { rows } = result;
  const signals = Float64Array.from(rows.seriesIndex, (_, row) => {
    const signal = signalOf({
      marketCents: rows.marketCents[row] as number,
      fairValueCents: predictions.fairValueCents[row] as number,
      lower80Cents: predictions.lower80[row] as number,
      upper80Cents: predictions.upper80[row] as number,
      upProbability: predictions.pUp[row] as number,
      downProbability: predictions.pDown[row] as number,
    });
    return signal === null ? NONE : (CODES[signal] ?? NONE);
  });
  const cards = Float64Array.from(rows.seriesIndex, (index) => panel.series[index]?.printingId ?? -1);
  return signalStability(cards, rows.cutoffDay, signals);
}
