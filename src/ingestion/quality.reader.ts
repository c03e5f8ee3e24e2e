import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
import { ExpectationResultRepository, type StoredExpectationResult } from './expectation-result.repository.js';

export type { StoredExpectationResult };

/** Answers neighbours about what the checks found. */
@Injectable()
export class QualityReader {
  constructor(private readonly results: ExpectationResultRepository) {}

  /** The results of a market day, by source and name. */
  onDay(gameId: number, day: Day): Promise<StoredExpectationResult[]> {
    return this.results.onDay(gameId, day);
  }

  /** The results that a run was the last to evaluate, by source and name. */
  ofRun(runId: string): Promise<StoredExpectationResult[]> {
    return this.results.ofRun(runId);
  }

  /** The last market day that was judged, on or before `day` where one is said. */
  lastDay(gameId: number, day?: Day): Promise<Day | undefined> {
    return this.results.lastDay(gameId, day);
  }
}
