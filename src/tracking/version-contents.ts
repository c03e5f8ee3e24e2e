import { Injectable } from '@nestjs/common';
import { TrainingSnapshots } from '../features/index.js';
import { ModelReader, type ModelVersion } from '../modelling/index.js';
import { BadData } from '../shared/errors.js';
import type { ModelFolderFacts } from './domain/mlflow-model-folder.js';

/** What a model version is made of, as it is handed out. */
export interface VersionContent {
  readonly version: ModelVersion;
  readonly content: Pick<ModelFolderFacts, 'model' | 'metrics' | 'data'>;
}

/** Puts together what a registered version consists of: enough to estimate with it, and to know what it learned from. */
@Injectable()
export class VersionContents {
  constructor(
    private readonly models: ModelReader,
    private readonly snapshots: TrainingSnapshots,
  ) {}

  async of(modelVersionId: number): Promise<VersionContent> {
    const version = await this.models.version(modelVersionId);
    if (!version) throw new BadData(`there is no model version ${modelVersionId}`);
    const { name, horizonDays, parameters, calibration, companions, report, gate, policyRecord, snapshotHash, trainedThrough, featureSetVersion } = version;
    const snapshot = snapshotHash === null ? undefined : await this.snapshots.find(snapshotHash);
    return {
      version,
      content: {
        model: { name, version: version.version, horizonDays, featureSetVersion, parameters, calibration, companions },
        metrics: { report, gate, policyRecord },
        data: {
          snapshotSha256: snapshotHash,
          trainedThrough,
          featureSetVersion,
          rows: snapshot ? { fromDay: snapshot.fromDay, toDay: snapshot.toDay, rowCount: snapshot.rowCount } : null,
        },
      },
    };
  }
}
