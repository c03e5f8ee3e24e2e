import { Injectable } from '@nestjs/common';
import { type CandidateEvidence, TrainingRunRepository, type TrainingRunSummary } from './training-run.repository.js';

export type { CandidateEvidence, TrainingRunSummary };

/** Answers neighbours about training runs. */
@Injectable()
export class TrainingReader {
  constructor(private readonly trainings: TrainingRunRepository) {}

  /** All of a game, oldest first. */
  async runs(gameId: number): Promise<TrainingRunSummary[]> {
    return this.trainings.summaries(gameId);
  }

  async run(id: number): Promise<TrainingRunSummary | undefined> {
    return this.trainings.summary(id);
  }

  /** What one model was found to be in a run; undefined where it took no part. */
  async candidate(runId: number, name: string): Promise<CandidateEvidence | undefined> {
    return this.trainings.candidate(runId, name);
  }
}
