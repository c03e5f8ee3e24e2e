import { Injectable } from '@nestjs/common';
import { TrainingSnapshots } from '../features/index.js';
import type { EstimateOrigin, TrainingRunFacts } from '../modelling/index.js';
import { type LineageLink, link } from './domain/lineage.js';
import { RunLinks } from './run-links.js';

/** Follows a model version to how it came to serve, and to what it was trained on. */
@Injectable()
export class ModelLineage {
  constructor(
    private readonly snapshots: TrainingSnapshots,
    private readonly runs: RunLinks,
  ) {}

  async versionOf(origin: EstimateOrigin, isVerified: boolean): Promise<LineageLink> {
    const { version, trainingRun } = origin;
    if (!version) return link('model_version', { sentence: 'not known', problem: 'The model version is not there any more.' });
    const trained = trainingRun ? await this.training(trainingRun, isVerified) : link('training_run', { sentence: `number ${version.trainingRunId}`, problem: 'The training run is not there any more.' });
    return link('model_version', {
      id: String(version.id),
      sentence: `${version.name} v${version.version} (number ${version.id}), trained through ${version.trainedThrough}`,
      recordedAt: version.recordedAt,
      facts: {
        name: version.name, version: version.version, trained_through: version.trainedThrough, horizon_days: version.horizonDays,
        feature_set_version: version.featureSetVersion, has_passed_gate: version.hasPassedGate,
      },
      madeFrom: [placeOf(origin), trained],
    });
  }

  private async training(run: TrainingRunFacts, isVerified: boolean): Promise<LineageLink> {
    return link('training_run', {
      id: String(run.id),
      sentence: `number ${run.id} on ${run.day}, of everything recorded by ${run.recordedAt.toISOString()}`,
      recordedAt: run.recordedAt,
      facts: { day: run.day, input_digest: run.inputDigest, horizon_days: run.horizonDays },
      madeFrom: [await this.snapshot(run.snapshotHash, isVerified), await this.runs.trainedBy(run.gameId, run.day, run.id)],
    });
  }

  private async snapshot(contentHash: string | null, isVerified: boolean): Promise<LineageLink> {
    if (contentHash === null) return link('training_snapshot', { sentence: 'none', problem: 'There was no snapshot: no day before had a price at the horizon yet.' });
    const facts = await this.snapshots.find(contentHash);
    if (!facts) return link('training_snapshot', { id: contentHash, sentence: `SHA-256 ${contentHash}`, problem: 'Of the snapshot only the hash is recorded.' });
    const { fromDay, toDay, rowCount, featureSetVersion, recordedAt } = facts;
    const rehashed = isVerified ? await this.snapshots.hashOfFile(contentHash) : contentHash;
    return link('training_snapshot', {
      id: contentHash,
      sentence: `${rowCount} rows of ${fromDay} to ${toDay}, SHA-256 ${contentHash}${isVerified && rehashed === contentHash ? ', hashed again: the same' : ''}`,
      recordedAt,
      facts: { content_hash: contentHash, from_day: fromDay, to_day: toDay, row_count: rowCount, feature_set_version: featureSetVersion },
      problem: rehashed === contentHash ? null : rehashed === undefined ? 'Its file is not in the data folder of this process.' : `Its file has the hash ${rehashed} now.`,
    });
  }
}

/** How a version came to serve on the day. */
function placeOf({ promotion, experiment }: EstimateOrigin): LineageLink {
  if (promotion) {
    const { sequence, effectiveFrom, actor, reason, recordedAt } = promotion;
    return link('promotion', {
      id: `champion-${sequence}`, recordedAt, sentence: `champion from ${effectiveFrom} on, by ${actor}: ${reason}`,
      facts: { alias: 'champion', sequence, effective_from: effectiveFrom, actor, reason, override_reason: promotion.overrideReason },
    });
  }
  if (experiment) return link('experiment', { id: String(experiment.id), recordedAt: experiment.recordedAt, sentence: `arm B of the experiment "${experiment.name}"`, facts: { name: experiment.name } });
  return link('promotion', { sentence: 'not known', problem: 'No promotion made it champion of that day by the time the signal was recorded, and no experiment served it.' });
}
