import { Injectable } from '@nestjs/common';
import { NotFound } from '../shared/errors.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { CatalogueRepository } from './catalogue.repository.js';
import { LiveCollection } from './live-collection.js';
import { ObservationRepository } from './observation.repository.js';
import { SimulatedMarketStage } from './simulated-market.stage.js';

/** Sees to it that the prices of a day are here: simulates them, asks the live sources, or counts those that files brought. */
@Injectable()
export class CollectStage {
  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly observations: ObservationRepository,
    private readonly simulated: SimulatedMarketStage,
    private readonly live: LiveCollection,
  ) {}

  async run({ gameId, day, progress }: StageRequest): Promise<StageReport> {
    const game = (await this.catalogue.games()).find((one) => one.id === gameId);
    if (!game) throw new NotFound(`There is no game with id ${gameId}.`);
    if (this.live.isLive(game)) return this.live.collect(game, day, progress);
    const step = progress.stage('collect', 1, 'day');
    if (game.isSimulated) {
      const { accepted, unchanged, corrected } = await this.simulated.appendDay(game, day);
      step.end(`${accepted} simulated prices`);
      return { written: accepted + corrected, counts: { accepted, unchanged, corrected } };
    }
    const [observed] = await this.observations.daysObserved(gameId, { from: day, to: day });
    step.end();
    return { written: 0, counts: { observations: observed?.rowCount ?? 0 } };
  }
}
