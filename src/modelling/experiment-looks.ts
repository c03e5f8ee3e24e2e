import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, type Day, dayNumber, daysBetween, toDay } from '../shared/day.js';
import { type Look, lookAt } from './domain/experiment-decision.js';
import { blocksOf } from './domain/experiment-test.js';
import { type Experiment, type ExperimentEnd, type ExperimentEvent, type ExperimentEventKind, ExperimentRepository } from './experiment.repository.js';
import { CHAMPION, ModelRegistry } from './model-registry.js';
import { ModelRepository } from './model.repository.js';

export const EXPERIMENT_ACTOR = 'experiment';

export interface LookResult {
  readonly written: number;
  readonly look: Look;
  readonly phase: 'shadow' | 'serving';
  /** What came of it, where it ended. */
  readonly note?: string;
}

/** The daily look at an experiment, and what follows: stop, promote B through the registry, or give all cards back to A. */
@Injectable()
export class ExperimentLooks {
  constructor(
    private readonly experiments: ExperimentRepository,
    private readonly models: ModelRepository,
    private readonly registry: ModelRegistry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Looks once a day, however often it is asked. Undefined where a later day was looked at already. */
  async look(experiment: Experiment, day: Day): Promise<LookResult | undefined> {
    const last = await this.experiments.lastLook(experiment.id);
    if (last && last.day > day) return undefined;
    const look = last?.day === day ? last.evidence : await this.freshLook(experiment, day, last?.evidence);
    const reason = sentenceOn(look, experiment);
    const written = await this.experiments.recordLook(experiment.id, this.event('look', day, { reason, evidence: look }));
    const end = await this.endOf(experiment, day, look);
    const phase = experiment.phase === 'serving' ? 'serving' : 'shadow';
    if (end === undefined) return { written, look, phase };
    const events = await this.conclude(experiment, day, { end, look });
    return { written: written + 1 + events.length, look, phase, note: events.map((event) => event.reason).join(' ') };
  }

  /** Goes on from the blocks of the look before: what was seen once stays as it was seen. */
  private async freshLook(experiment: Experiment, day: Day, before: Look | undefined): Promise<Look> {
    const { horizonDays, rule, phase, startedOn } = experiment;
    const seen = before?.blocks ?? [];
    const lastBlock = seen.at(-1);
    const from = lastBlock ? toDay(lastBlock.lastDay + horizonDays) : startedOn;
    const days = await this.experiments.dayPairs(experiment, { from, to: addDays(day, -horizonDays) });
    const blocks = blocksOf(days, seen, { horizonDays, throughDay: dayNumber(day) }, rule);
    return lookAt(blocks, { phase, elapsedDays: daysBetween(startedOn, day) }, rule);
  }

  private async endOf(experiment: Experiment, day: Day, look: Look): Promise<ExperimentEnd | undefined> {
    if (look.decision !== 'running') return look.decision;
    if (experiment.phase !== 'serving') return undefined;
    const champion = await this.registry.championOn(experiment.gameId, day);
    return champion?.id === experiment.modelVersionA ? undefined : 'superseded';
  }

  private async conclude(experiment: Experiment, day: Day, { end, look }: { end: ExperimentEnd; look: Look }): Promise<ExperimentEvent[]> {
    const wasServing = experiment.servingFrom !== null && experiment.servingFrom <= day;
    const events = [
      this.event('stopped', day, { reason: `${experiment.name} is over: ${end}. ${sentenceOn(look, experiment)}`, evidence: look }),
      ...(end === 'b_better' ? [await this.promoteB(experiment, day, look)] : []),
      ...(end !== 'b_better' && wasServing
        ? [this.event('rolled_back', day, { reason: `From ${addDays(day, 1)} on all cards rest on the champion again.`, evidence: null })]
        : []),
    ];
    const servingUntil = experiment.servingFrom === null ? undefined : day;
    await this.experiments.stop(experiment.id, { stoppedOn: day, servingUntil, decision: end, evidence: look, events });
    return events;
  }

  /** B becomes champion from the next day on where it has passed the gate and A is the one it would replace. */
  private async promoteB(experiment: Experiment, day: Day, look: Look): Promise<ExperimentEvent> {
    const { gameId, modelVersionA, modelVersionB } = experiment;
    const effectiveFrom = addDays(day, 1);
    const [log, champion, b] = await Promise.all([
      this.models.promotions(gameId, CHAMPION),
      this.registry.championOn(gameId, effectiveFrom),
      this.models.version(modelVersionB),
    ]);
    const done = (kind: 'promoted' | 'not_promoted', reason: string) => this.event(kind, day, { reason, evidence: null });
    // Also after a stop between the promotion and the line that says so.
    if (champion?.id === modelVersionB) return done('promoted', `Model version ${modelVersionB} serves from ${effectiveFrom}.`);
    if (!b?.hasPassedGate) return done('not_promoted', `Model version ${modelVersionB} won but has not passed the gate: the champion stays.`);
    if (champion?.id !== modelVersionA) {
      return done('not_promoted', `Model version ${modelVersionB} won against ${modelVersionA}, which is no longer the champion: the champion stays.`);
    }
    await this.registry.promote({
      gameId,
      modelVersionId: modelVersionB,
      actor: EXPERIMENT_ACTOR,
      reason: `won experiment ${experiment.name}: ${sentenceOn(look, experiment)}`,
      effectiveFrom,
      expectedSequence: log[0]?.sequence ?? 0,
    });
    return done('promoted', `Model version ${modelVersionB} serves from ${effectiveFrom}.`);
  }

  private event(kind: ExperimentEventKind, day: Day, said: { reason: string; evidence: Look | null }): ExperimentEvent {
    return { kind, day, actor: EXPERIMENT_ACTOR, recordedAt: this.clock.now(), ...said };
  }
}

function sentenceOn(look: Look, experiment: Experiment): string {
  if (look.meanDifference === null) return 'No block has matured yet.';
  const figure = (value: number): string => value.toFixed(4);
  const level = `${Number(((1 - experiment.rule.significance) * 100).toFixed(1))} %`;
  return `Log error of B minus A ${figure(look.meanDifference)} (${level}: ${figure(look.lower)} to ${figure(look.upper)}) over ${look.blocks.length} blocks.`;
}
