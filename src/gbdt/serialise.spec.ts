import { describe, expect, it } from 'vitest';
import { binColumns, Booster, GbdtModelError, trainBooster } from './index.js';
import { checksum } from './serialise.js';
import { aBoostingProblem, OBJECTIVES, targetFor } from '../../test/builders/boosting.builder.js';

const { columns, target } = aBoostingProblem({ rows: 300 });
const dataset = binColumns(columns);
const booster = trainBooster(dataset, target, { objective: { kind: 'quantile', alpha: 0.7 }, rounds: 5, maxLeaves: 9 });
const text = booster.serialise();
const leaves = booster.model.trees.reduce((sum, { feature }) => sum + (feature.length + 1) / 2, 0);
const splits = leaves - booster.rounds;

/** The text with some fields changed and its checksum made right again, as a careful forger would. */
function forged(change: Record<string, unknown>): string {
  const { format, version, checksum: _, ...content } = JSON.parse(text) as Record<string, unknown>;
  const changed = { ...content, ...change };
  return JSON.stringify({ format, version, checksum: checksum(JSON.stringify(changed)), ...changed });
}

function refusal(given: string): string {
  try {
    Booster.deserialise(given);
    return 'accepted';
  } catch (error) {
    expect(error).toBeInstanceOf(GbdtModelError);
    return (error as Error).message;
  }
}

describe('a stored model', () => {
  it.each(OBJECTIVES)('of objective $kind comes back the same: text, predictions, contributions', (objective) => {
    const before = trainBooster(dataset, targetFor(objective, target), { objective, rounds: 5 });
    const after = Booster.deserialise(before.serialise());
    expect(after.model).toEqual(before.model);
    expect(after.serialise()).toBe(before.serialise());
    expect(after.predict(columns)).toEqual(before.predict(columns));
    expect(after.explain(columns)).toEqual(before.explain(columns));
  });

  it('predicts a dataset binned before it was stored', () => {
    expect(Booster.deserialise(text).predictBinned(dataset)).toEqual(booster.predict(columns));
  });

  it('without a tree comes back', () => {
    const constant = new Booster({ ...booster.model, trees: [] });
    expect(Booster.deserialise(constant.serialise()).predict(columns)[0]).toBe(booster.model.baseScore);
  });
});

describe('a model is refused', () => {
  it.each<[string, string, RegExp]>([
    ['cut short', text.slice(0, -20), /text is no JSON .*cut short/],
    ['empty', '', /text is no JSON/],
    ['that is a list', '[]', /text is no object/],
    ['of another format', text.replace('"gbdt"', '"xgb"'), /format is "xgb"; accepted: "gbdt"/],
    ['of another version', text.replace('"version":1', '"version":2'), /version is 2; accepted: 1/],
    ['with an edited number', text.replace(/"baseScore":-?\d/, '"baseScore":9'), /checksum is ".*", but its content has /],
    ['with an edited array', text.replace(/"values":"(.{8})./, '"values":"$1Q'), /checksum/],
    ['with a field taken away', forged({ bins: undefined }), /bins is missing/],
    ['with an unknown objective', forged({ objective: { kind: 'cubic' } }), /objective.kind is "cubic"; accepted: squared/],
    ['with alpha 2', forged({ objective: { kind: 'quantile', alpha: 2 } }), /objective.alpha is 2/],
    ['with a base that is no number', forged({ baseScore: null }), /baseScore is null/],
    ['with a name twice', forged({ features: ['a', 'a', 'c', 'd', 'e'] }), /features are not different names/],
    ['with fewer edges than counted', forged({ edges: '' }), /edges has 0 bytes/],
    ['with values that are no base64', forged({ values: '###' }), /values is no base64/],
    ['with too few values', forged({ values: 'AAAAAAAAAAA=' }), /values has 8 bytes; accepted: \d{3} bytes/],
    ['with values that are not finite', forged({ values: base64(new Float64Array(leaves).fill(NaN)) }), /values are not all finite/],
    ['with covers of 0', forged({ covers: base64(new Uint32Array(leaves)) }), /covers are not all row counts/],
    ['with an even number of nodes', forged({ nodeCounts: [16] }), /nodeCounts are no sizes/],
    ['with edges that fall', forged({ edges: base64(new Float64Array(315)) }), /edges of "a" do not ascend/],
    ['with a feature out of range', forged({ splits: splitsWith(0, 1 + 2 * 7) }), /tree 0 splits on feature 7; accepted: features 0..4/],
    ['with a bin out of range', forged({ bins: base64(new Uint8Array(splits).fill(200)) }), /after bin 200; accepted: bins 0..63/],
    ['with a node nobody leads to', forged({ splits: splitsWith(0, 0, 16, 1) }), /tree 0 has a node 1 that no split leads to/],
  ])('%s', (_, given, message) => {
    expect(refusal(given)).toMatch(message);
  });
});

function base64(values: Float64Array | Uint32Array | Uint16Array | Uint8Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

/** The splits of the model with some of them (node, value, node, value…) replaced. */
function splitsWith(...changes: number[]): string {
  const bytes = Buffer.from((JSON.parse(text) as { splits: string }).splits, 'base64');
  const numbers = Uint16Array.from({ length: bytes.length / 2 }, (_, k) => bytes.readUInt16LE(k * 2));
  for (let k = 0; k < changes.length; k += 2) numbers[changes[k]!] = changes[k + 1]!;
  return base64(numbers);
}
