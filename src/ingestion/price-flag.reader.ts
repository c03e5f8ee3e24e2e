import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
import { LOOKBACK_DAYS } from './partition-loader.js';
import { PriceFlagRepository, type StoredPriceFlag } from './price-flag.repository.js';

export type { StoredPriceFlag };

/** Quarantined prices of a day that are named one by one. */
const MAX_NAMED = 200;

/** Answers neighbours about what is wrong with prices. */
@Injectable()
export class PriceFlagReader {
  constructor(private readonly flags: PriceFlagRepository) {}

  /**
   * The unreleased flags of these printings, by printing, newest market day first: those of observations of the 15 days up to `day`, as
   * long as a price stands for a current one. Each says which `observedOn` it is about. A printing without any is not there.
   */
  async flagsOf(printingIds: readonly number[], day: Day): Promise<Map<number, StoredPriceFlag[]>> {
    const byPrinting = new Map<number, StoredPriceFlag[]>();
    for (const flag of await this.flags.flagsOf(printingIds, day, LOOKBACK_DAYS)) {
      const there = byPrinting.get(flag.printingId);
      if (there) there.push(flag);
      else byPrinting.set(flag.printingId, [flag]);
    }
    return byPrinting;
  }

  /** Prices of a game in quarantine about one market day, those that are still in it first; at most 200. */
  quarantinedOn(gameId: number, day: Day): Promise<StoredPriceFlag[]> {
    return this.flags.quarantinedOn(gameId, day, MAX_NAMED);
  }

  /** Names the prices of a game that are in quarantine now, of days up to `day`: another text, other prices. */
  quarantineDigest(gameId: number, day: Day): Promise<string> {
    return this.flags.quarantineDigest(gameId, day);
  }

  /** How many unreleased flags of each kind there are, by source. */
  countsOn(gameId: number, day: Day): Promise<{ source: string; flag: string; count: number }[]> {
    return this.flags.countsOn(gameId, day);
  }
}
