import { Injectable } from '@nestjs/common';
import { DvcPublisher } from './dvc-publisher.js';
import { MlflowRegistry } from './mlflow-registry.js';
import { MlflowRuns, type RunPayload } from './mlflow-runs.js';
import type { Delivery } from './spool.js';
import type { TrackingEvent } from './tracking-event.repository.js';

/** Brings an event to whom it is for. Done twice, it does no harm: things are looked for before they are made. */
@Injectable()
export class EventDelivery {
  constructor(
    private readonly runs: MlflowRuns,
    private readonly registry: MlflowRegistry,
    private readonly dvc: DvcPublisher,
  ) {}

  async deliver({ kind, payload, attempts }: TrackingEvent): Promise<Delivery> {
    // Written by the publish stage, kind by kind.
    const about = payload as unknown as RunPayload & { name: string; gameId: number; modelVersionId: number; contentHash: string };
    switch (kind) {
      case 'training_run':
        return this.runs.sendTraining(about);
      case 'candidate':
        return this.runs.sendCandidate(about);
      case 'model_version':
        return this.registry.sendVersion(about);
      case 'alias_move':
        return this.registry.sendAliases(about);
      case 'dvc_snapshot':
        return this.dvc.sendSnapshot(about, attempts);
      case 'dvc_model':
        return this.dvc.sendModel(about);
    }
  }
}
