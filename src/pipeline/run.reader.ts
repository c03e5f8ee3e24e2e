import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
import { DAILY } from './run-journal.js';
import { type RunProvenance, RunProvenanceRepository } from './run-provenance.repository.js';
import { type PipelineRun, RunRepository, type StageRun } from './run.repository.js';

/** Answers neighbours about runs. */
@Injectable()
export class RunReader {
  constructor(
    private readonly runs: RunRepository,
    private readonly provenance: RunProvenanceRepository,
  ) {}

  /** Newest first. */
  async recent(filter: { gameId?: number | undefined; limit: number }): Promise<PipelineRun[]> {
    return this.runs.recentRuns({ limit: filter.limit, ...(filter.gameId === undefined ? {} : { gameId: filter.gameId }) });
  }

  async run(id: string): Promise<PipelineRun | undefined> {
    return this.runs.run(id);
  }

  /** With which code a run worked and what it knew; undefined where that is not recorded. */
  async provenanceOf(runId: string): Promise<RunProvenance | undefined> {
    return this.provenance.of(runId);
  }

  /** Every attempt of every stage, in order. */
  async stagesOf(runId: string): Promise<StageRun[]> {
    return this.runs.stagesOf(runId);
  }

  /** The days of a range a game was run for with success. */
  async succeededDays(gameId: number, range: { from: Day; to: Day }): Promise<Day[]> {
    return this.runs.succeededDays(DAILY, gameId, range);
  }

  /** The last day each game was run for with success. */
  async lastSucceededDays(): Promise<Map<number, Day>> {
    return this.runs.lastSucceededDays(DAILY);
  }
}
