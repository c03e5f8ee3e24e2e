import type { ErrorReport } from './error-report.js';
import type { Estimated, EvaluationReport, ModelReport } from './evaluation-report.js';
import type { SignalStability } from './signal-stability.js';

/** What the gate must know beyond the report. Undefined means "not known", which fails the check that needs it. */
export interface GateFacts {
  readonly lookAheadTestPassed?: boolean | undefined;
  readonly dataQualityPassed?: boolean | undefined;
  /** The champion's figures from the same walk-forward; null where there is no champion yet. */
  readonly champion?: ModelReport | null | undefined;
  /** Of the signal policy replayed over this model's out-of-sample fair values. */
  readonly policy?: Pick<SignalStability, 'flipRate'> | undefined;
}

export interface GateRule {
  readonly significance: number;
  readonly coverage80: { readonly least: number; readonly most: number };
  readonly leastLift: number;
  readonly mostCategoryRegression: number;
  /** A category with fewer rows than this is too small to be judged by itself. */
  readonly leastCategoryRows: number;
  readonly mostFlipRate: number;
  readonly mostMape: number;
  readonly leastAnswerRate: number;
}

export const DEFAULT_GATE: GateRule = {
  significance: 0.05,
  coverage80: { least: 0.77, most: 0.83 },
  leastLift: 1.5,
  mostCategoryRegression: 0.02,
  leastCategoryRows: 100,
  mostFlipRate: 0.05,
  mostMape: 0.15,
  leastAnswerRate: 0.9,
};

export interface GateCheck {
  readonly id: string;
  readonly description: string;
  readonly passed: boolean;
  /** What was found, or why it could not be computed. */
  readonly measured: string;
  readonly required: string;
}

export interface GateVerdict {
  readonly modelName: string;
  readonly passed: boolean;
  readonly checks: readonly GateCheck[];
}

/** Why the naive fair value is served: no model has shown it is better. */
export const NO_DEMONSTRATED_SKILL = 'no_demonstrated_skill';

type Outcome = { passed: boolean; measured: string };

const UNKNOWN: Outcome = { passed: false, measured: 'cannot be computed' };

/** Whether a model may be promoted. All checks must hold; a check that cannot be computed fails and says so. */
export function judge(report: EvaluationReport, modelName: string, facts: GateFacts, rule: GateRule = DEFAULT_GATE): GateVerdict {
  const model = report.models.find((one) => one.modelName === modelName);
  const checks = model
    ? [...skillChecks(model, facts, rule), ...limitChecks(model, rule), ...factChecks(facts, rule)]
    : [check('evaluated', 'The model is in the report', 'a report', { passed: false, measured: 'not in the report' })];
  return { modelName, passed: checks.every((one) => one.passed), checks };
}

function skillChecks(model: ModelReport, facts: GateFacts, rule: GateRule): GateCheck[] {
  const dm = model.dieboldMariano;
  return [
    check('relative_mae', 'Mean absolute error against the last price, in money', '< 1, with its 95 % interval', belowOne(model.relativeMae)),
    check('relative_log_error', 'Error in proportion against the last price: each printing counts alike', '< 1, with its 95 % interval',
      belowOne(model.relativeLogError),
    ),
    check('diebold_mariano', 'The difference to the last price is no accident (Holm-corrected for the models compared)', `p < ${rule.significance}`,
      dm ? { passed: dm.holmPValue < rule.significance && dm.statistic < 0, measured: `p = ${figure(dm.holmPValue)}, statistic ${figure(dm.statistic)}` } : UNKNOWN,
    ),
    check('champion', 'Not worse than the champion on the cutoffs both were judged at', 'mean loss <= champion', againstChampion(model, facts.champion)),
    ...(['up', 'down'] as const).map((direction) => {
      const { lift, liftLower95 } = model[direction].top;
      return check(`lift_${direction}`, `The top of P(${direction}) moves more often than the base rate`, `lift >= ${rule.leastLift}, interval > 1`,
        known(lift, liftLower95, (value, lower) => ({
          passed: value >= rule.leastLift && lower > 1,
          measured: `${figure(value)} (from ${figure(lower)})`,
        })),
      );
    }),
  ];
}

