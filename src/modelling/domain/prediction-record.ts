/** Sums over scored estimates of one version, horizon and month; `isChampion` says whether it served on these days. */
export interface PredictionSums {
  readonly modelVersionId: number;
  readonly horizonDays: number;
  /** `YYYY-MM` of the day the estimate was made for. */
  readonly month: string;
  readonly isChampion: boolean;
  readonly count: number;
  /** Sum of |actual - fair|, and of |actual - market| on the same rows, in cents. */
  readonly centsLoss: number;
  readonly lastPriceCentsLoss: number;
  /** Sum of |ln(actual / fair)|, and of |ln(actual / market)| on the same rows. */
  readonly logLoss: number;
  readonly lastPriceLogLoss: number;
  /** Estimates with an 80 % interval, and how many of these held the price. */
  readonly intervals: number;
  readonly covered: number;
  /** Estimates with a P(up): how many rose as far, and the sum of (P - outcome)^2. The same for P(down). */
  readonly upCount: number;
  readonly upMoves: number;
  readonly upSquares: number;
  readonly downCount: number;
  readonly downMoves: number;
  readonly downSquares: number;
}

/** How well a probability foresaw a move. Null where there was none. */
export interface ProbabilityRecord {
  readonly count: number;
  readonly brier: number | null;
  /** Share of moves among the same rows. */
  readonly baseRatio: number | null;
  /** Brier score of always saying that share: what a probability has to beat, and only known afterwards. */
  readonly baseBrier: number | null;
}

/** How estimates did beside the last price; below 1 is better than it. Null where there was nothing to divide by. */
export interface PredictionRecord {
  readonly count: number;
  readonly relativeMae: number | null;
  readonly relativeLogError: number | null;
  /** Mean |ln(actual / fair)|, and of |ln(actual / market)| on the same rows: a fraction, close to MAPE where small. */
  readonly meanLogError: number | null;
  readonly lastPriceMeanLogError: number | null;
  readonly intervals: number;
  readonly coverage80: number | null;
  readonly up: ProbabilityRecord;
  readonly down: ProbabilityRecord;
  /** Whether the last price was nearer, in money or in proportion. */
  readonly hasLost: boolean;
}

export interface MonthRecord extends PredictionRecord {
  readonly month: string;
}

/** One horizon: everything together, and month by month, ascending, the lost ones included. */
export interface HorizonRecord {
  readonly horizonDays: number;
  readonly total: PredictionRecord;
  readonly months: readonly MonthRecord[];
}

/** Sums of any versions -> one record per horizon, ascending. */
export function horizonRecords(sums: readonly PredictionSums[]): HorizonRecord[] {
  return distinct(sums.map((each) => each.horizonDays)).map((horizonDays) => {
    const own = sums.filter((each) => each.horizonDays === horizonDays);
    const months = distinct(own.map((each) => each.month));
    return { horizonDays, total: recordOf(own), months: months.map((month) => ({ month, ...recordOf(own.filter((each) => each.month === month)) })) };
  });
}

/** All rows of the sums as one record: sums are added, then divided, so that each estimate counts alike. */
export function recordOf(sums: readonly PredictionSums[]): PredictionRecord {
  const total = (column: SumColumn): number => sums.reduce((sum, each) => sum + each[column], 0);
  return {
    count: total('count'),
    relativeMae: share(total('centsLoss'), total('lastPriceCentsLoss')),
    relativeLogError: share(total('logLoss'), total('lastPriceLogLoss')),
    meanLogError: share(total('logLoss'), total('count')),
    lastPriceMeanLogError: share(total('lastPriceLogLoss'), total('count')),
    intervals: total('intervals'),
    coverage80: share(total('covered'), total('intervals')),
    up: probabilityRecord(total('upCount'), total('upMoves'), total('upSquares')),
    down: probabilityRecord(total('downCount'), total('downMoves'), total('downSquares')),
    hasLost: total('centsLoss') > total('lastPriceCentsLoss') || total('logLoss') > total('lastPriceLogLoss'),
  };
}

type SumColumn = Exclude<keyof PredictionSums, 'modelVersionId' | 'horizonDays' | 'month' | 'isChampion'>;

function probabilityRecord(count: number, moves: number, squares: number): ProbabilityRecord {
  const baseRatio = share(moves, count);
  return { count, brier: share(squares, count), baseRatio, baseBrier: baseRatio === null ? null : baseRatio * (1 - baseRatio) };
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

function distinct<T extends string | number>(values: readonly T[]): T[] {
  return [...new Set(values)].toSorted((a, b) => (a < b ? -1 : 1));
}
