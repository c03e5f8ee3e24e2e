import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Callers } from '../../auth/index.js';
import { Endpoint, Idempotent } from '../../http/index.js';
import { ScheduleBook } from '../schedule-book.js';
import { ScheduleDesk } from '../schedule-desk.js';
import { CreateSchedule, EditSchedule, Fire, Fires, FiresQuery, ScheduleAnswer, SchedulePath, Schedules } from './schedules.dto.js';

const MISSING = { 404: 'There is no such schedule' };
const UNUSABLE = { 409: 'The name is taken', 422: 'The cron expression or the time zone cannot be used' };

@ApiTags('schedules')
@Controller('v1/schedules')
export class SchedulesController {
  constructor(
    private readonly book: ScheduleBook,
    private readonly desk: ScheduleDesk,
    private readonly callers: Callers,
  ) {}

  @Get()
  @Endpoint({ summary: 'When pipelines run by themselves, and how that goes', response: Schedules })
  async listSchedules(): Promise<Schedules> {
    return { items: await this.book.list() };
  }

  @Post()
  @Idempotent()
  @Endpoint({ summary: 'Make a schedule', scope: 'admin', status: 201, response: ScheduleAnswer, problems: { ...UNUSABLE, 404: 'There is no such game' } })
  async createSchedule(@Body() body: CreateSchedule, @Req() request: FastifyRequest): Promise<ScheduleAnswer> {
    return this.book.create(body, `api key ${(await this.callers.keyOf(request))?.prefix ?? '(none)'}`);
  }

  @Get(':id')
  @Endpoint({ summary: 'One schedule; a deleted one too', response: ScheduleAnswer, problems: MISSING })
  async getSchedule(@Param() path: SchedulePath): Promise<ScheduleAnswer> {
    return this.book.one(path.id);
  }

  @Patch(':id')
  @Endpoint({
    summary: 'Change a schedule',
    description: 'What is not named stays. After a change of cron or time zone its times count from now on.',
    scope: 'admin',
    response: ScheduleAnswer,
    problems: { ...UNUSABLE, ...MISSING },
  })
  async editSchedule(@Param() path: SchedulePath, @Body() body: EditSchedule): Promise<ScheduleAnswer> {
    return this.book.edit(path.id, body);
  }

  @Delete(':id')
  @Endpoint({ summary: 'Delete a schedule; its fires stay to be read', scope: 'admin', response: ScheduleAnswer, problems: MISSING })
  async deleteSchedule(@Param() path: SchedulePath): Promise<ScheduleAnswer> {
    return this.book.delete(path.id);
  }

  @Get(':id/fires')
  @Endpoint({ summary: 'The fires of a schedule, newest first; of a deleted one too', response: Fires, problems: MISSING })
  async listFires(@Param() path: SchedulePath, @Query() query: FiresQuery): Promise<Fires> {
    return { items: await this.desk.history(path.id, query.limit) };
  }

  @Post(':id/pause')
  @Endpoint({ summary: 'Let a schedule rest', scope: 'admin', response: ScheduleAnswer, problems: MISSING })
  async pauseSchedule(@Param() path: SchedulePath): Promise<ScheduleAnswer> {
    return this.book.setPaused(path.id, true);
  }

  @Post(':id/resume')
  @Endpoint({
    summary: 'Let a schedule fire again',
    description: 'The times since the pause count as missed: `missed_policy` says what becomes of them.',
    scope: 'admin',
    response: ScheduleAnswer,
    problems: MISSING,
  })
  async resumeSchedule(@Param() path: SchedulePath): Promise<ScheduleAnswer> {
    return this.book.setPaused(path.id, false);
  }

  @Post(':id/run-now')
  @Idempotent()
  @Endpoint({
    summary: 'Fire a schedule out of turn, a paused one too',
    description: 'Answers at once; a worker takes it up within ten seconds. The fires of the schedule show what became of it.',
    scope: 'admin',
    status: 202,
    response: Fire,
    problems: { ...MISSING, 409: 'Schedules are switched off, or somebody asked at the same instant' },
  })
  async runScheduleNow(@Param() path: SchedulePath): Promise<Fire> {
    await this.book.standing(path.id);
    return this.desk.leave(path.id, null);
  }
}
