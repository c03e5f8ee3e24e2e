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

/** Printings that are listed and have no price, and the currency of every printing of their game. */
export interface UnpricedPrintings {
  readonly facts: readonly PrintingFacts[];
  readonly currencyOf: ReadonlyMap<number, string>;
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

  /** What was listed by then and never had a price. Nothing but its attributes is known of it. */
  async unpricedAsOf(gameId: number, window: PanelWindow): Promise<UnpricedPrintings> {
    const panel = await this.panelAsOf(gameId, window);
    const unpriced = new Set(await this.observations.unpricedAsOf(gameId, window, new Set(panel.series.map((one) => one.printingId))));
    if (unpriced.size === 0) return { facts: [], currencyOf: new Map() };
    const [facts, currencyOf] = await Promise.all([this.catalogue.facts(gameId), this.observations.currencies(gameId)]);
    return { facts: facts.filter((one) => unpriced.has(one.printingId)), currencyOf };
  }

  private async load(gameId: number, window: PanelWindow): Promise<GamePanel> {
    const [facts, series] = await Promise.all([this.catalogue.facts(gameId), this.observations.seriesAsOf(gameId, window)]);
    const factsOf = new Map(facts.map((one) => [one.printingId, one]));
    const known = series.filter((one) => factsOf.has(one.printingId));
    return { facts: known.map((one) => factsOf.get(one.printingId) as PrintingFacts), series: known };
  }
}
