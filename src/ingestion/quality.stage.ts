import { Injectable } from '@nestjs/common';
import { addDays, type Day, daysBetween } from '../shared/day.js';
import { BadData } from '../shared/errors.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { checkDay, type CheckedPrice, criticalFailures, type ExpectationResult } from './domain/expectations.js';
import { ObservationRepository } from './observation.repository.js';
import { PriceRepository } from './price.repository.js';

/** How far back an observed day is looked for: weekly prices and a missed week. */
const LOOKBACK_DAYS = 15;

/** Judges the newest prices before anything is computed from them: those of the day, or of the last day that has any. */
@Injectable()
export class QualityStage {
  constructor(
    private readonly observations: ObservationRepository,
    private readonly prices: PriceRepository,
  ) {}

  /** Throws BadData where a critical expectation fails: nothing is computed from such a day. Without prices at all it is skipped. */
  async run({ gameId, day, knownAt }: StageRequest): Promise<StageReport> {
    const [observed, before] = (await this.observations.daysObserved(gameId, { from: addDays(day, -2 * LOOKBACK_DAYS), to: day })).toReversed();
    if (!observed || observed.day < addDays(day, -LOOKBACK_DAYS)) {
      return { written: 0, counts: { prices: 0 }, skipped: `No prices were observed in the ${LOOKBACK_DAYS} days up to ${day}.` };
    }
    const prices = await this.prices.pricesOn(gameId, observed.day, knownAt);
    const results = checkDay({ prices, previous: before && (await this.pricesByPrinting(gameId, before.day, knownAt)) });
    const failures = criticalFailures(results);
    if (failures.length > 0) throw new BadData(`The prices of ${observed.day} failed ${failures.length} critical check(s): ${failures.map(describe).join('; ')}. Nothing is computed from them.`);
    const failed = results.filter((result) => !result.passed);
    return {
      written: 0,
      counts: { prices: prices.length, price_age_days: daysBetween(observed.day, day), expectations: results.length, failed: failed.length },
      notes: failed.map((result) => `Data quality, ${result.severity}: ${describe(result)}`),
      outputs: { expectations: results },
    };
  }

  private async pricesByPrinting(gameId: number, day: Day, knownAt: Date): Promise<Map<string, number>> {
    const prices: CheckedPrice[] = await this.prices.pricesOn(gameId, day, knownAt);
    return new Map(prices.map((price) => [`${price.printingId}/${price.sourceId}`, price.marketCents as number]));
  }
}

function describe({ expectation, observed, mostly }: ExpectationResult): string {
  return `${expectation}: ${observed.toFixed(3)} (expected at least ${mostly})`;
}
