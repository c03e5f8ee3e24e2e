import { toDay } from '../../shared/day.js';
import type { Estimated, ModelReport } from './evaluation-report.js';
import type { ModelDescription } from './fair-value-model.js';
import type { GateCheck, GateVerdict } from './gate.js';
import { INTENDED_USE, LIMITS, SIMULATED_NOTICE } from './model-card-texts.js';
import { type ParameterSummary, summariseParameters } from './parameter-summary.js';

/** A registered version, as far as the card tells of it. What an older release did not measure may be missing in the report. */
export interface CardVersion {
  readonly id: number;
  readonly name: string;
  readonly version: number;
  readonly trainedThrough: string;
  readonly horizonDays: number;
  readonly featureSetVersion: number;
  readonly snapshotHash: string | null;
  readonly hasPassedGate: boolean;
  readonly recordedAt: Date;
  readonly parameters: unknown;
  readonly report: Partial<ModelReport>;
  readonly gate: Pick<GateVerdict, 'checks'>;
  readonly calibration: CalibrationFacts | null;
}

export interface CalibrationFacts {
  readonly moveRatio?: number;
  readonly residuals?: number;
  readonly cutoffs?: number;
}

export interface FeatureLine {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
}

/** How much of what a model says rests on a feature: shares of one. */
export interface FeatureWeight {
  readonly name: string;
  readonly shareRatio: number;
}

/** What the card needs besides the version. */
export interface CardFacts {
  readonly game: string;
  readonly isSimulated: boolean;
  /** Champion, challenger, shadow, or null. */
  readonly alias: string | null;
  /** Undefined for a model this release does not know. */
  readonly description?: ModelDescription | undefined;
  /** Undefined for a feature set of another release. */
  readonly featureSet?: { readonly name: string; readonly features: readonly FeatureLine[] } | undefined;
  /** Undefined where the training snapshot is not known. */
  readonly snapshot?: { readonly fromDay: string; readonly toDay: string; readonly rowCount: number } | undefined;
  /** The hash of a text, in hexadecimal. */
  readonly hashOf: (text: string) => string;
  /** Most important first. */
  readonly topFeatures?: readonly FeatureWeight[] | undefined;
}

/** A measure of the report beside what it has to be compared with. Null cannot be computed. */
export interface Figure {
  readonly name: string;
  readonly meaning: string;
  readonly value: number | null;
  readonly lower95: number | null;
  readonly upper95: number | null;
  /** The same of the last price, of climatology, or of chance. */
  readonly beside: number | null;
}

/** Everything a person should know before resting anything on a model version. JSON. */
export interface ModelCard {
  readonly cardVersion: 1;
  readonly isSimulated: boolean;
  /** Said first, where the market is invented. */
  readonly notice: string | null;
  readonly model: { readonly id: number; readonly name: string; readonly version: number; readonly game: string; readonly alias: string | null } & Pick<
    ModelDescription,
    'title' | 'formula' | 'source'
  >;
  readonly training: {
    readonly trainedThrough: string;
    readonly horizonDays: number;
    readonly registeredAt: string;
    /** Content hash of the training data. */
    readonly dataHash: string | null;
    readonly dataFrom: string | null;
    readonly dataTo: string | null;
    readonly dataRows: number | null;
  };
  readonly features: { readonly setName: string | null; readonly setVersion: number; readonly items: readonly FeatureLine[] };
  readonly parameters: readonly ParameterSummary[];
  readonly evaluation: {
    readonly firstCutoff: string | null;
    readonly lastCutoff: string | null;
    readonly cutoffs: number;
    readonly rows: number;
    readonly figures: readonly Figure[];
  };
  readonly gate: { readonly hasPassed: boolean; readonly checks: readonly GateCheck[] };
  readonly calibration: Required<{ readonly [Key in keyof CalibrationFacts]: number | null }> | null;
  readonly topFeatures?: readonly FeatureWeight[];
  readonly intendedUse: readonly string[];
  readonly limits: readonly string[];
}

