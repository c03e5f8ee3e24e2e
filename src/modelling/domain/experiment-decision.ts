import { mean } from '../../shared/stats.js';
import { type Block, type BlockRule, confidenceSequence, evidenceAgainst } from './experiment-test.js';
import { DEFAULT_GATE } from './gate.js';

export type ExperimentPhase = 'shadow' | 'serving' | 'stopped';

/** What a look says. Everything but `running` ends the experiment. */
export type LookDecision = 'running' | 'b_better' | 'a_better' | 'futile' | 'guardrail_breached';

/** Fixed when an experiment begins, and kept with it. JSON. */
export interface ExperimentRule extends BlockRule {
  /** The chance, over all looks together, to call one arm better when neither is. */
  readonly significance: number;
  /** Sizes of a difference (log error) that the test is made to find. */
  readonly scales: readonly number[];
  /** The difference of one card-day counts at most this much: one wrong price decides nothing. */
  readonly mostDifference: number;
  /** Nothing is decided on fewer. */
  readonly leastBlocks: number;
  /** Days after which nothing more is expected of it. */
  readonly mostDays: number;
  /** The guardrails look at so many of the latest blocks. */
  readonly guardBlocks: number;
  readonly coverage80: { readonly least: number; readonly most: number };
  /** Cards of a day are right or wrong together: a few blocks may stray so far from what the gate asks for. */
  readonly coverageTolerance: number;
  /** Of the card-days that A answers. */
  readonly leastAnswerRate: number;
  /** Matured days with pairs before B may be shown to anyone. */
  readonly leastShadowDays: number;
}

export const DEFAULT_EXPERIMENT_RULE: ExperimentRule = {
  blockDays: 3,
  leastPairs: 20,
  significance: 0.05,
  scales: [0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032],
  mostDifference: 0.5,
  leastBlocks: 8,
  mostDays: 546,
  guardBlocks: 2,
  coverage80: DEFAULT_GATE.coverage80,
  coverageTolerance: 0.05,
  leastAnswerRate: 0.95,
  leastShadowDays: 28,
};

export interface Guardrail {
  readonly id: 'coverage_80' | 'answer_rate';
  readonly measured: number | null;
  readonly least: number;
  readonly most: number;
  /** Null while there are too few blocks to tell. What cannot be computed does not hold. */
  readonly holds: boolean | null;
}

/** What was seen at one look, and what follows from it. JSON. */
export interface Look {
  readonly decision: LookDecision;
  /** Mean of the block differences with its confidence sequence; below 0 B errs less. Null before the first block. */
  readonly meanDifference: number | null;
  readonly lower: number;
  readonly upper: number;
  /** Natural logarithms of what the bets on each arm have won, and what is enough. */
  readonly evidenceForB: number;
  readonly evidenceForA: number;
  readonly enough: number;
  readonly guardrails: readonly Guardrail[];
  readonly blocks: readonly Block[];
}

/**
 * What follows from the complete blocks of an experiment. B is called better only while its guardrails hold; while it serves, a
 * guardrail that does not hold ends the experiment by itself. May be asked as often as one likes.
 */
export function lookAt(blocks: readonly Block[], facts: { readonly phase: ExperimentPhase; readonly elapsedDays: number }, rule: ExperimentRule): Look {
  const differences = blocks.map((block) => block.difference);
  const evidence = evidenceAgainst(differences, 0, rule.scales);
  const bounds = confidenceSequence(differences, rule);
  const seen = {
    meanDifference: blocks.length === 0 ? null : mean(differences),
    lower: bounds.lower,
    upper: bounds.upper,
    evidenceForB: evidence.lower,
    evidenceForA: evidence.higher,
    enough: Math.log(2 / rule.significance),
    guardrails: guardrailsOf(blocks, rule),
    blocks,
  };
  return { decision: decide(seen, facts, rule), ...seen };
}

function decide(seen: Omit<Look, 'decision'>, facts: { phase: ExperimentPhase; elapsedDays: number }, rule: ExperimentRule): LookDecision {
  if (facts.phase === 'serving' && seen.guardrails.some((each) => each.holds === false)) return 'guardrail_breached';
  if (seen.blocks.length >= rule.leastBlocks) {
    if (seen.evidenceForB >= seen.enough && seen.guardrails.every((each) => each.holds === true)) return 'b_better';
    if (seen.evidenceForA >= seen.enough) return 'a_better';
  }
  return facts.elapsedDays >= rule.mostDays ? 'futile' : 'running';
}

function guardrailsOf(blocks: readonly Block[], rule: ExperimentRule): Guardrail[] {
  const latest = blocks.slice(-rule.guardBlocks);
  const guardrail = (id: Guardrail['id'], values: readonly (number | null)[], limits: { least: number; most: number }): Guardrail => {
    const measured = values.length === 0 || values.includes(null) ? null : mean(values as number[]);
    const holds = latest.length < rule.guardBlocks ? null : measured !== null && measured >= limits.least && measured <= limits.most;
    return { id, measured, ...limits, holds };
  };
  return [
    guardrail('coverage_80', latest.map((block) => block.coverage80), {
      least: rule.coverage80.least - rule.coverageTolerance,
      most: rule.coverage80.most + rule.coverageTolerance,
    }),
    guardrail('answer_rate', latest.map((block) => block.answerRate), { least: rule.leastAnswerRate, most: 1 }),
  ];
}
