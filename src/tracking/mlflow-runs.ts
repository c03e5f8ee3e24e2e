import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { TrainingSnapshots } from '../features/index.js';
import { type CandidateEvidence, summariseParameters, TrainingReader, type TrainingRunSummary } from '../modelling/index.js';
import { BadData } from '../shared/errors.js';
import { fitRunValues, MLFLOW_LIMITS, numbersOf } from './domain/mlflow-values.js';
import { candidateKey, trainingKey } from './domain/tracking-event.js';
import { MlflowClient } from './mlflow.client.js';
import { type Delivery, Spool } from './spool.js';

/** Where a run comes from. */
export interface RunPayload {
  readonly game: string;
  readonly trainingRunId: number;
}

/** Training runs as MLflow sees them: one run per training, and below it one per candidate. */
@Injectable()
export class MlflowRuns {
  constructor(
    private readonly mlflow: MlflowClient,
    private readonly trainings: TrainingReader,
    private readonly snapshots: TrainingSnapshots,
    private readonly spool: Spool,
  ) {}

  async sendTraining({ game, trainingRunId }: RunPayload): Promise<Delivery> {
    const training = await this.trainingOf(trainingRunId);
    const { runId } = await this.mlflow.ensureRun({ key: trainingKey(trainingRunId), name: `${game} ${training.day}`, startedAt: training.recordedAt, tags: factsOf(game, training) });
    const params = {
      game,
      day: training.day,
      horizon_days: String(training.horizonDays),
      input_digest: training.inputDigest,
      snapshot: training.snapshotHash ?? 'none',
      candidates: training.candidateNames.join(', '),
    };
    await this.mlflow.log(runId, fitRunValues({ params, metrics: numbersOf(training.report), tags: {}, timestampMs: training.recordedAt.getTime() }));
    await this.logSnapshot(runId, game, training.snapshotHash);
    await this.mlflow.finish(runId, 'FINISHED', training.recordedAt);
    return { remoteId: runId };
  }

  async sendCandidate({ game, trainingRunId, name }: RunPayload & { readonly name: string }): Promise<Delivery> {
    const training = await this.trainingOf(trainingRunId);
    const candidate = await this.trainings.candidate(trainingRunId, name);
    if (!candidate) throw new BadData(`training run ${trainingRunId} has no candidate "${name}"`);
    const parent = await this.spool.remoteIdOf(trainingKey(trainingRunId));
    const tags = { ...factsOf(game, training), 'pokewatch.model': name, 'mlflow.parentRunId': parent };
    const { runId } = await this.mlflow.ensureRun({ key: candidateKey(trainingRunId, name), name: `${game} ${training.day} ${name}`, startedAt: training.recordedAt, tags });
    await this.mlflow.log(runId, fitRunValues({ ...valuesOf(candidate), timestampMs: training.recordedAt.getTime() }));
    await this.logSnapshot(runId, game, training.snapshotHash);
    await this.mlflow.finish(runId, candidate.problem === null ? 'FINISHED' : 'FAILED', training.recordedAt);
    return { remoteId: runId };
  }

  private async trainingOf(id: number): Promise<TrainingRunSummary> {
    const training = await this.trainings.run(id);
    if (!training) throw new BadData(`there is no training run ${id}`);
    return training;
  }

  private async logSnapshot(runId: string, game: string, hash: string | null): Promise<void> {
    const facts = hash === null ? undefined : await this.snapshots.find(hash);
    if (hash === null || !facts) return;
    await this.mlflow.logInput(runId, {
      name: `${game} training snapshot`,
      digest: hash.slice(0, MLFLOW_LIMITS.digestCharacters),
      sourceType: 'local',
      source: JSON.stringify({ uri: `snapshots/${hash}.parquet`, sha256: hash, from_day: facts.fromDay, to_day: facts.toDay }),
      profile: JSON.stringify({ num_rows: facts.rowCount }),
    });
  }
}

function factsOf(game: string, training: TrainingRunSummary): Record<string, string> {
  return { 'pokewatch.game': game, 'pokewatch.day': training.day, 'pokewatch.training_run_id': String(training.id) };
}

/** What a candidate learned and how good it was. The losses of each period stay here: they are a series, not a measure. */
function valuesOf(candidate: CandidateEvidence) {
  const { periods: _, modelName: __, ...report } = candidate.report;
  const parameters = summariseParameters(candidate.parameters, {}, (text) => createHash('sha256').update(text).digest('hex'));
  return {
    params: { model: candidate.name, ...Object.fromEntries(parameters.map(({ name, value }) => [`parameters/${name}`, value])) },
    metrics: { ...numbersOf(report), ...numbersOf(candidate.policy ?? {}, 'policy') },
    tags: {
      'pokewatch.look_ahead_check': candidate.hasPassedLookAheadCheck ? 'passed' : 'failed',
      ...(candidate.problem === null ? {} : { 'pokewatch.problem': candidate.problem }),
    },
  };
}
