import type { PrintingFacts } from '../../../shared/series.js';
import type { DirectionReport } from '../direction-report.js';
import type { EvaluationReport, ModelReport, ReportRule } from '../evaluation-report.js';
import type { GateVerdict } from '../gate.js';
import type { FitRecord } from '../model-run.js';
import type { WalkForwardOptions } from '../walk-forward.js';
import type { CutoffLift, MoneyTest } from './model-evidence.js';
import type { PaperPortfolio } from './paper-portfolio.js';
import type { HoldingReport, SignalActivity } from './signal-report.js';
import type { ReturnReport } from './signal-returns.js';

/** At what a BUY is bought: the published price, the median listing, or what it could be bought for (`executablePrice`), where any listing is known. */
export type PriceBasis = 'market' | 'medianListing' | 'lowestListing';
export const PRICE_BASES: readonly PriceBasis[] = ['market', 'medianListing', 'lowestListing'];

/** What a policy's signals on one model's estimates were worth. */
export interface SignalsReport {
  readonly activity: SignalActivity;
  readonly holdings: readonly HoldingReport[];
  /** Of BUYs over the horizon, by what was paid. */
  readonly buyReturns: Readonly<Record<PriceBasis, ReturnReport>>;
  readonly buyReturnsByPriceBand: Readonly<Record<string, Readonly<Record<PriceBasis, ReturnReport>>>>;
  /** What the price did after a SELL: below zero is what a seller wants. Costs play no part. */
  readonly sellReturns: ReturnReport;
  readonly portfolio: PaperPortfolio;
}

/** Everything a backtest says of one model beyond its evaluation. */
export interface ModelBacktest {
  readonly modelName: string;
  readonly isBaseline: boolean;
  readonly evaluation: ModelReport;
  readonly dieboldMarianoInMoney: MoneyTest | null;
  readonly liftByCutoff: { readonly up: readonly CutoffLift[]; readonly down: readonly CutoffLift[] };
  readonly directionsByQuarter: Readonly<Record<string, { readonly up: DirectionReport; readonly down: DirectionReport }>>;
  readonly signals: SignalsReport;
  /** On the last cutoffs only, as live. */
  readonly gate: GateVerdict;
  readonly fits: readonly Omit<FitRecord, 'parameters'>[];
}

/** What was judged, and with what. Days are `YYYY-MM-DD`. */
export interface BacktestFacts {
  readonly software: { readonly name: string; readonly version: string };
  readonly generated: string;
  readonly game: { readonly slug: string; readonly name: string; readonly isSimulated: boolean; readonly currencies: readonly string[] };
  readonly data: {
    readonly firstDay: string;
    readonly lastDay: string;
    readonly printings: number;
    readonly observations: number;
    /** SHA-256 over every series used: ids, days, prices, listings. */
    readonly observationsHash: string;
  };
  readonly policy: { readonly version: string; readonly settings: Readonly<Record<string, unknown>> };
  readonly costs: { readonly profile: string; readonly description: string };
}

export interface CutoffFacts {
  readonly first: string | null;
  readonly last: string | null;
  readonly judged: number;
  /** Predicted, but their horizon has not passed in the data: in the predictions file, in no figure of this report. */
  readonly notMatured: readonly string[];
  /** Predicted before the first one to learn intervals and probabilities from; nowhere else. */
  readonly warmup: number;
  readonly predictedRows: number;
  readonly judgedRows: number;
  /** Rows at matured cutoffs whose printing had no price near the target day. */
  readonly rowsWithoutTarget: number;
}

export interface BacktestReport extends BacktestFacts {
  readonly version: 1;
  readonly units: Readonly<Record<string, string>>;
  readonly options: Omit<WalkForwardOptions, 'judgedCutoffDays'> & { readonly report: ReportRule; readonly gateCutoffs: number };
  readonly cutoffs: CutoffFacts;
  readonly notes: readonly string[];
  readonly evaluation: Omit<EvaluationReport, 'models'>;
  readonly models: readonly ModelBacktest[];
}

/** How the numbers of a report are to be read. */
export const REPORT_UNITS: Readonly<Record<string, string>> = {
  '*Cents': 'minor units of the printing\'s currency (cents)',
  '*Ratio, *Rate, share*, precision, recall, coverage*, mape, wape, brier': 'fractions: 0.1 is 10 %',
  'relative*': 'error of the model divided by the same error of the last price on the same rows; below 1 is better than the last price',
  '*Log*': 'of ln(actual / fair): errors in proportion, each printing counts alike',
  '*Return*': 'of prices divided by the market price of the cutoff',
  'winkler*, pinball*': 'of prices divided by the market price of the cutoff; lower is better',
  'mase, rmsse': 'errors divided by those of the last price on the same printing at earlier cutoffs',
  lift: 'precision divided by the base rate',
  'lower95, upper95': 'ends of a 95 % interval from a circular block bootstrap over cutoffs',
  '*Day, days': 'days since 1970-01-01 where a number, YYYY-MM-DD where text',
  '*Value': 'value of a paper portfolio that began at 1',
  null: 'cannot be computed',
};

/** Which category a printing counts in; `untracked` where it has none. */
export function categoryOf(facts: PrintingFacts | undefined): string {
  return facts?.category ?? 'untracked';
}
