import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
import { DriftRepository, type StoredDriftReport } from './drift.repository.js';
import { type RetrainTrigger, RetrainTriggerRepository } from './retrain-trigger.repository.js';

export type { RetrainTrigger, StoredDriftReport };

/** Answers neighbours about drift and the trainings asked for because of it. */
@Injectable()
export class DriftReader {
  constructor(
    private readonly reports: DriftRepository,
    private readonly triggers: RetrainTriggerRepository,
  ) {}

  /** The last day with a report; undefined where there is none. */
  async lastDay(gameId: number): Promise<Day | undefined> {
    return this.reports.lastDay(gameId);
  }

  /** Both newest first. */
  async between(gameId: number, from: Day, to: Day): Promise<{ reports: StoredDriftReport[]; triggers: RetrainTrigger[] }> {
    const [reports, triggers] = await Promise.all([this.reports.between(gameId, from, to), this.triggers.between(gameId, from, to)]);
    return { reports, triggers };
  }
}
