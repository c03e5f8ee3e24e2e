import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { type Day, dayNumber, toDay } from '../shared/day.js';
import { type RetrainDecision, retrainDecision, type RetrainRule } from './domain/retrain-decision.js';
import { retrainRule } from './drift-settings.js';
import { type RetrainTrigger, RetrainTriggerRepository } from './retrain-trigger.repository.js';
import { TrainingRunRepository } from './training-run.repository.js';

export interface TriggerFacts {
  readonly isSkillLost: boolean | null;
  readonly persistentDriftDays: number;
  /** What the decision rests on, kept with it. */
  readonly evidence: unknown;
}

/** Trainings asked for out of turn, with the cooldown between them and what came of each. */
@Injectable()
export class RetrainTriggers {
  private readonly rule: RetrainRule;

  constructor(
    private readonly triggers: RetrainTriggerRepository,
    private readonly runs: TrainingRunRepository,
    @Inject(CONFIG) config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.rule = retrainRule(config);
  }

  /** Decides on a day and writes down what was decided, where a training is wanted. `isNew` where it had not been said before. */
  async decide(gameId: number, day: Day, facts: TriggerFacts): Promise<{ decision: RetrainDecision; isNew: boolean }> {
    const [lastTrained, lastTrigger] = [await this.runs.lastDay(gameId, day), await this.triggers.lastBefore(gameId, day)];
    const decision = retrainDecision(
      {
        day: dayNumber(day),
        lastTrainedDay: lastTrained && dayNumber(lastTrained),
        lastTriggeredDay: lastTrigger && dayNumber(lastTrigger.day),
        ...facts,
      },
      this.rule,
    );
    if (decision.reason === null) return { decision, isNew: false };
    const isNew = await this.triggers.add(gameId, {
      day,
      reason: decision.reason,
      evidence: { ...(facts.evidence as object), cooldownUntil: decision.cooldownUntilDay === null ? null : toDay(decision.cooldownUntilDay) },
      outcome: decision.retrain ? 'open' : 'cooldown',
      recordedAt: this.clock.now(),
    });
    return { decision, isNew };
  }

  /** The trigger of an earlier day that asks for a training on `day`; undefined where there is none. */
  async openOn(gameId: number, day: Day): Promise<RetrainTrigger | undefined> {
    const last = await this.triggers.lastBefore(gameId, day);
    return last?.outcome === 'open' ? last : undefined;
  }

  /** A training on `day` answers what was asked before. Says what that was. */
  async answer(gameId: number, day: Day, trainingRunId: number): Promise<string[]> {
    const answered = await this.triggers.answer(gameId, day, trainingRunId);
    return answered.map((trigger) => `Trained out of turn, as asked on ${trigger.day}: ${trigger.reason.replace('_', ' ')}.`);
  }
}
