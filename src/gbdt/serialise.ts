import { fromBase64, toBase64 } from './base64.js';
import { MAX_VALUE_BINS } from './bin.js';
import { GbdtInputError, GbdtModelError } from './errors.js';
import type { BoosterModel } from './model.js';
import { requireObjective, type Objective } from './params.js';
import type { Tree } from './tree.js';

const FORMAT = 'gbdt';
const VERSION = 1;
const CONTENT = ['objective', 'baseScore', 'features', 'edgeCounts', 'edges', 'nodeCounts', 'splits', 'bins', 'gains', 'values', 'covers'] as const;

/**
 * The text of a model: JSON whose arrays are base64 of little-endian numbers. Trees one after the other, nodes breadth first:
 * `splits` has 16 bits per node (0: a leaf, else 1 + 2 * feature + whether missing goes left), `bins` (8 bits) and `gains` (float 32) one number per split,
 * `values` (float 64) and `covers` (32 bits) one per leaf; the rest follows from these.
 */
interface Content {
  readonly objective: Objective;
  readonly baseScore: number;
  readonly features: readonly string[];
  readonly edgeCounts: readonly number[];
  readonly edges: string;
  readonly nodeCounts: readonly number[];
  readonly splits: string;
  readonly bins: string;
  readonly gains: string;
  readonly values: string;
  readonly covers: string;
}

export function serialise(model: BoosterModel): string {
  const { objective, baseScore, featureNames, edges, trees } = model;
  const each = (pick: (tree: Tree, node: number) => number, isWanted: (isLeaf: boolean) => boolean) =>
    trees.flatMap((tree) => [...tree.feature.keys()].filter((node) => isWanted(tree.feature[node]! < 0)).map((node) => pick(tree, node)));
  const ofSplits = (pick: (tree: Tree, node: number) => number) => each(pick, (isLeaf) => !isLeaf);
  const ofLeaves = (pick: (tree: Tree, node: number) => number) => each(pick, (isLeaf) => isLeaf);
  const splits = each((tree, node) => (tree.feature[node]! < 0 ? 0 : 1 + 2 * tree.feature[node]! + tree.missingLeft[node]!), () => true);
  const content: Content = {
    objective: plainObjective(objective), baseScore, features: featureNames, edgeCounts: edges.map(({ length }) => length),
    edges: encode(edges.flatMap((upper) => [...upper]), FLOAT64),
    nodeCounts: trees.map(({ feature }) => feature.length), splits: encode(splits, UINT16),
    bins: encode(ofSplits((tree, node) => tree.bin[node]!), UINT8), gains: encode(ofSplits((tree, node) => tree.gain[node]!), FLOAT32),
    values: encode(ofLeaves((tree, node) => tree.value[node]!), FLOAT64), covers: encode(ofLeaves((tree, node) => tree.cover[node]!), UINT32),
  };
  return JSON.stringify({ format: FORMAT, version: VERSION, checksum: checksum(JSON.stringify(content)), ...content });
}

/** @throws GbdtModelError for a text that is cut short, of another format or version, changed, or at odds with itself. */
export function deserialise(text: string): BoosterModel {
  const content = readContent(text);
  const objective = readObjective(content.objective);
  requireThat(Number.isFinite(content.baseScore), 'baseScore', `is ${content.baseScore}`, 'a finite number');
  requireThat(isNames(content.features), 'features', 'are not different names', 'at least one name, each once');
  const edges = readEdges(content);
  return { objective, baseScore: content.baseScore, featureNames: content.features, edges, trees: readTrees(content, edges) };
}

function readContent(text: string): Content {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new GbdtModelError('text', `is no JSON (${text.length} characters; cut short?)`, 'the whole text that serialise() gave');
  }
  requireThat(typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed), 'text', 'is no object', 'the whole text that serialise() gave');
  const { format, version, checksum: stored, ...content } = parsed as Record<string, unknown>;
  requireThat(format === FORMAT, 'format', `is ${JSON.stringify(format)}`, JSON.stringify(FORMAT));
  requireThat(version === VERSION, 'version', `is ${JSON.stringify(version)}`, `${VERSION}; train the model anew with this version`);
  for (const field of CONTENT) requireThat(content[field] !== undefined, field, 'is missing', `the fields ${CONTENT.join(', ')}`);
  const actual = checksum(JSON.stringify(content));
  requireThat(stored === actual, 'checksum', `is ${JSON.stringify(stored)}, but its content has ${actual}`, 'a model that nobody has changed');
  return content as unknown as Content;
}