function limitChecks(model: ModelReport, rule: GateRule): GateCheck[] {
  const { coverage80, mape, answerRate } = model.overall;
  const { least, most } = rule.coverage80;
  return [
    check('coverage_80', 'The 80 % interval covers what it says', `${least} to ${most}`,
      known(coverage80, 0, (value) => ({ passed: value >= least && value <= most, measured: figure(value) })),
    ),
    check('categories', 'No category is worse than the last price', `relative error <= ${1 + rule.mostCategoryRegression} in each`, worstCategory(model, rule)),
    check('mape', 'Mean absolute error as a share of the price', `<= ${rule.mostMape}`,
      known(mape, 0, (value) => ({ passed: value <= rule.mostMape, measured: figure(value) })),
    ),
    check('answer_rate', 'Share of printings and days with a fair value', `>= ${rule.leastAnswerRate}`,
      known(answerRate, 0, (value) => ({ passed: value >= rule.leastAnswerRate, measured: figure(value) })),
    ),
  ];
}

function factChecks(facts: GateFacts, rule: GateRule): GateCheck[] {
  const flag = (value: boolean | undefined): Outcome => (value === undefined ? UNKNOWN : { passed: value, measured: value ? 'passed' : 'failed' });
  return [
    check('flip_rate', 'Signals changed per card-day', `<= ${rule.mostFlipRate}`,
      known(facts.policy?.flipRate, 0, (value) => ({ passed: value <= rule.mostFlipRate, measured: figure(value) })),
    ),
    check('look_ahead', 'Nothing after the cutoff changes an estimate', 'passed', flag(facts.lookAheadTestPassed)),
    check('data_quality', 'The data-quality report passed', 'passed', flag(facts.dataQualityPassed)),
  ];
}

function belowOne({ value, upper95 }: Estimated): Outcome {
  return known(value, upper95, (ratio, upper) => ({ passed: ratio < 1 && upper < 1, measured: `${figure(ratio)} (up to ${figure(upper)})` }));
}

function againstChampion(model: ModelReport, champion: ModelReport | null | undefined): Outcome {
  if (champion === undefined) return UNKNOWN;
  if (champion === null) return { passed: true, measured: 'no champion yet' };
  const theirs = new Map(champion.periods.cutoffDays.map((day, i) => [day, champion.periods.loss[i] as number]));
  let own = 0;
  let other = 0;
  let shared = 0;
  model.periods.cutoffDays.forEach((day, i) => {
    const loss = theirs.get(day);
    if (loss === undefined) return;
    own += model.periods.loss[i] as number;
    other += loss;
    shared++;
  });
  if (shared === 0 || shared < champion.periods.cutoffDays.length / 2) return { passed: false, measured: 'too few cutoffs in common' };
  return { passed: own <= other, measured: `${figure(own / shared)} against ${figure(other / shared)} on ${shared} cutoffs` };
}

function worstCategory(model: ModelReport, rule: GateRule): Outcome {
  const large = Object.entries(model.slices['category'] ?? {}).filter(([, errors]) => errors.rows >= rule.leastCategoryRows);
  const unknown = large.find(([, errors]) => errors.relativeLogError === null);
  const worst = large.toSorted(([, a], [, b]) => regressionOf(b) - regressionOf(a))[0];
  if (!worst || unknown) return { passed: false, measured: unknown ? `cannot be computed for ${unknown[0]}` : 'no category has enough rows' };
  return { passed: regressionOf(worst[1]) <= 1 + rule.mostCategoryRegression, measured: `worst: ${worst[0]} ${figure(regressionOf(worst[1]))}` };
}

function regressionOf(errors: ErrorReport): number {
  return errors.relativeLogError ?? Infinity;
}

function check(id: string, description: string, required: string, outcome: Outcome): GateCheck {
  return { id, description, required, ...outcome };
}

/** The outcome where both numbers are there and finite; otherwise "cannot be computed", which fails. */
function known(a: number | null | undefined, b: number | null | undefined, outcome: (a: number, b: number) => Outcome): Outcome {
  return Number.isFinite(a) && Number.isFinite(b) ? outcome(a as number, b as number) : UNKNOWN;
}

function figure(value: number): string {
  return value.toPrecision(3);
}
