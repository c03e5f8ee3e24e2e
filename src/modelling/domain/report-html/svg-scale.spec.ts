import { describe, expect, it } from 'vitest';
import { count, escapeHtml, figure, inOrder, percent, pValue, signedPercent, withInterval, words } from './html.js';
import { forestPlot, lineChart } from './svg-charts.js';
import { domainOf, linearScale, ticksOf } from './svg-scale.js';

describe('scales', () => {
  it('draws 0 to 10 between 100 and 200, and what is outside at the edge', () => {
    const scale = linearScale([0, 10], [100, 200]);
    expect([scale.at(0), scale.at(2.5), scale.at(10), scale.at(-5), scale.at(11)]).toEqual([100, 125, 200, 100, 200]);
    expect(linearScale([3, 3], [0, 10]).at(3)).toBe(0);
  });

  it('takes round numbers as ticks', () => {
    expect(ticksOf(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticksOf(0.87, 1.13)).toEqual([0.9, 1, 1.1]);
    expect(ticksOf(-30, 70, 4)).toEqual([0, 50]);
    expect(ticksOf(2, 2)).toEqual([2]);
  });

  it('leaves some air around the numbers, and always holds those it must', () => {
    expect(domainOf([1, 3], [2], 0.1)).toEqual([0.8, 3.2]);
    expect(domainOf([2], [1], 0)).toEqual([1, 2]);
    expect(domainOf([], [])).toEqual([0, 1]);
  });
});

describe('charts', () => {
  const parts = { title: 'T', description: 'D', xLabel: 'x', yLabel: 'y', xText: String, yText: String };

  it('breaks a line where a number is missing', () => {
    const chart = lineChart({ ...parts, series: [{ name: 'a', points: [[0, 0], [1, 1], [2, null], [3, 1], [4, 0]] }] });
    expect(/<path class="line s0" d="(M[^M"]+M[^M"]+)"\/><circle/.exec(chart)?.[1]?.match(/L/g)).toHaveLength(2);
  });

  it('puts the greatest value at the top and the last day at the right', () => {
    const chart = lineChart({ ...parts, series: [{ name: 'a', points: [[0, 0], [10, 1]] }] });
    const [, x1, y1, x2, y2] = (/d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"\/><circle/.exec(chart) ?? []).map(Number);
    expect([x1, x2]).toEqual([56, 404]);
    expect(y1).toBeGreaterThan(y2 as number);
  });

  it('draws at most four series, and names them', () => {
    const series = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, points: [[0, 1] as const] }));
    expect(lineChart({ ...parts, series }).match(/<li>/g)).toHaveLength(4);
  });

  it('leaves a forest row without a value out, and one without an interval without a whisker', () => {
    const rows = [{ name: 'none', value: null, lower95: null, upper95: null }, { name: 'bare', value: 0.9, lower95: null, upper95: null }, { name: 'full', value: 1.1, lower95: 1, upper95: 1.2 }];
    const plot = forestPlot({ title: 'T', description: 'D', xLabel: 'x', rows });
    expect(plot).not.toContain('none');
    expect(plot.match(/class="whisker"/g)).toHaveLength(1);
    expect(forestPlot({ title: 'T', description: 'D', xLabel: 'x', rows: rows.slice(0, 1) })).toContain('nothing to draw');
  });
});

describe('numbers in words', () => {
  it('shows what is not known as a dash', () => {
    expect([figure(null), percent(undefined), signedPercent(NaN), count(null), pValue(null), withInterval({ value: null, lower95: 1, upper95: 2 })]).toEqual(new Array(6).fill('–'));
  });

  it('shows fractions as percent, with a sign where it matters', () => {
    expect([percent(0.1234), signedPercent(0.1234), signedPercent(-0.05), percent(-0.0001)]).toEqual(['12.3 %', '+12.3 %', '-5.0 %', '0.0 %']);
    expect(withInterval({ value: 0.98, lower95: 0.95, upper95: 1.01 })).toBe('0.980 (0.950 to 1.010)');
    expect([pValue(0.0004), pValue(0.04)]).toEqual(['< 0.001', '0.040']);
  });

  it('orders names as people would, and makes words of them', () => {
    expect(inOrder(['100_and_more', '5_to_20', 'unknown', 'under_5', '5_to_20'])).toEqual(['under_5', '5_to_20', '100_and_more', 'unknown']);
    expect([words('priceBand'), words('20_to_100')]).toEqual(['price band', '20 to 100']);
    expect(escapeHtml('<a href="x">&\'')).toBe('&#60;a href=&#34;x&#34;&#62;&#38;&#39;');
  });
});
