import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { ServerState } from './server-state.js';

const RESOLUTION_MS = 20;
const LOOK_EVERY_MS = 500;

/** Looks twice a second at how late the event loop was on average, so that a request only has to look at a flag. */
export class OverloadWatch {
  private readonly delay: IntervalHistogram | undefined;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly state: ServerState,
    private readonly maxDelayMs: number,
  ) {
    this.delay = maxDelayMs > 0 ? monitorEventLoopDelay({ resolution: RESOLUTION_MS }) : undefined;
    this.delay?.enable();
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.delay?.disable();
  }

  private look(): void {
    this.state.sweep();
    if (!this.delay) return;
    // An interval is its resolution long where nothing is late. The mean: one long step, such as that of a garbage collection, is no overload.
    this.state.isLate = this.delay.count > 0 && this.delay.mean / 1e6 - RESOLUTION_MS > this.maxDelayMs;
    this.delay.reset();
  }
}
