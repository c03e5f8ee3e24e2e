import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DurableEngine } from './durable-engine.js';
import { ExecutorRepository } from './executor.repository.js';

const SWEEP_EVERY_MS = 1_000;

/** Resumes the runs of workers that died: each second, for every executor with unfinished runs, asks whether it lives. */
@Injectable()
export class ExecutorLiveness implements OnApplicationShutdown {
  private readonly logger = new Logger(ExecutorLiveness.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly engine: DurableEngine,
    private readonly executors: ExecutorRepository,
  ) {}

  /** Announces this process before it takes any work, then begins to watch the others. */
  async start(): Promise<void> {
    await this.executors.announce(this.engine.executorId);
    this.timer = setInterval(() => {
      this.sweeping ??= this.sweep()
        .catch((error: unknown) => this.logger.warn(`Could not look for dead workers: ${String(error)}`))
        .finally(() => (this.sweeping = undefined));
    }, SWEEP_EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  private async sweep(): Promise<void> {
    if (!(await this.executors.isAnnounced())) await this.executors.announce(this.engine.executorId);
    for (const [executorId, runIds] of await this.engine.pendingByExecutor()) {
      if (executorId === this.engine.executorId) continue;
      await this.executors.ifDead(executorId, async () => {
        this.logger.log(`Taking over ${runIds.length} run(s) of ${executorId}`);
        for (const id of runIds) await this.engine.resume(id);
      });
    }
  }
}
