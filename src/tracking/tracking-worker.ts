import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '../shared/errors.js';
import { TrackingSender } from './tracking-sender.js';
import { TrackingTargets } from './tracking-targets.js';

const POLL_MS = 5_000;
/** A slow server does not keep the process from stopping. */
const STOP_MS = 10_000;

/** Sends what the pipeline has written into the spool, for as long as the process lives. Does nothing where nobody is to be told. */
@Injectable()
export class TrackingWorker implements OnModuleDestroy {
  private readonly logger = new Logger(TrackingWorker.name);
  private readonly stopping = new AbortController();
  private loop: Promise<void> | undefined;

  constructor(
    private readonly targets: TrackingTargets,
    private readonly sender: TrackingSender,
  ) {}

  start(): void {
    if (!this.targets.any) return;
    this.loop ??= this.work();
  }

  /** Waits a while for the delivery that is under way: an event that is cut off is taken up again only when its lease ends. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.loop, wait(STOP_MS, undefined, { ref: false })]);
  }

  private async work(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const { sent, failed } = await this.sender.sendDue(() => signal.aborted);
        if (sent > 0) this.logger.log(`${sent} events sent`);
        if (failed > 0) this.logger.warn(`${failed} events were refused; "pokewatch tracking status" shows why`);
      } catch (error) {
        // The database was not there: the next round may find it.
        this.logger.warn(`Nothing could be sent: ${messageOf(error)}`);
      }
      await wait(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