function readObjective(objective: Objective): Objective {
  try {
    requireObjective(objective);
  } catch (error) {
    if (error instanceof GbdtInputError) throw new GbdtModelError(error.field, `is ${JSON.stringify(error.value)}`, error.accepted);
    throw error;
  }
  return plainObjective(objective);
}

function readEdges({ features, edgeCounts, edges }: Content): Float64Array[] {
  requireThat(isCounts(edgeCounts, MAX_VALUE_BINS - 1) && edgeCounts.length === features.length, 'edgeCounts', 'do not fit the features', `one whole number in 0..${MAX_VALUE_BINS - 1} per feature`);
  const numbers = decode('edges', edges, FLOAT64, edgeCounts.reduce((sum, count) => sum + count, 0));
  let at = 0;
  return edgeCounts.map((count, feature) => {
    const upper = Float64Array.from(numbers.slice(at, at + count));
    at += count;
    requireThat(upper.every((edge, k) => Number.isFinite(edge) && (k === 0 || edge > upper[k - 1]!)), `edges of ${JSON.stringify(features[feature])}`, 'do not ascend', 'ascending finite numbers');
    return upper;
  });
}

function readTrees(content: Content, edges: readonly Float64Array[]): Tree[] {
  const { nodeCounts } = content;
  requireThat(isCounts(nodeCounts, 2 ** 17) && nodeCounts.every((count) => count % 2 === 1), 'nodeCounts', 'are no sizes of binary trees', 'odd whole numbers');
  const nodeCount = nodeCounts.reduce((sum, count) => sum + count, 0);
  const leafCount = (nodeCount + nodeCounts.length) / 2;
  const splits = decode('splits', content.splits, UINT16, nodeCount);
  requireThat(splits.filter((split) => split === 0).length === leafCount, 'splits', 'have the wrong number of leaves', `${leafCount} leaves`);
  const source: Source = {
    splits, edges,
    bins: decode('bins', content.bins, UINT8, nodeCount - leafCount), gains: decode('gains', content.gains, FLOAT32, nodeCount - leafCount),
    values: decode('values', content.values, FLOAT64, leafCount), covers: decode('covers', content.covers, UINT32, leafCount),
  };
  requireThat(source.values.every(Number.isFinite), 'values', 'are not all finite', 'finite numbers');
  requireThat(source.gains.every((gain) => Number.isFinite(gain) && gain >= 0), 'gains', 'are not all finite and of at least 0', 'finite numbers of at least 0');
  requireThat(source.covers.every((cover) => cover > 0 && cover < 2 ** 31), 'covers', 'are not all row counts', 'whole numbers of at least 1');
  const at = { node: 0, split: 0, leaf: 0 };
  return nodeCounts.map((count, tree) => readTree(source, at, { count, tree }));
}

interface Source {
  readonly splits: readonly number[];
  readonly edges: readonly Float64Array[];
  readonly bins: readonly number[];
  readonly gains: readonly number[];
  readonly values: readonly number[];
  readonly covers: readonly number[];
}

