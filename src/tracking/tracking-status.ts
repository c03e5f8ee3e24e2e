import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import type { EventState } from './domain/tracking-event.js';
import { type EventCount, type TrackingEvent, TrackingEventRepository } from './tracking-event.repository.js';
import { TrackingTargets } from './tracking-targets.js';

export type { EventCount, TrackingEvent };

export interface TrackingOverview {
  readonly mlflow: boolean;
  readonly dvc: boolean;
  readonly counts: readonly EventCount[];
}

/** How far the telling has come, for those who look after it. */
@Injectable()
export class TrackingStatus {
  constructor(
    private readonly events: TrackingEventRepository,
    private readonly targets: TrackingTargets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async overview(): Promise<TrackingOverview> {
    return { mlflow: this.targets.mlflow, dvc: this.targets.dvc, counts: await this.events.counts() };
  }

  async list(filter: { state?: EventState | undefined; limit: number }): Promise<TrackingEvent[]> {
    return this.events.list(filter);
  }

  /** What failed is to be sent again, and what waits after an error now. Returns how many had failed. */
  async replay(): Promise<number> {
    return this.events.replay(this.clock.now());
  }
}
