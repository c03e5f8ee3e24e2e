import { Inject, Injectable } from '@nestjs/common';
import { CatalogueReader, type Game, ObservationReader, QualityStage, type SourceName } from '../ingestion/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import type { Day } from '../shared/day.js';
import { BadData, messageOf } from '../shared/errors.js';
import { silentProgress } from '../shared/progress.js';

/** A game as a backtest finds it. */
export interface BacktestGame {
  readonly game: Game;
  readonly span: { readonly firstDay: Day; readonly lastDay: Day };
  readonly names: readonly SourceName[];
  /** Of its printings, the most frequent first. */
  readonly currencies: readonly string[];
  readonly knownAt: Date;
}

/** What a backtest must know of a market beside its prices. */
@Injectable()
export class BacktestMarket {
  constructor(
    private readonly catalogue: CatalogueReader,
    private readonly observations: ObservationReader,
    private readonly quality: QualityStage,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws BadData for a game that is not there, naming those that are, and for one without prices. */
  async of(slug: string): Promise<BacktestGame> {
    const game = await this.catalogue.gameBySlug(slug);
    if (!game) {
      const known = (await this.catalogue.games()).map((one) => one.slug);
      throw new BadData(`There is no game ${JSON.stringify(slug)}; expected ${known.length > 0 ? `one of ${known.join(', ')}` : 'one that prices were imported for'}.`);
    }
    const span = await this.observations.span(game.id);
    if (!span) throw new BadData(`${slug} has no prices yet; import a file first.`);
    const names = await this.catalogue.sourceNames(game.id);
    return { game, span, names, currencies: currenciesOf(names), knownAt: this.clock.now() };
  }

  /** The checks of the daily pipeline on the last observed day; `passed` is undefined where there was nothing to check. */
  async dataQuality({ game, span, knownAt }: BacktestGame): Promise<{ passed: boolean | undefined; notes: readonly string[] }> {
    try {
      const report = await this.quality.run({ gameId: game.id, day: span.lastDay, knownAt, progress: silentProgress });
      return { passed: report.skipped === undefined ? true : undefined, notes: report.notes ?? [] };
    } catch (error) {
      if (!(error instanceof BadData)) throw error;
      return { passed: false, notes: [messageOf(error)] };
    }
  }
}

function currenciesOf(names: readonly SourceName[]): string[] {
  const counts = new Map<string, number>();
  for (const { currency } of names) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([currency]) => currency);
}