function readTree(source: Source, at: { node: number; split: number; leaf: number }, { count, tree: name }: { count: number; tree: number }): Tree {
  const tree: Tree = {
    feature: new Int32Array(count).fill(-1), bin: new Uint8Array(count), missingLeft: new Uint8Array(count), left: new Int32Array(count),
    value: new Float64Array(count), cover: new Int32Array(count), gain: new Float32Array(count),
  };
  let nextChild = 1;
  for (let node = 0; node < count; node++) {
    const split = source.splits[at.node++]!;
    requireThat(node < nextChild, `tree ${name}`, `has a node ${node} that no split leads to`, 'children behind their parents, breadth first');
    if (split === 0) {
      tree.value[node] = source.values[at.leaf]!;
      tree.cover[node] = source.covers[at.leaf++]!;
      continue;
    }
    const feature = (split - 1) >> 1;
    const bin = source.bins[at.split]!;
    requireThat(feature < source.edges.length, `tree ${name}`, `splits on feature ${feature}`, `features 0..${source.edges.length - 1}`);
    requireThat(bin <= source.edges[feature]!.length, `tree ${name}`, `splits feature ${feature} after bin ${bin}`, `bins 0..${source.edges[feature]!.length}`);
    requireThat(nextChild + 1 < count, `tree ${name}`, `has a child ${nextChild + 1}`, `nodes 0..${count - 1}`);
    tree.feature[node] = feature;
    tree.missingLeft[node] = (split - 1) & 1;
    tree.bin[node] = bin;
    tree.gain[node] = source.gains[at.split++]!;
    tree.left[node] = nextChild;
    nextChild += 2;
  }
  for (let node = count - 1; node >= 0; node--) if (tree.feature[node]! >= 0) tree.cover[node] = tree.cover[tree.left[node]!]! + tree.cover[tree.left[node]! + 1]!;
  return tree;
}

interface NumberKind {
  readonly bytes: number;
  readonly put: (view: DataView, at: number, value: number) => void;
  readonly get: (view: DataView, at: number) => number;
}

const FLOAT64: NumberKind = { bytes: 8, put: (view, at, value) => view.setFloat64(at, value, true), get: (view, at) => view.getFloat64(at, true) };
const FLOAT32: NumberKind = { bytes: 4, put: (view, at, value) => view.setFloat32(at, value, true), get: (view, at) => view.getFloat32(at, true) };
const UINT32: NumberKind = { bytes: 4, put: (view, at, value) => view.setUint32(at, value, true), get: (view, at) => view.getUint32(at, true) };
const UINT16: NumberKind = { bytes: 2, put: (view, at, value) => view.setUint16(at, value, true), get: (view, at) => view.getUint16(at, true) };
const UINT8: NumberKind = { bytes: 1, put: (view, at, value) => view.setUint8(at, value), get: (view, at) => view.getUint8(at) };

function encode(values: readonly number[], kind: NumberKind): string {
  const view = new DataView(new ArrayBuffer(values.length * kind.bytes));
  values.forEach((value, k) => kind.put(view, k * kind.bytes, value));
  return toBase64(new Uint8Array(view.buffer));
}

function decode(field: string, text: unknown, kind: NumberKind, count: number): number[] {
  const bytes = typeof text === 'string' ? fromBase64(text) : undefined;
  requireThat(bytes !== undefined, field, 'is no base64', 'base64');
  requireThat(bytes!.length === count * kind.bytes, field, `has ${bytes!.length} bytes`, `${count * kind.bytes} bytes`);
  const view = new DataView(bytes!.buffer);
  return Array.from({ length: count }, (_, k) => kind.get(view, k * kind.bytes));
}

/** Only the fields of the kind, in one order: the same objective gives the same text. */
function plainObjective(objective: Objective): Objective {
  if (objective.kind === 'huber') return { kind: 'huber', delta: objective.delta };
  if (objective.kind === 'quantile') return { kind: 'quantile', alpha: objective.alpha };
  return { kind: objective.kind };
}

function isNames(names: unknown): boolean {
  return Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
}

function isCounts(counts: unknown, most: number): counts is readonly number[] {
  return Array.isArray(counts) && counts.every((count) => Number.isInteger(count) && count >= 0 && count <= most);
}

/** Two FNV-1a hashes with different starts, as 16 hexadecimal digits. It finds accidents and edits, not forgery. */
export function checksum(text: string): string {
  const lane = (start: number) => {
    let hash = start;
    for (let k = 0; k < text.length; k++) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, '0');
  };
  return lane(0x811c9dc5) + lane(0x5bd1e995);
}

function requireThat(holds: boolean, part: string, problem: string, accepted: string): void {
  if (!holds) throw new GbdtModelError(part, problem, accepted);
}
