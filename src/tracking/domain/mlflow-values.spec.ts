import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchesOf, encodePath, fitRunValues, MLFLOW_LIMITS, mlflowName, numbersOf } from './mlflow-values.js';

const raw = { metrics: {}, params: {}, tags: {}, timestampMs: 1_700_000_000_000 };

describe('values for MLflow', () => {
  it('keeps names it takes, and replaces what it does not', () => {
    expect(mlflowName('slices/priceBand/5_to_20')).toBe('slices/priceBand/5_to_20');
    expect(mlflowName('up/P(up) > 0.5: a,b')).toBe('up/P_up_ _ 0.5_ a_b');
    expect(mlflowName('/a//b/../c/')).toBe('a/b/__/c');
    expect(mlflowName('é')).toBe('_');
    expect(mlflowName('')).toBe('_');
  });

  it('makes a valid name of any text, and the same again of its own', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const name = mlflowName(text);
        expect(name).toMatch(/^[\w.\- /]+$/);
        expect(name.length).toBeLessThanOrEqual(250);
        expect(name.split('/').some((part) => part === '' || part === '.' || part === '..')).toBe(false);
        expect(mlflowName(name)).toBe(name);
      }),
    );
  });

  it('leaves out what is not a finite number, and says which', () => {
    const values = fitRunValues({ ...raw, metrics: { mae: 1.5, nothing: null, none: NaN, endless: Infinity, zero: 0 } });
    expect(values.metrics).toEqual([
      { key: 'mae', value: 1.5, timestamp: raw.timestampMs, step: 0 },
      { key: 'zero', value: 0, timestamp: raw.timestampMs, step: 0 },
    ]);
    expect(values.tags).toEqual([{ key: 'pokewatch.metrics_not_known', value: 'nothing, none, endless' }]);
  });

  it('cuts a param of 501 characters, keeps one of 500, and says which was cut', () => {
    const values = fitRunValues({ ...raw, params: { fits: 'x'.repeat(500), long: 'y'.repeat(501) } });
    expect(values.params[0]?.value).toBe('x'.repeat(500));
    expect(values.params[1]?.value).toBe(`${'y'.repeat(499)}…`);
    expect(values.tags).toEqual([{ key: 'pokewatch.params_cut', value: 'long' }]);
  });

  it('keeps the first 100 params, and says which are left out', () => {
    const params = Object.fromEntries(Array.from({ length: 102 }, (_, i) => [`p${i}`, 'v']));
    const values = fitRunValues({ ...raw, params });
    expect(values.params).toHaveLength(100);
    expect(values.tags).toEqual([{ key: 'pokewatch.params_left_out', value: 'p100, p101' }]);
  });

  it('says nothing of what fits', () => {
    expect(fitRunValues({ ...raw, params: { a: 'b' }, metrics: { c: 1 }, tags: { d: 'e' } }).tags).toEqual([{ key: 'd', value: 'e' }]);
  });

  it('divides 2 500 metrics, 100 params and 150 tags into batches that are taken, losing none and keeping their order', () => {
    const metrics = Array.from({ length: 2_500 }, (_, i) => ({ key: `m${i}`, value: i, timestamp: 1, step: 0 }));
    const params = Array.from({ length: 100 }, (_, i) => ({ key: `p${i}`, value: 'v' }));
    const tags = Array.from({ length: 150 }, (_, i) => ({ key: `t${i}`, value: 'v' }));
    const batches = batchesOf({ metrics, params, tags });
    for (const batch of batches) {
      expect(batch.metrics.length).toBeLessThanOrEqual(MLFLOW_LIMITS.metricsPerBatch);
      expect(batch.tags.length).toBeLessThanOrEqual(MLFLOW_LIMITS.tagsPerBatch);
      expect(batch.metrics.length + batch.params.length + batch.tags.length).toBeLessThanOrEqual(MLFLOW_LIMITS.entitiesPerBatch);
    }
    expect(batches.flatMap((batch) => batch.metrics)).toEqual(metrics);
    expect(batches.flatMap((batch) => batch.params)).toEqual(params);
    expect(batches.flatMap((batch) => batch.tags)).toEqual(tags);
    // 100 params and 100 tags and 800 metrics do not meet in one batch: tags are full first. 2 750 things need no more than 4.
    expect(batches).toHaveLength(4);
  });

  it('keeps every body below a megabyte, also of text that grows when it is escaped', () => {
    const tags = Array.from({ length: 100 }, (_, i) => ({ key: `t${i}`, value: '\u0001'.repeat(5_000) }));
    const batches = batchesOf({ metrics: [], params: [], tags });
    expect(batches.length).toBeGreaterThan(1);
    for (const batch of batches) expect(JSON.stringify({ run_id: 'r', ...batch }).length).toBeLessThan(1_000_000);
  });

  it('finds every number by its path, and where one is not known', () => {
    expect(numbersOf({ overall: { mae: 2, name: 'x', flag: true }, none: null, list: [1, 2] })).toEqual({ 'overall/mae': 2, none: null });
    expect(numbersOf({ buy: { calls: 3 } }, 'policy')).toEqual({ 'policy/buy/calls': 3 });
    expect(numbersOf(undefined)).toEqual({});
    expect(numbersOf(5)).toEqual({});
  });

  it('encodes each part of a path by itself', () => {
    expect(encodePath('0/ab c/model/ü?#.json')).toBe('0/ab%20c/model/%C3%BC%3F%23.json');
  });
});
