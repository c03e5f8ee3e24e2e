import { Injectable } from '@nestjs/common';
import { Bug } from '../shared/errors.js';
import type { FireRequest } from './schedule-fire.repository.js';

/** What a fire asks of a pipeline. */
export interface FireOrder {
  /** Null: every game that is due. */
  readonly gameId: number | null;
  readonly plannedAt: Date;
  readonly request: FireRequest | null;
  /** Runs that were started before, where another process had begun with this fire and died. */
  readonly runIds: readonly string[];
  /** Writes down a run of this fire, before it is waited for. */
  note(runId: string): Promise<void>;
}

/** `skipped`: there was nothing to do. */
export type FireEnd = 'done' | 'skipped';

/** Has to be repeatable: a fire whose process died is begun again elsewhere. */
export type FireWork = (order: FireOrder) => Promise<FireEnd>;

/** What a schedule may run, by name. */
@Injectable()
export class ScheduleKinds {
  private readonly works = new Map<string, FireWork>();

  register(kind: string, work: FireWork): void {
    if (this.works.has(kind)) throw new Bug(`The schedule kind "${kind}" is registered twice.`);
    this.works.set(kind, work);
  }

  get names(): string[] {
    return [...this.works.keys()];
  }

  find(kind: string): FireWork | undefined {
    return this.works.get(kind);
  }
}
