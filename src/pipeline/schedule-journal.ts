import { Inject, Injectable } from '@nestjs/common';
import { ScheduleMetrics } from '../metrics/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { Bug, Conflict } from '../shared/errors.js';
import { type FireKey, type FireState, type ScheduleFire, ScheduleFireRepository } from './schedule-fire.repository.js';
import { type Schedule, ScheduleRepository } from './schedule.repository.js';

export interface FireOutcome {
  readonly state: Extract<FireState, 'done' | 'failed' | 'skipped'>;
  readonly error: string | null;
}

/** Writes down what fires do and how they end, for people and for Prometheus. */
@Injectable()
export class ScheduleJournal {
  constructor(
    private readonly fires: ScheduleFireRepository,
    private readonly schedules: ScheduleRepository,
    private readonly metrics: ScheduleMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What a fire is of; a deleted schedule too. */
  async scheduleOf(fire: FireKey): Promise<Schedule | undefined> {
    return this.schedules.one(fire.scheduleId);
  }

  /** Writes down a fire somebody asks for now; `by` null: for any worker. */
  async ask(fire: Pick<ScheduleFire, 'scheduleId' | 'request'>, by: string | null): Promise<ScheduleFire> {
    const at = this.clock.now();
    const asked = await this.fires.request(fire, { by, at });
    if (!asked) throw new Conflict(`Schedule ${fire.scheduleId} was asked to run at ${at.toISOString()} by somebody else, too; that fire stands.`);
    return asked;
  }

  async one(fire: FireKey): Promise<ScheduleFire> {
    const found = await this.fires.one(fire);
    if (!found) throw new Bug(`The fire of schedule ${fire.scheduleId} at ${fire.plannedAt.toISOString()} is gone.`);
    return found;
  }

  /** Newest first. */
  async history(scheduleId: number, limit: number): Promise<ScheduleFire[]> {
    return this.fires.ofSchedule(scheduleId, limit);
  }

  async noteRun(fire: FireKey, runId: string): Promise<void> {
    await this.fires.noteRun(fire, runId);
  }

  async end(fire: FireKey, outcome: FireOutcome, by: string): Promise<void> {
    const isEnded = await this.fires.finish(fire, { ...outcome, by, at: this.clock.now() });
    if (isEnded) this.metrics.countFire(outcome.state);
  }

  /** Times that nobody was there for are counted where they are found. */
  countMissed(fires: readonly ScheduleFire[]): void {
    for (const fire of fires) if (fire.state === 'missed') this.metrics.countFire('missed');
  }

  /** When each schedule last began to fire, as the database knows it: the same in every process. */
  async showLastFires(): Promise<void> {
    const begun = new Map((await this.fires.latest()).begun.map((fire) => [fire.scheduleId, fire.startedAt]));
    const shown = (await this.schedules.list()).flatMap(({ id, name }) => {
      const at = begun.get(id);
      return at === undefined ? [] : [{ schedule: name, atSeconds: at.getTime() / 1_000 }];
    });
    this.metrics.setLastFires(shown);
  }
}
