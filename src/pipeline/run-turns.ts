import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Day } from '../shared/day.js';
import { RunCancelled } from './domain/step-policy.js';
import { DurableEngine } from './durable-engine.js';
import { ExecutorRepository } from './executor.repository.js';
import { RunRepository } from './run.repository.js';

/** How often the first of those that wait in a process looks whether it is its turn. */
const LOOK_EVERY_MS = 100;

export interface TurnSeeker {
  readonly runId: string;
  readonly pipeline: string;
  readonly gameId: number;
  readonly day: Day;
}

/** What one process has of one pipeline and game. */
interface Line {
  /** The place of each run that waits, as {@link placeOf} names it. */
  readonly waiting: Set<string>;
  /** Two runs of a process share the session that holds the lock, so it cannot keep them apart. */
  isTaken: boolean;
}

/**
 * One run of a pipeline and game at a time, over all processes; of those that wait the earliest day goes first. A run whose worker
 * died keeps its place: it is resumed within seconds, and the later ones wait for that.
 */
@Injectable()
export class RunTurns {
  private readonly lines = new Map<string, Line>();

  constructor(
    private readonly executors: ExecutorRepository,
    private readonly engine: DurableEngine,
    private readonly runs: RunRepository,
  ) {}

  /** @throws RunCancelled where the run is cancelled while it waits. */
  async inTurn<T>(seeker: TurnSeeker, work: () => Promise<T>): Promise<T> {
    const key = `${seeker.pipeline}:${seeker.gameId}`;
    const line = this.lines.get(key) ?? { waiting: new Set(), isTaken: false };
    this.lines.set(key, line);
    const place = placeOf(seeker);
    line.waiting.add(place);
    try {
      while (!(await this.take(key, line, seeker))) await sleep(LOOK_EVERY_MS, undefined, { ref: false });
    } finally {
      line.waiting.delete(place);
    }
    try {
      return await work();
    } finally {
      // A session that is gone holds nothing any more.
      await this.executors.letGo(key).catch(() => undefined);
      line.isTaken = false;
    }
  }

  /** Only the first of the line asks the database. One that cannot answer just now is asked again. */
  private async take(key: string, line: Line, seeker: TurnSeeker): Promise<boolean> {
    if (!isFirst(placeOf(seeker), line)) return false;
    const run = await this.runs.run(seeker.runId).catch(() => undefined);
    if (run?.state === 'cancelled') throw new RunCancelled(`The run ${seeker.runId} was cancelled.`);
    if (line.isTaken) return false;
    line.isTaken = true;
    line.isTaken = await this.takeFromOthers(key, seeker.runId).catch(() => false);
    return line.isTaken;
  }

  private async takeFromOthers(key: string, runId: string): Promise<boolean> {
    if (await this.engine.goesOn(await this.runs.runningBefore(runId))) return false;
    return this.executors.tryTakeTurn(key);
  }
}

/** Sorts as the query for earlier runs does: by the day, then by the id, byte for byte. Two orders would wait for each other. */
function placeOf({ day, runId }: TurnSeeker): string {
  return `${day} ${runId}`;
}

function isFirst(place: string, line: Line): boolean {
  for (const other of line.waiting) if (other < place) return false;
  return true;
}
