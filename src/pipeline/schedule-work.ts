import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Game } from '../ingestion/index.js';
import { type Day, dayOf } from '../shared/day.js';
import { messageOf, TemporaryError } from '../shared/errors.js';
import { Backfill } from './backfill.js';
import { DayRunner } from './day-runner.js';
import { DueGames } from './due-games.js';
import { type FireEnd, type FireOrder, ScheduleKinds } from './schedule-kinds.js';

/** The pipelines a schedule can run, and what each of them does when it fires. */
@Injectable()
export class ScheduleWork implements OnModuleInit {
  constructor(
    private readonly kinds: ScheduleKinds,
    private readonly due: DueGames,
    private readonly runner: DayRunner,
    private readonly backfill: Backfill,
  ) {}

  onModuleInit(): void {
    this.kinds.register('daily', (order) => this.forEachGame(order, (game, until) => this.daily(game, until, order)));
    this.kinds.register('retrain', (order) => this.forEachGame(order, (game) => this.retrain(game, order)));
    this.kinds.register('score', (order) => this.forEachGame(order, (game) => this.score(game, order)));
    this.kinds.register('backfill', (order) => (order.request === null ? this.forEachGame(order, (game) => this.fillGaps(game, order)) : this.fillRange(order)));
  }

  /** One game's failure does not keep the others from running; it does make the fire one that failed. */
  private async forEachGame(order: FireOrder, work: (game: Game, until: Day) => Promise<boolean>): Promise<FireEnd> {
    const errors: string[] = [];
    let hasWorked = false;
    for (const { game, until } of await this.due.list(order.gameId)) {
      try {
        hasWorked = (await work(game, until)) || hasWorked;
      } catch (error) {
        errors.push(`${game.slug}: ${messageOf(error)}`);
      }
    }
    if (errors.length > 0) throw new TemporaryError(errors.join(' '));
    return hasWorked ? 'done' : 'skipped';
  }

  /** Days that were missed come first. A fire that is made up for goes as far as the day it was planned for. */
  private async daily(game: Game, until: Day, order: FireOrder): Promise<boolean> {
    const planned = dayOf(order.plannedAt);
    const days = await this.runner.missedDays(game, planned < until ? planned : until);
    return (await this.runner.runEach(game, days, order)) > 0;
  }

  /** On the last day that was run: what has not been collected yet is left to the daily pipeline. */
  private async retrain(game: Game, order: FireOrder): Promise<boolean> {
    const day = await this.runner.lastSucceededDay(game);
    if (day !== undefined) await this.runner.retrain(game, day, order);
    return day !== undefined;
  }

  private async score(game: Game, order: FireOrder): Promise<boolean> {
    const day = await this.runner.lastSucceededDay(game);
    return day !== undefined && (await this.runner.runEach(game, [day], order)) > 0;
  }

  private async fillGaps(game: Game, order: FireOrder): Promise<boolean> {
    return (await this.runner.runEach(game, await this.backfill.gaps(game), order)) > 0;
  }

  private async fillRange(order: FireOrder): Promise<FireEnd> {
    if (order.request === null) return 'skipped';
    const { game, days } = await this.backfill.plan(order.request);
    return (await this.runner.runEach(game, days, order)) > 0 ? 'done' : 'skipped';
  }
}
