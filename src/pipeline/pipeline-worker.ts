import { Injectable } from '@nestjs/common';
import { DurableEngine } from './durable-engine.js';
import { ExecutorLiveness } from './executor-liveness.js';

/** Makes this process one that executes runs: announced first, so that nobody takes it for dead. */
@Injectable()
export class PipelineWorker {
  private isStarted = false;

  constructor(
    private readonly engine: DurableEngine,
    private readonly liveness: ExecutorLiveness,
  ) {}

  async start(): Promise<void> {
    if (this.isStarted) return;
    this.isStarted = true;
    await this.liveness.start();
    await this.engine.launch();
  }
}