/** The card of a version. Pure: the same version and facts give the same card. */
export function toModelCard(version: CardVersion, facts: CardFacts): ModelCard {
  const { description, featureSet, snapshot } = facts;
  const unknown = 'not known to this release';
  return {
    cardVersion: 1,
    isSimulated: facts.isSimulated,
    notice: facts.isSimulated ? SIMULATED_NOTICE : null,
    model: {
      id: version.id,
      name: version.name,
      version: version.version,
      game: facts.game,
      alias: facts.alias,
      title: description?.title ?? unknown,
      formula: description?.formula ?? unknown,
      source: description?.source ?? unknown,
    },
    training: {
      trainedThrough: version.trainedThrough,
      horizonDays: version.horizonDays,
      registeredAt: version.recordedAt.toISOString(),
      dataHash: version.snapshotHash,
      dataFrom: snapshot?.fromDay ?? null,
      dataTo: snapshot?.toDay ?? null,
      dataRows: snapshot?.rowCount ?? null,
    },
    features: { setName: featureSet?.name ?? null, setVersion: version.featureSetVersion, items: featureSet?.features ?? [] },
    parameters: summariseParameters(version.parameters, description?.parameters ?? {}, facts.hashOf),
    evaluation: evaluationOf(version.report),
    gate: { hasPassed: version.hasPassedGate, checks: version.gate.checks },
    calibration: version.calibration && {
      moveRatio: version.calibration.moveRatio ?? null,
      residuals: version.calibration.residuals ?? null,
      cutoffs: version.calibration.cutoffs ?? null,
    },
    ...(facts.topFeatures ? { topFeatures: facts.topFeatures } : {}),
    intendedUse: INTENDED_USE,
    limits: LIMITS,
  };
}

function evaluationOf(report: Partial<ModelReport>): ModelCard['evaluation'] {
  const days = report.periods?.cutoffDays ?? [];
  const [first, last] = [days[0], days.at(-1)];
  return {
    firstCutoff: first === undefined ? null : toDay(first),
    lastCutoff: last === undefined ? null : toDay(last),
    cutoffs: days.length,
    rows: report.overall?.rows ?? 0,
    figures: [...pointFigures(report), ...(['up', 'down'] as const).flatMap((direction) => directionFigures(report[direction], direction))],
  };
}

function pointFigures({ overall, relativeMae, relativeLogError, dieboldMariano, rankCorrelation }: Partial<ModelReport>): Figure[] {
  return [
    withInterval('relative_mae', 'absolute error / that of the last price, in money', relativeMae, 1),
    withInterval('relative_log_error', 'the same in proportion: each card counts alike', relativeLogError, 1),
    figure('relative_rmse', 'root mean squared error / that of the last price', overall?.relativeRmse, 1),
    figure('mape', 'mean absolute error / price, beside that of the last price', overall?.mape, overall?.naiveMape),
    figure('diebold_mariano_p', 'chance of such a difference to the last price by accident, Holm-corrected', dieboldMariano?.holmPValue, null),
    figure('coverage_80', 'share of prices in the 80 % interval', overall?.coverage80, 0.8),
    figure('coverage_95', 'share of prices in the 95 % interval', overall?.coverage95, 0.95),
    figure('rank_correlation', 'of the expected with the realised move, per cutoff; by chance 0', rankCorrelation, 0),
  ];
}

function directionFigures(report: ModelReport['up'] | undefined, direction: 'up' | 'down'): Figure[] {
  const top: Estimated | undefined = report && { value: report.top.lift, lower95: report.top.liftLower95, upper95: report.top.liftUpper95 };
  return [
    figure(`${direction}_auc`, `P(${direction}) ranks one that moved above one that did not; by chance 0.5`, report?.auc, 0.5),
    figure(`${direction}_brier`, `mean squared error of P(${direction}), beside always saying the share seen before`, report?.brier, report?.climatologyBrier),
    figure(`${direction}_calibration_error`, `mean distance of P(${direction}) from what came true`, report?.expectedCalibrationError, 0),
    withInterval(`${direction}_lift`, `moves among the highest P(${direction}) / moves among all; by chance 1`, top, 1),
  ];
}

function figure(name: string, meaning: string, value: number | null | undefined, beside: number | null | undefined): Figure {
  return { name, meaning, value: value ?? null, lower95: null, upper95: null, beside: beside ?? null };
}

function withInterval(name: string, meaning: string, estimated: Estimated | undefined, beside: number): Figure {
  return { name, meaning, value: estimated?.value ?? null, lower95: estimated?.lower95 ?? null, upper95: estimated?.upper95 ?? null, beside };
}
