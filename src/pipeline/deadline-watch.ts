import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { AlertReader, AlertSender } from '../alerts/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { CatalogueReader, type Game } from '../ingestion/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { dayOf, type Day } from '../shared/day.js';
import { messageOf } from '../shared/errors.js';
import { DAILY } from './run-journal.js';
import { DueGames } from './due-games.js';
import { decideDeadlines, type DueFreshness, parseWatchKey, WATCH_PREFIXES, type WatchFacts } from './domain/deadline-decision.js';
import { lastPassed, parseTimeOfDay } from '../shared/time-of-day.js';
import { lastFiresMs } from './domain/schedule-times.js';
import { RunRepository } from './run.repository.js';
import { cronTimes } from './schedule-cron.js';
import { ScheduleRepository } from './schedule.repository.js';
import { DailyStages } from './stages.js';
import { type DayOfGameId, WatchRepository } from './watch.repository.js';

const LOOK_EVERY_MS = 30_000;
/** A failure that ended longer ago when it is first seen is history, not news. */
const NEWS_MS = 48 * 3_600_000;
/** A schedule that fires more rarely is not watched. */
const LONGEST_PAUSE_MS = 370 * 24 * 3_600_000;
/** For steps of runs this version does not know. */
const USUAL_TIMEOUT_MS = 600_000;

/** How long a step may run before it is told: a share of the time after which an attempt is given up. */
@Injectable()
export class StepLimits {
  constructor(
    private readonly stages: DailyStages,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  maxRuntimeMs(step: string): number {
    const timeoutMs = this.stages.all.find((stage) => stage.name === step)?.policy.timeoutMs ?? USUAL_TIMEOUT_MS;
    return timeoutMs * this.config.deadlines.stepRuntimeRatio;
  }
}

/** Gathers what the decision about deadlines rests on. */
@Injectable()
export class WatchFactsReader {
  constructor(
    private readonly watch: WatchRepository,
    private readonly runs: RunRepository,
    private readonly catalogue: CatalogueReader,
    private readonly limits: StepLimits,
  ) {}

  async read(now: Date, openKeys: readonly string[], due: readonly DueFreshness[]): Promise<WatchFacts> {
    const games = await this.catalogue.games();
    const slugs = new Map(games.map((game) => [game.id, game.slug]));
    const days = daysOf(openKeys, games);
    const named = <T extends { gameId: number }>(row: T): T & { game: string } => ({ ...row, game: slugs.get(row.gameId) ?? String(row.gameId) });
    const runs = (await this.watch.runs(new Date(now.getTime() - NEWS_MS), days)).map((run) => ({ ...named(run), runId: run.id }));
    const steps = (await this.watch.steps(days)).map((step) => ({ ...named(step), maxRuntimeMs: this.limits.maxRuntimeMs(step.step) }));
    const succeeded = await this.runs.lastSucceededDays(DAILY);
    const lastSucceeded = new Map<string, Day>([...succeeded].map(([gameId, day]) => [`${DAILY}:${slugs.get(gameId) ?? gameId}`, day]));
    return { now, runs, steps, due, lastSucceeded, openKeys };
  }
}

/** Which games have to be fresh for which day by now. */
@Injectable()
export class FreshnessDeadline {
  constructor(
    private readonly games: DueGames,
    private readonly schedules: ScheduleRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Empty where no time of day is set, and where no schedule runs the daily pipeline. */
  async due(now: Date): Promise<DueFreshness[]> {
    const { freshBy, timeZone } = this.config.deadlines;
    const time = parseTimeOfDay(freshBy);
    if (time === undefined) return [];
    const by = lastPassed({ ...time, timeZone }, now);
    const lastRunMs = await this.lastScheduledRunMs(by);
    if (lastRunMs === undefined) return [];
    const day = dayOf(new Date(lastRunMs));
    return (await this.games.list(null)).map(({ game }) => ({ pipeline: DAILY, game: game.slug, day, by }));
  }

  /** When schedules ran the daily pipeline last before the deadline: the day they ran is the market day that has to be there. */
  private async lastScheduledRunMs(by: Date): Promise<number | undefined> {
    const daily = (await this.schedules.list()).filter((schedule) => schedule.pipeline === DAILY && !schedule.isPaused);
    const window = { afterMs: by.getTime() - LONGEST_PAUSE_MS, untilMs: by.getTime(), count: 1 };
    const last = daily.flatMap(({ cron, timeZone }) => lastFiresMs(cronTimes(cron, timeZone), window));
    return last.length === 0 ? undefined : Math.max(...last);
  }
}

/** Where the watch tells what it finds. */
@Injectable()
export class WatchAlerts {
  constructor(
    readonly sender: AlertSender,
    readonly reader: AlertReader,
    @Inject(CLOCK) readonly clock: Clock,
  ) {}
}

/**
 * Watches deadlines apart from the schedule: a run that never began is noticed too. On every worker, by a timer of its own; one
 * process at a time evaluates. Each breach is an alert, once, and one message when it comes good.
 */
@Injectable()
export class DeadlineWatch implements OnApplicationShutdown {
  private readonly logger = new Logger(DeadlineWatch.name);
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<unknown> | undefined;

  constructor(
    private readonly alerts: WatchAlerts,
    private readonly watch: WatchRepository,
    private readonly facts: WatchFactsReader,
    private readonly freshness: FreshnessDeadline,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => {
      this.looking ??= this.look()
        .catch((error: unknown) => this.logger.warn(`Could not look at deadlines: ${messageOf(error)}`))
        .finally(() => (this.looking = undefined));
    }, LOOK_EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** Evaluates once; false where another process is at it. */
  async look(): Promise<boolean> {
    return this.watch.ifAlone(async () => {
      const now = this.alerts.clock.now();
      const facts = await this.facts.read(now, await this.alerts.reader.openKeys(WATCH_PREFIXES), await this.freshness.due(now));
      const decision = decideDeadlines(facts);
      for (const breach of decision.raise) await this.alerts.sender.raise(breach);
      for (const { key, text } of decision.recover) await this.alerts.sender.recover(key, text);
    });
  }
}

function daysOf(keys: readonly string[], games: readonly Game[]): DayOfGameId[] {
  return keys.flatMap((key) => {
    const of = parseWatchKey(key);
    const game = games.find((each) => each.slug === of?.game);
    return of === undefined || game === undefined ? [] : [{ pipeline: of.pipeline, gameId: game.id, day: of.day }];
  });
}
