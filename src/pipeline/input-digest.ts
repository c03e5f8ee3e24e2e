import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { CONFIG, type Config } from '../config/index.js';
import { FEATURE_SET_VERSION } from '../features/index.js';
import { ObservationReader } from '../ingestion/index.js';
import type { Day } from '../shared/day.js';

/** Bump when a stage computes something else from the same inputs: days are then worth running again. */
const PIPELINE_VERSION = 3;

/** Names everything a run of a day depends on: its observations, the settings, the version of the stages. */
@Injectable()
export class InputDigest {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly observations: ObservationReader,
  ) {}

  async of(gameId: number, day: Day): Promise<string> {
    const watermark = await this.observations.watermark(gameId, day);
    const { modelling, policy, pipeline, priceSources } = this.config;
    const inputs: unknown[] = [PIPELINE_VERSION, FEATURE_SET_VERSION, watermark, modelling, policy, pipeline.trainEveryDays, pipeline.retrainCooldownDays];
    // The order of trust decides which price speaks. Without live sources the digest is what it always was.
    if (priceSources.length > 0) inputs.push(priceSources.map(({ slug }) => slug));
    return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
  }
}
