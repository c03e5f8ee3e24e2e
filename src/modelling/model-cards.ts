import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { featureSetOf, TrainingSnapshots } from '../features/index.js';
import { type CardFacts, type ModelCard, toModelCard } from './domain/model-card.js';
import { modelNamed } from './domain/model-ladder.js';
import type { ModelVersion } from './model.repository.js';

export type { ModelCard };

/** Writes the card of a registered version. */
@Injectable()
export class ModelCards {
  constructor(private readonly snapshots: TrainingSnapshots) {}

  /** `about` is what the registry does not know: the name of the game, whether it is invented, what the version is today. */
  async of(version: ModelVersion, about: Pick<CardFacts, 'game' | 'isSimulated' | 'alias'>): Promise<ModelCard> {
    return toModelCard(version, {
      ...about,
      description: modelNamed(version.name)?.describe(),
      featureSet: featureSetOf(version.featureSetVersion),
      snapshot: version.snapshotHash === null ? undefined : await this.snapshots.find(version.snapshotHash),
      hashOf: (text) => createHash('sha256').update(text).digest('hex'),
    });
  }
}
