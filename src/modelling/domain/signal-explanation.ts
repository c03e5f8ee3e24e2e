import { type FeatureFamily, familyOf } from './feature-families.js';
import { sentenceOf, usualSentenceOf } from './feature-sentences.js';

/** The contributions to one raw score, index by index: names, contributions, values. A missing value is NaN. */
export interface ScoreParts {
  readonly names: readonly string[];
  readonly contributions: ArrayLike<number>;
  readonly bias: number;
  readonly values: ArrayLike<number>;
  /** By feature, for those without a sentence of their own. */
  readonly descriptions?: Readonly<Record<string, string>> | undefined;
}

/** In units of the raw score: log odds of a probability, log return of a fair value. */
export interface FamilyContribution {
  readonly family: FeatureFamily | 'other';
  readonly contribution: number;
  /** Of the sum of the absolute contributions told, a fraction. */
  readonly shareRatio: number;
  readonly mainFeature: { readonly name: string; readonly value: number | null; readonly contribution: number };
  readonly sentence: string;
}

export interface ScoreExplanation {
  /** What is said of a card of which nothing is known. */
  readonly bias: number;
  /** The largest first, `other` last. They and the bias add up to the raw score. */
  readonly families: readonly FamilyContribution[];
}

const MOST_FAMILIES = 5;

interface Part {
  readonly name: string;
  readonly value: number;
  readonly contribution: number;
}

/** What moved a raw score, by family of features. */
export function explainScore({ names, contributions, bias, values, descriptions }: ScoreParts): ScoreExplanation {
  const groups = new Map<FeatureFamily | 'other', Part[]>();
  names.forEach((name, k) => {
    const family = familyOf(name) ?? 'other';
    const parts = groups.get(family) ?? [];
    groups.set(family, parts);
    parts.push({ name, value: values[k] ?? NaN, contribution: contributions[k] ?? 0 });
  });
  const placed = [...groups].flatMap(([family, parts]) => (family === 'other' ? [] : [{ family, parts, size: Math.abs(sumOf(parts)) }]));
  const ordered = placed.toSorted((a, b) => b.size - a.size);
  const rest = [...ordered.slice(MOST_FAMILIES).flatMap(({ parts }) => parts), ...(groups.get('other') ?? [])];
  const told: { family: FeatureFamily | 'other'; parts: readonly Part[] }[] = ordered.slice(0, MOST_FAMILIES);
  if (rest.length > 0) told.push({ family: 'other', parts: rest });
  const total = told.reduce((sum, { parts }) => sum + Math.abs(sumOf(parts)), 0);
  const valueOf = (name: string): number => values[names.indexOf(name)] ?? NaN;
  return { bias, families: told.map(({ family, parts }) => toldOf({ family, parts, total, descriptions, valueOf })) };
}

interface Telling {
  readonly family: FeatureFamily | 'other';
  readonly parts: readonly Part[];
  readonly total: number;
  readonly descriptions: ScoreParts['descriptions'];
  readonly valueOf: (name: string) => number;
}

function toldOf(of: Telling): FamilyContribution {
  const contribution = sumOf(of.parts);
  const { name, value, contribution: own } = mainOf(of.parts, Math.sign(contribution));
  return {
    family: of.family,
    contribution,
    shareRatio: of.total > 0 ? Math.abs(contribution) / of.total : 0,
    mainFeature: { name, value: Number.isNaN(value) ? null : value, contribution: own },
    sentence: `${sentenceOf(name, value, of.descriptions?.[name])} ${Number.isNaN(value) ? '' : usualSentenceOf(name, of.valueOf)}`.trim(),
  };
}

/** The feature that says most in the direction of its family. */
function mainOf(parts: readonly Part[], sign: number): Part {
  return parts.reduce((best, part) => (sign * part.contribution > sign * best.contribution ? part : best));
}

function sumOf(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.contribution, 0);
}

export interface WhatIf {
  readonly value: number;
  /** The probability with the feature at a value, everything else as it is. */
  readonly predict: (value: number) => number;
  readonly candidates: readonly number[];
  readonly threshold: number;
}

export interface Crossing {
  readonly value: number;
  readonly probability: number;
}

/** The nearest candidate that brings the probability to the other side of the threshold; null where none does, or the value is not known. */
export function whatWouldChange({ value, predict, candidates, threshold }: WhatIf): Crossing | null {
  if (Number.isNaN(value)) return null;
  const isAbove = predict(value) >= threshold;
  const nearest = candidates.filter((one) => !Number.isNaN(one)).toSorted((a, b) => Math.abs(a - value) - Math.abs(b - value));
  for (const candidate of nearest) {
    const probability = predict(candidate);
    if (!Number.isNaN(probability) && probability >= threshold !== isAbove) return { value: candidate, probability };
  }
  return null;
}
