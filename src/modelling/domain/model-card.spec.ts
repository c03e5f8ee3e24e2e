import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CardFacts, type CardVersion, toModelCard } from './model-card.js';
import { toCardJson, toMarkdown } from './model-card-formats.js';
import { LIMITS } from './model-card-texts.js';
import { summariseParameters } from './parameter-summary.js';

const version: CardVersion = {
  id: 12, name: 'drift', version: 3, trainedThrough: '2025-06-30', horizonDays: 28, featureSetVersion: 1, snapshotHash: 'abc123',
  hasPassedGate: true, recordedAt: new Date('2025-07-01T12:00:00Z'),
  parameters: { damping: 0.25, trees: new Array(500).fill(0.5) },
  report: {
    relativeMae: { value: 0.891, lower95: 0.875, upper95: 0.908 },
    periods: { cutoffDays: [20_200, 20_207], loss: [0.1, 0.1], naiveLoss: [0.1, 0.1] },
    overall: { rows: 640, mape: 0.11, naiveMape: 0.12, coverage80: 0.784 } as never,
  },
  gate: { checks: [{ id: 'look_ahead', description: '', passed: true, measured: 'passed', required: 'passed' }, { id: 'data_quality', description: '', passed: true, measured: 'passed', required: 'passed' }] },
  calibration: { moveRatio: 0.1, residuals: 4_000, cutoffs: 40 },
};
const facts: CardFacts = {
  game: 'pokemon', isSimulated: false, alias: 'champion',
  description: { title: 'Damped trend', formula: 'ln fair = ln p + d * trend', source: 'a book', parameters: { damping: 'how much of the trend goes on' } },
  featureSet: { name: 'core', features: [{ name: 'log_price', unit: 'log_cents', description: 'ln p(D) | natural' }] },
  snapshot: { fromDay: '2024-01-01', toDay: '2025-06-02', rowCount: 9_000 },
  hashOf: () => '0123456789abcdef0123',
};

describe('the model card', () => {
  it('tells data, features, parameters, figures beside the last price, gate, calibration and limits', () => {
    const card = toModelCard(version, facts);
    expect(card).toMatchObject({
      isSimulated: false,
      notice: null,
      model: { id: 12, name: 'drift', version: 3, game: 'pokemon', alias: 'champion', title: 'Damped trend' },
      training: { trainedThrough: '2025-06-30', horizonDays: 28, dataHash: 'abc123', dataFrom: '2024-01-01', dataRows: 9_000 },
      features: { setName: 'core', setVersion: 1, items: [{ name: 'log_price' }] },
      evaluation: { firstCutoff: '2025-04-22', lastCutoff: '2025-04-29', cutoffs: 2, rows: 640 },
      gate: { hasPassed: true, checks: [{ id: 'look_ahead', passed: true }, { id: 'data_quality', passed: true }] },
      calibration: { moveRatio: 0.1, residuals: 4_000, cutoffs: 40 },
    });
    const figures = new Map(card.evaluation.figures.map((each) => [each.name, each]));
    expect(figures.get('relative_mae')).toMatchObject({ value: 0.891, lower95: 0.875, upper95: 0.908, beside: 1 });
    expect(figures.get('mape')).toMatchObject({ value: 0.11, beside: 0.12 });
    expect(figures.get('up_auc')).toMatchObject({ value: null, beside: 0.5 });
    expect(card).not.toHaveProperty('topFeatures');
  });

  it('tells a large parameter by size and hash, and never writes it out', () => {
    expect(summariseParameters(version.parameters, { damping: 'how much' }, facts.hashOf)).toEqual([
      { name: 'damping', meaning: 'how much', value: '0.25' },
      { name: 'trees', meaning: null, value: 'list of 500, 2001 characters as JSON, sha256 0123456789abcdef' },
    ]);
    expect(summariseParameters({ blob: 'A'.repeat(100_000), deep: { a: 'B'.repeat(1_000) } }, {}, facts.hashOf).map((each) => each.value)).toEqual([
      'string, 100002 characters as JSON, sha256 0123456789abcdef',
      'object of 1 entries, 1008 characters as JSON, sha256 0123456789abcdef',
    ]);
    expect(summariseParameters(null, {}, facts.hashOf)).toEqual([]);
    expect(summariseParameters([1, 2], {}, facts.hashOf)).toEqual([{ name: 'parameters', meaning: null, value: '[1,2]' }]);
  });

  it('says first that a market is simulated', () => {
    const card = toModelCard(version, { ...facts, isSimulated: true });
    expect(card.notice).toContain('prove nothing about real cards');
    expect(toMarkdown(card).split('\n')[2]).toMatch(/^> \*\*Simulated market\.\*\*/);
    expect(toMarkdown(toModelCard(version, facts))).not.toContain('Simulated market');
  });

  it('is a page with one table per kind of evidence, bars in cells escaped', () => {
    const page = toMarkdown(toModelCard(version, { ...facts, topFeatures: [{ name: 'log_mid_to_market', shareRatio: 0.31 }] }));
    expect(page).toContain('# drift v3 (pokemon)\n');
    expect(page).toContain('| relative_mae | 0.891 | 0.875 to 0.908 | 1 |');
    expect(page).toContain('| up_auc | cannot be computed |  | 0.5 |');
    expect(page).toContain('| look_ahead | yes | passed | passed |');
    expect(page).toContain('| log_price | log_cents | ln p(D) \\| natural |');
    expect(page).toContain('## What it rests on\n\n| Feature | Share |\n| --- | --- |\n| log_mid_to_market | 0.31 |');
  });

  it('is JSON in the names of the API, with null where nothing is known', () => {
    const bare = { ...version, report: {}, calibration: null, snapshotHash: null, parameters: null };
    const json = toCardJson(toModelCard(bare, { ...facts, description: undefined, featureSet: undefined, snapshot: undefined, alias: null }));
    expect(json).toMatchObject({
      card_version: 1,
      is_simulated: false,
      model: { title: 'not known to this release', alias: null },
      training: { trained_through: '2025-06-30', data_hash: null, data_rows: null },
      features: { set_name: null, set_version: 1, items: [] },
      parameters: [],
      evaluation: { first_cutoff: null, cutoffs: 0, rows: 0 },
      calibration: null,
    });
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });

  it('says the limits of the documentation word for word', () => {
    const [, limits = ''] = readFileSync('docs/modelling.md', 'utf8').split('\n## Limits\n');
    const bullets = limits.split('\n* ').slice(1).map((bullet) => (bullet.split('\n## ')[0] ?? '').replaceAll(/\s+/g, ' ').trim());
    expect(bullets).toEqual(LIMITS);
  });
});
