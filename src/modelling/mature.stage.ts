import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { PanelReader } from '../features/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, type Day, dayNumber, toDay } from '../shared/day.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { type DatedPrice, knownPrices, maturedPrices } from './domain/matured-prices.js';
import { DEFAULT_WALK_FORWARD } from './domain/walk-forward.js';
import { type PredictionDay, PredictionOutcomeRepository, type ScoredPrediction } from './prediction-outcome.repository.js';
import { ESTIMATE_LOOKBACK_DAYS } from './walk-forward-settings.js';

type Prices = ReadonlyMap<number, DatedPrice>;

/** Scores every estimate of every version, seen or unseen, once its horizon is over. What was scored stays as it was scored. */
@Injectable()
export class MatureStage {
  constructor(
    private readonly panels: PanelReader,
    private readonly outcomes: PredictionOutcomeRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(request: StageRequest): Promise<StageReport> {
    const due = await this.outcomes.due(request.gameId, request.day);
    const shown = request.progress.stage('mature', due.length, 'days');
    const counts = { days: due.length, scored: 0, unobserved: 0 };
    let market: MarketMemory | undefined;
    for (const [index, of] of due.entries()) {
      // One day in memory at a time; its versions share its prices.
      if (market?.day !== of.day) market = new MarketMemory(this.panels, request, of.day);
      const { scored, unobserved } = await this.score(of, market);
      counts.scored += await this.outcomes.save(of, scored, { gameId: request.gameId, moveRatio: this.config.modelling.moveRatio, recordedAt: this.clock.now() });
      counts.unobserved += unobserved;
      shown.at(index + 1);
    }
    shown.end(`${counts.scored} estimates scored`);
    return { written: counts.scored, counts };
  }

  private async score(of: PredictionDay, market: MarketMemory): Promise<{ scored: ScoredPrediction[]; unobserved: number }> {
    const pending = await this.outcomes.pending(of);
    const scored: ScoredPrediction[] = [];
    if (pending.length === 0) return { scored, unobserved: 0 };
    const actual = await market.actual(of.horizonDays);
    for (const { recordedAt, ...prediction } of pending) {
      const came = actual.get(prediction.printingId);
      const last = came && (await market.asKnown(recordedAt)).get(prediction.printingId);
      if (came && last) scored.push({ ...prediction, marketCents: last.cents, actualCents: came.cents, actualOn: toDay(came.day) });
    }
    return { scored, unobserved: pending.length - scored.length };
  }
}

/** The market around one day: the last prices as they were known when its estimates were made, and those that came. */
class MarketMemory {
  private readonly known = new Map<number, Promise<Prices>>();
  private readonly came = new Map<number, Promise<Prices>>();

  constructor(
    private readonly panels: PanelReader,
    private readonly request: StageRequest,
    readonly day: Day,
  ) {}

  /** By printing; a correction that was recorded after the estimate is not what the last price said then. */
  asKnown(at: Date): Promise<Prices> {
    return remembered(this.known, at.getTime(), async () => {
      const panel = await this.panels.panelAsOf(this.request.gameId, { day: this.day, knownAt: at, lookbackDays: ESTIMATE_LOOKBACK_DAYS });
      return knownPrices(panel.series, dayNumber(this.day));
    });
  }

  /** By printing: what is observed by the end of the horizon, and no later, as it is known to this run. */
  actual(horizonDays: number): Promise<Prices> {
    return remembered(this.came, horizonDays, async () => {
      const window = { day: addDays(this.day, horizonDays), knownAt: this.request.knownAt, lookbackDays: horizonDays };
      const panel = await this.panels.panelAsOf(this.request.gameId, window);
      return maturedPrices(panel.series, dayNumber(this.day), horizonDays, DEFAULT_WALK_FORWARD.maximumStalenessDays);
    });
  }
}

function remembered(memory: Map<number, Promise<Prices>>, key: number, load: () => Promise<Prices>): Promise<Prices> {
  const known = memory.get(key) ?? load();
  memory.set(key, known);
  return known;
}
