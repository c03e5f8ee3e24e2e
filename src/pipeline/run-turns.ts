import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunCancelled } from './domain/step-policy.js';
import { DurableEngine } from './durable-engine.js';
import { ExecutorRepository } from './executor.repository.js';
import { RunRepository } from './run.repository.js';

const FIRST_LOOK_AFTER_MS = 20;
const LOOK_EVERY_MS = 250;

export interface TurnSeeker {
  readonly runId: string;
  readonly pipeline: string;
  readonly gameId: number;
}

/**
 * One run of a pipeline and game at a time, over all processes; of those that wait the earliest day goes first. A run whose worker
 * died keeps its place: it is resumed within a second, and the later ones wait for that.
 */
@Injectable()
export class RunTurns {
  /** Turns of this process: two of its runs share the session that holds the lock. */
  private readonly taken = new Set<string>();

  constructor(
    private readonly executors: ExecutorRepository,
    private readonly engine: DurableEngine,
    private readonly runs: RunRepository,
  ) {}

  /** @throws RunCancelled where the run is cancelled while it waits. */
  async inTurn<T>(seeker: TurnSeeker, work: () => Promise<T>): Promise<T> {
    const key = `${seeker.pipeline}:${seeker.gameId}`;
    for (let waitMs = FIRST_LOOK_AFTER_MS; !(await this.take(key, seeker.runId)); waitMs = Math.min(waitMs * 2, LOOK_EVERY_MS)) {
      await sleep(waitMs, undefined, { ref: false });
    }
    try {
      return await work();
    } finally {
      // A session that is gone holds nothing any more.
      await this.executors.letGo(key).catch(() => undefined);
      this.taken.delete(key);
    }
  }

  private async take(key: string, runId: string): Promise<boolean> {
    const state = (await this.runs.run(runId))?.state;
    if (state === 'cancelled') throw new RunCancelled(`The run ${runId} was cancelled.`);
    if (await this.engine.goesOn(await this.runs.runningBefore(runId))) return false;
    if (this.taken.has(key)) return false;
    this.taken.add(key);
    const isTaken = await this.executors.tryTakeTurn(key).catch(() => false);
    if (!isTaken) this.taken.delete(key);
    return isTaken;
  }
}
