import { Inject, Injectable } from '@nestjs/common';
import { CatalogueReader, type Game, LivePrices, ObservationReader } from '../ingestion/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { dayOf, type Day } from '../shared/day.js';

/** Which games schedules run, and up to which day. */
@Injectable()
export class DueGames {
  constructor(
    private readonly catalogue: CatalogueReader,
    private readonly observations: ObservationReader,
    private readonly live: LivePrices,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The simulated market has prices every day, and rests once there is a real one, unless it is asked for by its id; a game whose prices
   * come from live sources is due today; one that grows by imported files up to its last observed day.
   */
  async list(gameId: number | null): Promise<{ game: Game; until: Day }[]> {
    const today = dayOf(this.clock.now());
    const due: { game: Game; until: Day }[] = [];
    const games = await this.catalogue.games();
    const hasRealPrices = games.some((game) => !game.isSimulated);
    for (const game of games.filter((each) => (gameId === null ? !each.isSimulated || !hasRealPrices : each.id === gameId))) {
      const last = game.isSimulated || this.live.isLive(game.slug) ? today : (await this.observations.span(game.id))?.lastDay;
      if (last !== undefined) due.push({ game, until: last < today ? last : today });
    }
    return due;
  }
}
