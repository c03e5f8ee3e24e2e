import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { messageOf } from '../shared/errors.js';
import { DurableEngine } from './durable-engine.js';
import type { FireKey, ScheduleFire } from './schedule-fire.repository.js';
import { type FireOutcome, ScheduleJournal } from './schedule-journal.js';
import { ScheduleKinds } from './schedule-kinds.js';
import type { Schedule } from './schedule.repository.js';

const nameOf = (fire: FireKey): string => `${fire.scheduleId} ${fire.plannedAt.toISOString()} ${fire.trigger}`;

/** Runs the fires this process has claimed: those of one schedule in turn, and writes down how each ends. */
@Injectable()
export class ScheduleFirer implements OnApplicationShutdown {
  private readonly logger = new Logger(ScheduleFirer.name);
  private readonly working = new Map<string, Promise<void>>();
  /** The end of the last fire of each schedule. */
  private readonly queues = new Map<number, Promise<void>>();
  private isStopping = false;

  constructor(
    private readonly engine: DurableEngine,
    private readonly kinds: ScheduleKinds,
    private readonly journal: ScheduleJournal,
  ) {}

  /** The name claims are made in. */
  get executorId(): string {
    return this.engine.executorId;
  }

  /** Begins with a claimed fire, behind those of its schedule; one that is begun already is waited for. */
  begin(fire: ScheduleFire): Promise<void> {
    const name = nameOf(fire);
    const begun = this.working.get(name);
    if (begun) return begun;
    const before = this.queues.get(fire.scheduleId) ?? Promise.resolve();
    const done = before.then(() => this.fire(fire)).finally(() => this.working.delete(name));
    this.working.set(name, done);
    this.queues.set(fire.scheduleId, done);
    return done;
  }

  /** Until everything that was begun has ended. */
  async settled(): Promise<void> {
    while (this.working.size > 0) await Promise.all(this.working.values());
  }

  /** What is not done is left claimed: whoever finds this process gone takes it over. */
  onApplicationShutdown(): void {
    this.isStopping = true;
  }

  /** Never throws. Where the database does not answer, the fire stays claimed, and the next tick begins with it again. */
  private async fire(key: FireKey): Promise<void> {
    if (this.isStopping) return;
    try {
      // It may have waited, or been looked up just before it ended.
      const fire = await this.journal.one(key);
      if (fire.state !== 'claimed' || fire.claimedBy !== this.executorId) return;
      const schedule = await this.journal.scheduleOf(fire);
      if (!schedule) return;
      const outcome = await this.work(schedule, fire);
      if (this.isStopping) return;
      if (outcome.error !== null) this.logger.error(`${schedule.name}, planned for ${fire.plannedAt.toISOString()}, failed: ${outcome.error}`);
      await this.journal.end(fire, outcome, this.executorId);
    } catch (error) {
      if (!this.isStopping) this.logger.warn(`Could not write down a fire of schedule ${key.scheduleId}: ${messageOf(error)}`);
    }
  }

  private async work(schedule: Schedule, fire: ScheduleFire): Promise<FireOutcome> {
    const work = this.kinds.find(schedule.pipeline);
    if (!work) return { state: 'failed', error: `There is no pipeline "${schedule.pipeline}"; expected one of: ${this.kinds.names.join(', ')}.` };
    const { plannedAt, request, runIds } = fire;
    try {
      const state = await work({ gameId: schedule.gameId, plannedAt, request, runIds, note: (runId) => this.journal.noteRun(fire, runId) });
      return { state, error: null };
    } catch (error) {
      return { state: 'failed', error: messageOf(error) };
    }
  }
}
