import { Inject, Injectable, Logger } from '@nestjs/common';
import { CatalogueReader } from '../ingestion/index.js';
import { ALIASES, ModelReader, type ModelVersionSummary, TrainingReader, type TrainingRunSummary } from '../modelling/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { Bug, messageOf } from '../shared/errors.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { candidateKey, type NewTrackingEvent, trainingKey, versionKey } from './domain/tracking-event.js';
import { TrackingEventRepository } from './tracking-event.repository.js';
import { TrackingTargets } from './tracking-targets.js';

const MOST_VERSIONS = 100_000;

/** What has happened in a game: trainings, versions, moves of aliases. */
@Injectable()
export class TrackedHappenings {
  constructor(
    private readonly catalogue: CatalogueReader,
    private readonly trainings: TrainingReader,
    private readonly models: ModelReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /** For MLflow, in the order in which one needs the other. */
  async forMlflow(gameId: number): Promise<NewTrackingEvent[]> {
    const game = await this.slugOf(gameId);
    const versions = await this.versionsOf(gameId);
    const stream = `game:${gameId}`;
    const told = (await this.trainings.runs(gameId)).flatMap((run) => trainingEvents(run, versions, game));
    return [...told.map((event) => ({ ...event, stream, notBefore: this.now() })), ...(await this.aliasMoves(gameId, game, stream))];
  }

  /** For DVC: each thing by itself. */
  async forDvc(gameId: number): Promise<NewTrackingEvent[]> {
    const game = await this.slugOf(gameId);
    const hashes = new Set((await this.trainings.runs(gameId)).flatMap(({ snapshotHash }) => (snapshotHash === null ? [] : [snapshotHash])));
    const notBefore = this.now();
    const snapshots = [...hashes].map((contentHash) => ({ kind: 'dvc_snapshot' as const, key: `dvc_snapshot:${contentHash}`, payload: { game, contentHash } }));
    const models = (await this.versionsOf(gameId)).map(({ id }) => ({ kind: 'dvc_model' as const, key: `dvc_model:${id}`, payload: { game, modelVersionId: id } }));
    return [...snapshots, ...models].map((event) => ({ ...event, stream: event.key, notBefore }));
  }

  /** A move that counts from a later day on is told on that day. */
  private async aliasMoves(gameId: number, game: string, stream: string): Promise<NewTrackingEvent[]> {
    const logs = await Promise.all(ALIASES.map((alias) => this.models.promotions(gameId, alias)));
    return logs
      .flat()
      .toSorted((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime())
      .map(({ alias, sequence, effectiveFrom }) => {
        const firstInstant = new Date(`${effectiveFrom}T00:00:00Z`);
        const key = `alias_move:${gameId}:${alias}:${sequence}`;
        return { kind: 'alias_move', key, stream, payload: { game, gameId, alias, sequence }, notBefore: firstInstant > this.now() ? firstInstant : this.now() };
      });
  }

  private async versionsOf(gameId: number): Promise<ModelVersionSummary[]> {
    return (await this.models.versions({ gameId, limit: MOST_VERSIONS })).toReversed();
  }

  private async slugOf(gameId: number): Promise<string> {
    const game = (await this.catalogue.games()).find(({ id }) => id === gameId);
    if (!game) throw new Bug(`there is no game ${gameId}`);
    return game.slug;
  }
}

/** Writes what has happened since last time into the spool. Nothing is sent here: no run waits for, or fails with, the other side. */
@Injectable()
export class PublishStage {
  private readonly logger = new Logger(PublishStage.name);

  constructor(
    private readonly targets: TrackingTargets,
    private readonly happenings: TrackedHappenings,
    private readonly events: TrackingEventRepository,
  ) {}

  async run({ gameId }: StageRequest): Promise<StageReport> {
    if (!this.targets.any) return { written: 0, counts: {}, skipped: 'neither MLFLOW_TRACKING_URI nor DVC_REMOTE_URL is set' };
    try {
      return await this.publish(gameId);
    } catch (error) {
      // The day stands without it, and the next run finds the same happenings again.
      this.logger.error('Nothing was written for MLflow and DVC', error instanceof Error ? error.stack : error);
      return { written: 0, counts: {}, notes: [`Nothing was written for MLflow and DVC, the next run makes up for it: ${messageOf(error)}`] };
    }
  }

  private async publish(gameId: number): Promise<StageReport> {
    const mlflow = this.targets.mlflow ? await this.happenings.forMlflow(gameId) : [];
    const dvc = this.targets.dvc ? await this.happenings.forDvc(gameId) : [];
    const written = await this.events.append([...mlflow, ...dvc], this.happenings.now());
    return { written, counts: { events: written, known: mlflow.length + dvc.length - written } };
  }
}

function trainingEvents(run: TrainingRunSummary, versions: readonly ModelVersionSummary[], game: string): Pick<NewTrackingEvent, 'kind' | 'key' | 'payload'>[] {
  const about = { game, trainingRunId: run.id };
  return [
    { kind: 'training_run', key: trainingKey(run.id), payload: about },
    ...run.candidateNames.map((name) => ({ kind: 'candidate' as const, key: candidateKey(run.id, name), payload: { ...about, name } })),
    ...versions
      .filter(({ trainingRunId }) => trainingRunId === run.id)
      .map(({ id }) => ({ kind: 'model_version' as const, key: versionKey(id), payload: { game, modelVersionId: id } })),
  ];
}
