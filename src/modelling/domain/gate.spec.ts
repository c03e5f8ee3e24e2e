import { describe, expect, it } from 'vitest';
import type { EvaluationReport, ModelReport } from './evaluation-report.js';
import { DEFAULT_GATE, type GateFacts, judge } from './gate.js';

type Changes = { [K in keyof ModelReport]?: unknown };

const FACTS: GateFacts = { lookAheadTestPassed: true, dataQualityPassed: true, champion: null, policy: { flipRate: 0.02 } };
const OVERALL = { rows: 5_000, answerRate: 0.95, mape: 0.08, coverage80: 0.8, relativeLogError: 0.93 };
const CATEGORIES = { category: { chase: OVERALL, grail: { ...OVERALL, relativeLogError: 1.01 } } };
const DIRECTION = { top: { lift: 2, liftLower95: 1.4 } };

function aReport(changes: Changes = {}): EvaluationReport {
  const model = {
    modelName: 'good',
    overall: OVERALL,
    slices: CATEGORIES,
    relativeLogError: { value: 0.93, lower95: 0.9, upper95: 0.96 },
    relativeMae: { value: 0.95, lower95: 0.9, upper95: 0.99 },
    dieboldMariano: { statistic: -3, pValue: 0.005, holmPValue: 0.02, periods: 26, lag: 3 },
    periods: { cutoffDays: [7, 14, 21], loss: [0.1, 0.1, 0.1], naiveLoss: [0.2, 0.2, 0.2] },
    up: DIRECTION,
    down: DIRECTION,
    ...changes,
  };
  return { models: [model] } as unknown as EvaluationReport;
}

function failed(changes: Changes, facts: GateFacts = FACTS): string[] {
  return judge(aReport(changes), 'good', facts).checks.filter((check) => !check.passed).map((check) => check.id);
}

function champion(loss: number, cutoffDays = [7, 14, 21]): ModelReport {
  return aReport({ periods: { cutoffDays, loss: cutoffDays.map(() => loss), naiveLoss: cutoffDays.map(() => 0.2) } }).models[0]!;
}

describe('judge', () => {
  it('lets a model through that holds every check, with what was measured and required', () => {
    const verdict = judge(aReport(), 'good', FACTS);
    expect(verdict.passed).toBe(true);
    expect(verdict.checks.map((check) => check.id)).toEqual([
      'relative_mae', 'relative_log_error', 'diebold_mariano', 'champion', 'lift_up', 'lift_down',
      'coverage_80', 'categories', 'mape', 'answer_rate', 'flip_rate', 'look_ahead', 'data_quality',
    ]);
    expect(verdict.checks[0]).toMatchObject({ measured: '0.950 (up to 0.990)', required: '< 1, with its 95 % interval' });
  });

  it.each([
    ['relative_mae', { relativeMae: { value: 0.99, lower95: 0.9, upper95: 1.01 } }],
    ['relative_mae', { relativeMae: { value: 1, lower95: 1, upper95: 1 } }],
    ['relative_log_error', { relativeLogError: { value: 0.99, lower95: 0.9, upper95: 1 } }],
    ['diebold_mariano', { dieboldMariano: { statistic: -2, pValue: 0.02, holmPValue: 0.05, periods: 26, lag: 3 } }],
    ['diebold_mariano', { dieboldMariano: { statistic: 3, pValue: 0.001, holmPValue: 0.001, periods: 26, lag: 3 } }],
    ['lift_up', { up: { top: { lift: 1.49, liftLower95: 1.2 } } }],
    ['lift_up', { up: { top: { lift: 2, liftLower95: 1 } } }],
    ['lift_down', { down: { top: { lift: 3, liftLower95: 0.9 } } }],
    ['coverage_80', { overall: { ...OVERALL, coverage80: 0.769 } }],
    ['coverage_80', { overall: { ...OVERALL, coverage80: 0.831 } }],
    ['mape', { overall: { ...OVERALL, mape: 0.151 } }],
    ['answer_rate', { overall: { ...OVERALL, answerRate: 0.899 } }],
    ['categories', { slices: { category: { chase: OVERALL, meta: { ...OVERALL, relativeLogError: 1.021 } } } }],
  ])('fails %s alone at %j', (id, changes) => {
    expect(failed(changes)).toEqual([id]);
  });

  it.each([
    ['relative_mae', { relativeMae: { value: 0.9, lower95: null, upper95: null } }],
    ['diebold_mariano', { dieboldMariano: null }],
    ['lift_up', { up: { top: { lift: null, liftLower95: null } } }],
    ['coverage_80', { overall: { ...OVERALL, coverage80: null } }],
    ['mape', { overall: { ...OVERALL, mape: null } }],
    ['answer_rate', { overall: { ...OVERALL, answerRate: null } }],
    ['categories', { slices: { category: { chase: { ...OVERALL, relativeLogError: null } } } }],
    ['categories', { slices: { category: { chase: { ...OVERALL, rows: 99 } } } }],
    ['categories', { slices: {} }],
  ])('fails %s where it cannot be computed, and says so', (id, changes) => {
    expect(failed(changes)).toEqual([id]);
    const measured = judge(aReport(changes), 'good', FACTS).checks.find((check) => check.id === id)?.measured;
    expect(measured).toMatch(/cannot be computed|no category has enough rows/);
  });

  it('does not judge a category of fewer than 100 rows by itself', () => {
    const small = { category: { chase: OVERALL, odd: { ...OVERALL, rows: 99, relativeLogError: 3 } } };
    expect(failed({ slices: small })).toEqual([]);
  });

  it('fails every fact that is not known', () => {
    expect(failed({}, {})).toEqual(['champion', 'flip_rate', 'look_ahead', 'data_quality']);
  });

  it('fails a flip rate above 5 %, a red look-ahead test and a failed data-quality report', () => {
    expect(failed({}, { ...FACTS, policy: { flipRate: 0.051 } })).toEqual(['flip_rate']);
    expect(failed({}, { ...FACTS, policy: { flipRate: NaN } })).toEqual(['flip_rate']);
    expect(failed({}, { ...FACTS, lookAheadTestPassed: false })).toEqual(['look_ahead']);
    expect(failed({}, { ...FACTS, dataQualityPassed: false })).toEqual(['data_quality']);
  });

  it('compares with the champion on the cutoffs both were judged at', () => {
    expect(failed({}, { ...FACTS, champion: champion(0.1) })).toEqual([]);
    expect(failed({}, { ...FACTS, champion: champion(0.099) })).toEqual(['champion']);
    expect(failed({}, { ...FACTS, champion: champion(0.5, [700, 707]) })).toEqual(['champion']);
  });

  it('fails a model that is not in the report', () => {
    expect(judge(aReport(), 'other', FACTS)).toMatchObject({ passed: false, checks: [{ id: 'evaluated', measured: 'not in the report' }] });
  });

  it('changes its verdict with each limit', () => {
    const tighter = {
      significance: 0.01,
      coverage80: { least: 0.81, most: 0.83 },
      leastLift: 3,
      mostCategoryRegression: 0,
      leastCategoryRows: 6_000,
      mostFlipRate: 0.01,
      mostMape: 0.05,
      leastAnswerRate: 0.99,
    };
    for (const [name, value] of Object.entries(tighter)) {
      expect(judge(aReport(), 'good', FACTS, { ...DEFAULT_GATE, [name]: value }).passed, name).toBe(false);
    }
  });
});
