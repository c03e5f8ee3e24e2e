import { Inject, Injectable } from '@nestjs/common';
import { CatalogueReader, type Game, LivePrices, ObservationReader } from '../ingestion/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, dayOf, dayRange, type Day } from '../shared/day.js';
import { BadData, NotFound } from '../shared/errors.js';
import type { Progress } from '../shared/progress.js';
import { DAILY, type DailyRunInput, type RunFork } from './run-journal.js';
import { InputDigest } from './input-digest.js';
import { type PipelineRun, RunRepository } from './run.repository.js';

/** How many missed days are made up for by themselves; older ones want `run --from --to`. */
const MAX_BACKFILL_DAYS = 60;

export interface RunPlan {
  readonly runId: string;
  /** Whether an earlier run stands. */
  readonly isDone: boolean;
  /** Of a joined run: what it was forked from. */
  readonly fork?: RunFork | undefined;
}

export interface RunRequest {
  readonly game: Game;
  readonly day: Day;
  /** schedule, cli, api or start. */
  readonly trigger: string;
  readonly isTrainingForced?: boolean;
  readonly progress?: Progress;
}

/** What the planner asks about games: which there are, how far their prices reach, and what live sources still owe. */
@Injectable()
export class KnownGames {
  constructor(
    readonly catalogue: CatalogueReader,
    readonly observations: ObservationReader,
    readonly live: LivePrices,
  ) {}
}

/** Decides under which id a day runs, and whether it has to run at all. */
@Injectable()
export class RunPlanner {
  constructor(
    private readonly runs: RunRepository,
    private readonly digest: InputDigest,
    private readonly known: KnownGames,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The n-th run of a day is `daily:<game>:<day>:<n>`. A run in progress is joined; a successful one stands while its inputs
   * are the same and no live source owes anything for it; otherwise the next number is taken. Two processes that decide together take the same number: one run.
   */
  async plan(request: RunRequest): Promise<RunPlan> {
    if (request.day > dayOf(this.clock.now())) {
      throw new BadData(`day ${request.day} is in the future; expected ${dayOf(this.clock.now())} or earlier.`);
    }
    const earlier = await this.runs.runsOfDay(DAILY, request.game.id, request.day);
    const last: PipelineRun | undefined = earlier.at(-1);
    if (last?.state === 'running') return { runId: last.id, isDone: false, fork: forkOf(last) };
    if (last?.state === 'succeeded' && !request.isTrainingForced) {
      const isSame = last.inputDigest === (await this.digest.of(request.game.id, request.day));
      if (isSame && !(await this.known.live.isOwed(request.game, request.day))) return { runId: last.id, isDone: true };
    }
    return { runId: `${DAILY}:${request.game.slug}:${request.day}:${earlier.length + 1}`, isDone: false };
  }

  inputOf(request: RunRequest, { runId, fork }: RunPlan): DailyRunInput {
    return {
      runId,
      gameId: request.game.id,
      day: request.day,
      trigger: request.trigger,
      startedAt: this.clock.now().toISOString(),
      isTrainingForced: request.isTrainingForced ?? false,
      ...(fork === undefined ? {} : { fork }),
    };
  }

  async missedDays(game: Game, until: Day, historyDays: number): Promise<Day[]> {
    const last = (await this.runs.lastSucceededDays(DAILY)).get(game.id);
    const from = last === undefined ? addDays(until, 1 - historyDays) : addDays(last, 1);
    const days = dayRange(from, until).slice(-MAX_BACKFILL_DAYS);
    // A source that failed, or had nothing new yet, may have something by now.
    return days.length === 0 && (await this.known.live.isOwed(game, until)) ? [until] : days;
  }

  /** The day a call without a named day means: today where live sources are asked, else the last observed one; undefined without prices. */
  async dayFor(game: Game): Promise<Day | undefined> {
    if (this.known.live.isLive(game.slug)) return dayOf(this.clock.now());
    return (await this.known.observations.span(game.id))?.lastDay;
  }

  /** The games a call without a named game means: the real ones with prices; the simulated one only where there is no other. */
  async gamesFor(slug: string | undefined): Promise<Game[]> {
    const games = await this.known.catalogue.games();
    if (slug !== undefined) {
      const game = games.find((candidate) => candidate.slug === slug);
      if (!game) throw new NotFound(`There is no game "${slug}"; expected one of: ${games.map((each) => each.slug).join(', ') || '(none yet: import prices first)'}.`);
      return [game];
    }
    const real = games.filter((game) => !game.isSimulated);
    return real.length > 0 ? real : games;
  }
}

function forkOf({ forkedFrom, fromStage }: PipelineRun): RunFork | undefined {
  return forkedFrom !== null && fromStage !== null ? { of: forkedFrom, fromStage } : undefined;
}
