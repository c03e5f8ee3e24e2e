import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { FEATURE_SET_VERSION, FeatureRowReader, FeaturesStage } from '../features/index.js';
import { CatalogueReader, ObservationReader, PriceFlagReader } from '../ingestion/index.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { StepCache } from './step-cache.js';

/** What the features stage reads and writes. */
@Injectable()
export class FeatureContent {
  readonly name = 'features';
  readonly codeVersion = 1;

  constructor(
    private readonly observations: ObservationReader,
    private readonly catalogue: CatalogueReader,
    private readonly flags: PriceFlagReader,
    private readonly rows: FeatureRowReader,
  ) {}

  /**
   * Observations up to the day, which of them are in quarantine, the facts of the printings, the feature set. Undefined where prices came in after the run had fixed
   * what it knows: the watermark then names more than the run sees.
   */
  async contentOf({ gameId, day, knownAt }: StageRequest): Promise<string | undefined> {
    const watermark = await this.observations.watermark(gameId, day);
    if (watermark.lastRecordedAt !== null && watermark.lastRecordedAt > knownAt) return undefined;
    const [facts, quarantine] = [await this.catalogue.facts(gameId), await this.flags.quarantineDigest(gameId, day)];
    return createHash('sha256').update(JSON.stringify([FEATURE_SET_VERSION, watermark, quarantine, facts])).digest('hex');
  }

  rowsOf({ gameId, day }: StageRequest): Promise<string> {
    return this.rows.contentDigest(gameId, day);
  }
}

/** The features stage, unless an earlier run did the same. */
@Injectable()
export class CachedFeatures {
  constructor(
    private readonly features: FeaturesStage,
    private readonly content: FeatureContent,
    private readonly cache: StepCache,
  ) {}

  run(request: StageRequest): Promise<StageReport> {
    return this.cache.run(this.content, request, () => this.features.run(request));
  }
}
