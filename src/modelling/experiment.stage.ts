import { Injectable } from '@nestjs/common';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { ExperimentLooks } from './experiment-looks.js';
import { ExperimentRepository } from './experiment.repository.js';

/** The experiment of a game, looked at with what has matured by the day. Runs after the estimates of the day's maturities are scored. */
@Injectable()
export class ExperimentStage {
  constructor(
    private readonly experiments: ExperimentRepository,
    private readonly looks: ExperimentLooks,
  ) {}

  async run({ gameId, day, progress }: StageRequest): Promise<StageReport> {
    const experiment = await this.experiments.unfinished(gameId);
    if (!experiment) return { written: 0, counts: {}, skipped: 'no experiment is running' };
    if (day < experiment.startedOn) return { written: 0, counts: {}, skipped: `experiment ${experiment.name} begins on ${experiment.startedOn}` };
    const step = progress.stage('experiment', 1, 'experiments');
    const result = await this.looks.look(experiment, day);
    step.at(1);
    if (!result) return { written: 0, counts: {}, skipped: `experiment ${experiment.name} was looked at on a later day already` };
    const { written, look, phase, note } = result;
    step.end(note === undefined ? phase : look.decision);
    return { written, counts: { blocks: look.blocks.length, isServing: phase === 'serving' ? 1 : 0 }, notes: note === undefined ? [] : [note] };
  }
}
