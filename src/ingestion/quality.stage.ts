import { Injectable } from '@nestjs/common';
import { addDays, type Day } from '../shared/day.js';
import { BadData } from '../shared/errors.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { checkDay, type CheckedPrice, criticalFailures, type ExpectationResult } from './domain/expectations.js';
import { ObservationRepository } from './observation.repository.js';
import { PriceRepository } from './price.repository.js';

/** How far back the previous observed day is looked for: weekly prices and a missed week. */
const PREVIOUS_LOOKBACK_DAYS = 15;

/** Judges the prices of a day before anything is computed from them. */
@Injectable()
export class QualityStage {
  constructor(
    private readonly observations: ObservationRepository,
    private readonly prices: PriceRepository,
  ) {}

  /** Throws BadData where a critical expectation fails: nothing is computed from such a day. A day without prices is skipped. */
  async run({ gameId, day, knownAt }: StageRequest): Promise<StageReport> {
    const prices = await this.prices.pricesOn(gameId, day, knownAt);
    if (prices.length === 0) return { written: 0, counts: { prices: 0 }, skipped: `No prices were observed on ${day}.` };
    const results = checkDay({ prices, previous: await this.previousPrices(gameId, day, knownAt) });
    const failures = criticalFailures(results);
    if (failures.length > 0) throw new BadData(`The prices of ${day} failed ${failures.length} critical check(s): ${failures.map(describe).join('; ')}. Nothing is computed from them.`);
    const failed = results.filter((result) => !result.passed);
    return {
      written: 0,
      counts: { prices: prices.length, expectations: results.length, failed: failed.length },
      notes: failed.map((result) => `Data quality, ${result.severity}: ${describe(result)}`),
      outputs: { expectations: results },
    };
  }

  private async previousPrices(gameId: number, day: Day, knownAt: Date): Promise<Map<string, number> | undefined> {
    const range = { from: addDays(day, -PREVIOUS_LOOKBACK_DAYS), to: addDays(day, -1) };
    const before = (await this.observations.daysObserved(gameId, range)).at(-1);
    if (!before) return undefined;
    const prices: CheckedPrice[] = await this.prices.pricesOn(gameId, before.day, knownAt);
    return new Map(prices.map((price) => [`${price.printingId}/${price.sourceId}`, price.marketCents as number]));
  }
}

function describe({ expectation, observed, mostly }: ExpectationResult): string {
  return `${expectation}: ${observed.toFixed(3)} (expected at least ${mostly})`;
}
