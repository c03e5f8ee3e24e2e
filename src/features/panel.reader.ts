import { Injectable } from '@nestjs/common';
import { CatalogueReader, ObservationReader } from '../ingestion/index.js';
import type { Day } from '../shared/day.js';
import type { PrintingFacts, Series } from '../shared/series.js';

/** The printings of one game that have a price, and their series; index by index the same printing. */
export interface GamePanel {
  readonly facts: PrintingFacts[];
  readonly series: Series[];
}

export interface PanelWindow {
  readonly day: Day;
  readonly knownAt: Date;
  readonly lookbackDays: number;
}

/** Answers the models: the market of a game as it was known on a day. */
@Injectable()
export class PanelReader {
  /** Weak: a panel of a large game is not worth keeping once nobody works on it. */
  private last: { key: string; panel: WeakRef<GamePanel> } | undefined;

  constructor(
    private readonly catalogue: CatalogueReader,
    private readonly observations: ObservationReader,
  ) {}

  /**
   * Everything observed in the `lookbackDays` up to `day` and recorded by `knownAt`. Several stages of a run ask for the same:
   * observations are append-only, so what was known at an instant never changes and the last answer can be given again.
   */
  async panelAsOf(gameId: number, window: PanelWindow): Promise<GamePanel> {
    const key = [gameId, window.day, window.knownAt.toISOString(), window.lookbackDays].join();
    const kept = this.last?.key === key ? this.last.panel.deref() : undefined;
    if (kept) return kept;
    const panel = await this.load(gameId, window);
    this.last = { key, panel: new WeakRef(panel) };
    return panel;
  }

  /** The printings of a game that were listed by the end of the day and never priced, as known at `knownAt`; ascending. None of them is in the panel. */
  neverPriced(gameId: number, { day, knownAt }: PanelWindow, { facts }: GamePanel): Promise<PrintingFacts[]> {
    return this.catalogue.neverPriced(gameId, { day, knownAt, others: facts.map((one) => one.printingId) });
  }

  private async load(gameId: number, window: PanelWindow): Promise<GamePanel> {
    const [facts, series] = await Promise.all([this.catalogue.facts(gameId), this.observations.seriesAsOf(gameId, window)]);
    const factsOf = new Map(facts.map((one) => [one.printingId, one]));
    const known = series.filter((one) => factsOf.has(one.printingId));
    return { facts: known.map((one) => factsOf.get(one.printingId) as PrintingFacts), series: known };
  }
}
