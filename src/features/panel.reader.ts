import { Injectable } from '@nestjs/common';
import { CatalogueReader, ObservationReader } from '../ingestion/index.js';
import type { Day } from '../shared/day.js';
import type { PrintingFacts, Series } from '../shared/series.js';

/** The printings of one game that have a price, and their series; index by index the same printing. */
export interface GamePanel {
  readonly facts: PrintingFacts[];
  readonly series: Series[];
}

/** Answers the models: the market of a game as it was known on a day. */
@Injectable()
export class PanelReader {
  constructor(
    private readonly catalogue: CatalogueReader,
    private readonly observations: ObservationReader,
  ) {}

  /** Everything observed in the `lookbackDays` up to `day` and recorded by `knownAt`. */
  async panelAsOf(gameId: number, window: { day: Day; knownAt: Date; lookbackDays: number }): Promise<GamePanel> {
    const [facts, series] = await Promise.all([this.catalogue.facts(gameId), this.observations.seriesAsOf(gameId, window)]);
    const factsOf = new Map(facts.map((one) => [one.printingId, one]));
    const known = series.filter((one) => factsOf.has(one.printingId));
    return { facts: known.map((one) => factsOf.get(one.printingId) as PrintingFacts), series: known };
  }
}
