import { describe, expect, it } from 'vitest';
import { hashText } from '../../shared/random.js';
import { computeFeatureRows } from './compute-feature-rows.js';
import { FEATURE_SET } from './feature-set.js';
import { aFullPanel } from '../../../test/builders/series.builder.js';

/**
 * One line per version that was ever used, never edited. Where a test below fails, raise `version` in feature-set.ts and add
 * the line it asks for: stored rows and trained models name the version, and must not mean two things by it.
 */
const VERSIONS: Record<number, { declaration: number; values: number }> = {
  1: { declaration: 1_664_155_277, values: 1_142_175_729 },
};

/** Names, units, warm-ups in their order, and all settings. */
function declarationDigest(): number {
  const { name, version, settings, features } = FEATURE_SET;
  const columns = features.map((feature) => [feature.name, feature.unit, feature.warmUpDays, feature.coarsestStepDays ?? 7]);
  return hashText(JSON.stringify([name, version, settings, columns]));
}

/** What the formulas answer on a fixed market; nine decimals, so that the last bit of a platform's logarithm does not count. */
function valuesDigest(): number {
  const days = Array.from({ length: 300 }, (_, i) => i * 2 + (i % 3 === 0 ? 1 : 0));
  const panel = aFullPanel(24, days);
  const rows = [450, 595].map((day) => computeFeatureRows(panel, day));
  return hashText(rows.flatMap(({ values }) => Array.from(values, (value) => value.toFixed(9))).join());
}

describe('the feature set', () => {
  it('has another version when its list or a setting changes', () => {
    expect(VERSIONS[FEATURE_SET.version]?.declaration).toBe(declarationDigest());
  });

  it('has another version when a formula changes', () => {
    expect(VERSIONS[FEATURE_SET.version]?.values).toBe(valuesDigest());
  });

  it('names and describes every feature once, with its unit where that is days', () => {
    const names = FEATURE_SET.features.map((feature) => feature.name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(_[a-z0-9]+)*$/);
    for (const { name, unit, description } of FEATURE_SET.features) {
      expect(description).not.toBe('');
      if (unit === 'days') expect(name).toMatch(/(^|_)days(_|$)/);
    }
  });

  it('looks back far enough for its longest warm-up', () => {
    const longest = Math.max(...FEATURE_SET.features.map((feature) => feature.warmUpDays));
    expect(FEATURE_SET.settings.lookbackDays).toBeGreaterThanOrEqual(longest + FEATURE_SET.settings.toleranceDays);
  });
});
