import { describe, expect, it } from 'vitest';
import type { FeatureColumns } from './fair-value-model.js';
import { rememberedFeatures } from './remembered-features.js';
import { aPanel } from '../../../test/builders/panel.builder.js';

describe('rememberedFeatures', () => {
  it('computes the rows of a day once, and also that there are none', () => {
    const asked: number[] = [];
    const rows: FeatureColumns = { names: [], rowOf: new Int32Array(), values: new Float32Array() };
    const featuresOf = rememberedFeatures((_panel, day) => {
      asked.push(day);
      return day === 7 ? rows : undefined;
    });
    expect([7, 14, 7, 14, 7].map((day) => featuresOf(aPanel(), day))).toEqual([rows, undefined, rows, undefined, rows]);
    expect(asked).toEqual([7, 14]);
  });
});
