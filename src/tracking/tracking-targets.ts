import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import type { EventKind } from './domain/tracking-event.js';

/** Who is told anything at all. */
@Injectable()
export class TrackingTargets {
  readonly mlflow: boolean;
  readonly dvc: boolean;

  constructor(@Inject(CONFIG) config: Config) {
    this.mlflow = config.tracking.mlflow.uri !== undefined;
    this.dvc = config.tracking.dvc.remoteUrl !== undefined;
  }

  get any(): boolean {
    return this.mlflow || this.dvc;
  }

  /** Events of a target that is switched off wait for it. */
  get kinds(): EventKind[] {
    return [...(this.mlflow ? (['training_run', 'candidate', 'model_version', 'alias_move'] as const) : []), ...(this.dvc ? (['dvc_snapshot', 'dvc_model'] as const) : [])];
  }
}
