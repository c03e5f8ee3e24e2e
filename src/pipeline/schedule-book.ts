import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { BadData, Conflict, NotFound } from '../shared/errors.js';
import { type CreateSchedule, type EditSchedule, NAME_PATTERN, type ScheduleAnswer } from './http/schedules.dto.js';
import { RunPlanner } from './run-planner.js';
import { ScheduleAnswers } from './schedule-answers.js';
import { requireUsableCron } from './schedule-cron.js';
import { type Schedule, ScheduleRepository, type ScheduleSettings } from './schedule.repository.js';

const NEW = { gameId: null, timeZone: 'UTC', missedPolicy: 'once', maxCatchUp: 10, jitterSeconds: 0 } as const;

/** What people see and change of schedules, over HTTP and on the command line. */
@Injectable()
export class ScheduleBook {
  constructor(
    private readonly schedules: ScheduleRepository,
    private readonly answers: ScheduleAnswers,
    private readonly planner: RunPlanner,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<ScheduleAnswer[]> {
    return this.answers.of(await this.schedules.list(), this.clock.now());
  }

  /** One by its id; a deleted one too. */
  async one(id: number): Promise<ScheduleAnswer> {
    return this.answer(await this.schedules.one(id), id);
  }

  /** The id of a schedule that stands, by its name. */
  async idOf(name: string): Promise<number> {
    const all = await this.schedules.list();
    const found = all.find((schedule) => schedule.name === name);
    if (!found) throw new NotFound(`There is no schedule "${name}"; expected one of: ${all.map((each) => each.name).join(', ') || '(none)'}.`);
    return found.id;
  }

  async create(request: CreateSchedule, createdBy: string): Promise<ScheduleAnswer> {
    const { name, pipeline, cron } = request;
    const settings = await this.settings({ ...NEW, name, pipeline, cron }, request);
    const created = await this.schedules.create({ ...settings, isPaused: false, createdBy, createdAt: this.clock.now() });
    if (!created) throw taken(name);
    return this.answer(created, created.id);
  }

  async edit(id: number, request: EditSchedule): Promise<ScheduleAnswer> {
    const settings = await this.settings(await this.standing(id), request);
    const holder = (await this.schedules.list()).find((each) => each.name === settings.name);
    if (holder !== undefined && holder.id !== id) throw taken(settings.name);
    return this.answer(await this.schedules.edit(id, settings, this.clock.now()), id);
  }

  async setPaused(id: number, isPaused: boolean): Promise<ScheduleAnswer> {
    return this.answer(await this.schedules.setPaused(id, isPaused, this.clock.now()), id);
  }

  async delete(id: number): Promise<ScheduleAnswer> {
    return this.answer(await this.schedules.delete(id, this.clock.now()), id);
  }

  /** @throws NotFound for one that is deleted. */
  async standing(id: number): Promise<Schedule> {
    const schedule = await this.schedules.one(id);
    if (!schedule || schedule.deletedAt !== null) throw missing(id);
    return schedule;
  }

  private async settings(before: ScheduleSettings, change: EditSchedule): Promise<ScheduleSettings> {
    const settings = {
      name: change.name ?? before.name,
      pipeline: change.pipeline ?? before.pipeline,
      gameId: change.game === undefined ? before.gameId : change.game === null ? null : ((await this.planner.gamesFor(change.game))[0]?.id ?? null),
      cron: change.cron ?? before.cron,
      timeZone: change.time_zone ?? before.timeZone,
      missedPolicy: change.missed_policy ?? before.missedPolicy,
      maxCatchUp: change.max_catch_up ?? before.maxCatchUp,
      jitterSeconds: change.jitter_seconds ?? before.jitterSeconds,
    };
    if (!NAME_PATTERN.test(settings.name)) throw new BadData(`name "${settings.name}" cannot be used; expected 1 to 60 of a-z, 0-9 and -, beginning with a letter, such as collect-daily.`);
    requireUsableCron(settings.cron, settings.timeZone);
    return settings;
  }

  private async answer(schedule: Schedule | undefined, id: number): Promise<ScheduleAnswer> {
    const [answer] = schedule ? await this.answers.of([schedule], this.clock.now()) : [];
    if (!answer) throw missing(id);
    return answer;
  }
}

const missing = (id: number) => new NotFound(`There is no schedule ${id}; GET /v1/schedules lists them.`);
const taken = (name: string) => new Conflict(`name "${name}" is taken by another schedule; expected a name of its own.`);
