import type { Day } from './day.js';
import type { Progress } from './progress.js';

/** What every stage of the pipeline is asked: this game, this day, with what was known by then. */
export interface StageRequest {
  readonly gameId: number;
  readonly day: Day;
  /** Observations recorded later than this do not exist for the stage. */
  readonly knownAt: Date;
  /** The run it belongs to; absent where somebody else asks, such as a backtest. */
  readonly runId?: string | undefined;
  readonly progress: Progress;
}

/** What a stage answers: how many rows it wrote, and whatever it counted. Stored with the run. JSON. */
export interface StageReport {
  /** Rows that were not there before, or were different. Zero for a stage run twice. */
  readonly written: number;
  readonly counts: Readonly<Record<string, number>>;
  /** Sentences a person should read. */
  readonly notes?: readonly string[];
  /** Why there was nothing to do; then nothing was done. */
  readonly skipped?: string;
  /** The run whose rows still stand for this work, where nothing was done. */
  readonly cachedFrom?: string;
  /** What later stages of the same run need to know. JSON. */
  readonly outputs?: Readonly<Record<string, unknown>>;
}
