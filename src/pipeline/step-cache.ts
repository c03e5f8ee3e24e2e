import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { CONFIG, type Config } from '../config/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { StepCacheRepository } from './step-cache.repository.js';

/** A stage whose work need not be done twice: what it works on can be named, and what it writes stays where it is. */
export interface CacheableStage {
  readonly name: string;
  /** Bumped when the stage computes something else from the same content. */
  readonly codeVersion: number;
  /** Names everything the stage reads but settings; undefined where that cannot be said now. */
  contentOf(request: StageRequest): Promise<string | undefined>;
  /** Names every row the stage has written for the request, as it is now. */
  rowsOf(request: StageRequest): Promise<string>;
}

const MS_PER_DAY = 86_400_000;

/** Leaves the work of a stage to an earlier run that did the same, while the rows of that run are as it left them. */
@Injectable()
export class StepCache {
  constructor(
    private readonly entries: StepCacheRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(stage: CacheableStage, request: StageRequest, work: () => Promise<StageReport>): Promise<StageReport> {
    const { runId } = request;
    const { stepCacheTtlDays } = this.config.pipeline;
    const key = stepCacheTtlDays === 0 || runId === undefined ? undefined : await this.keyOf(stage, request);
    if (key === undefined || runId === undefined) return work();
    const found = await this.entries.find(key, this.clock.now());
    // Its own run asks again where a worker died in between: doing it again is what that run promises.
    if (found && found.runId !== runId && found.rowsDigest === (await stage.rowsOf(request))) return { ...found.report, written: 0, cachedFrom: found.runId };
    const report = await work();
    const rowsDigest = await stage.rowsOf(request);
    // What came in meanwhile may be in the rows, or not: then the key does not name them.
    if (report.skipped !== undefined || (await this.keyOf(stage, request)) !== key) return report;
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + stepCacheTtlDays * MS_PER_DAY);
    await this.entries.save({ key, stage: stage.name, gameId: request.gameId, day: request.day, report, rowsDigest, runId, createdAt, expiresAt });
    return report;
  }

  private async keyOf(stage: CacheableStage, request: StageRequest): Promise<string | undefined> {
    const content = await stage.contentOf(request);
    if (content === undefined) return undefined;
    const { modelling, policy } = this.config;
    const settings = digestOf(JSON.stringify({ modelling, policy }));
    return digestOf(JSON.stringify([stage.name, stage.codeVersion, request.gameId, request.day, settings, content]));
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
