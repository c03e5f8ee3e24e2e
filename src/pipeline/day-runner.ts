import { Injectable, Logger } from '@nestjs/common';
import type { Game } from '../ingestion/index.js';
import type { Day } from '../shared/day.js';
import { DAILY } from './run-journal.js';
import { Pipeline } from './pipeline.js';
import { RunPlanner } from './run-planner.js';
import { RunReader } from './run.reader.js';
import type { FireOrder } from './schedule-kinds.js';

/** Runs days for a fire. Each run is written down with the fire before it is waited for: one that fails is found there too. */
@Injectable()
export class DayRunner {
  private readonly logger = new Logger(DayRunner.name);

  constructor(
    private readonly pipeline: Pipeline,
    private readonly planner: RunPlanner,
    private readonly runs: RunReader,
  ) {}

  /** The days a game missed until `until`, oldest first and bounded; `until` alone where it never ran. */
  missedDays(game: Game, until: Day): Promise<Day[]> {
    return this.pipeline.missedDays(game, until, 1);
  }

  async lastSucceededDay(game: Game): Promise<Day | undefined> {
    return (await this.runs.lastSucceededDays()).get(game.id);
  }

  /** Runs the days in turn; answers how many of them were not up to date already. */
  async runEach(game: Game, days: readonly Day[], order: FireOrder): Promise<number> {
    let count = 0;
    for (const day of days) {
      const request = { game, day, trigger: 'schedule' };
      const { runId, isDone } = await this.planner.plan(request);
      if (isDone) continue;
      await order.note(runId);
      const outcome = await this.pipeline.run(request);
      this.logger.log(`${outcome.runId}: ${outcome.written} rows written`);
      count++;
    }
    return count;
  }

  /** Runs a day with training, once per fire: a process that takes the fire over does not train again what has been trained. */
  async retrain(game: Game, day: Day, order: FireOrder): Promise<void> {
    const earlierId = order.runIds.findLast((id) => id.startsWith(`${DAILY}:${game.slug}:${day}:`));
    const earlier = earlierId === undefined ? undefined : await this.runs.run(earlierId);
    if (earlier?.state === 'succeeded') return;
    const request = { game, day, trigger: 'schedule', isTrainingForced: true };
    await order.note((await this.planner.plan(request)).runId);
    await this.pipeline.run(request);
  }
}
