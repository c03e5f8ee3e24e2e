import { Injectable } from '@nestjs/common';
import { FreshnessReader, type SourceSeries, type SpikeFlag } from '../ingestion/index.js';
import { addDays, type Day, dayNumber } from '../shared/day.js';
import { CONFIRMATION_DAYS, type SpikeDirection, spikeOf, unconfirmedSpike } from './domain/spike-confirmation.js';

/** Where a jump that no second market saw went, of a printing on a day (day number). */
export type SpikesOf = (printingId: number, day: number) => SpikeDirection | null;

/** What a replay knows of jumps: those that were flagged in their time, and what other markets had said by each day. */
@Injectable()
export class ReplayedSpikes {
  constructor(private readonly freshness: FreshnessReader) {}

  async of(gameId: number, range: { from: Day; to: Day; knownAt: Date }): Promise<SpikesOf> {
    const flags = await this.freshness.spikes(gameId, { from: addDays(range.from, -CONFIRMATION_DAYS), to: range.to });
    const byPrinting = new Map<number, SpikeFlag[]>();
    for (const flag of flags) byPrinting.set(flag.printingId, [...(byPrinting.get(flag.printingId) ?? []), flag]);
    const speakers = new Map(flags.map((flag) => [flag.printingId, flag.source]));
    const others = await this.freshness.independentOf(speakers, range);
    return (printingId, day) => {
      const own = byPrinting.get(printingId);
      return own === undefined ? null : spikeOn(own, others.get(printingId) ?? [], day);
    };
  }
}

function spikeOn(flags: readonly SpikeFlag[], others: readonly SourceSeries[], day: number): SpikeDirection | null {
  const last = flags.findLast((flag) => dayNumber(flag.observedOn) <= day);
  return last ? unconfirmedSpike(spikeOf(dayNumber(last.observedOn), last.detail), others, day) : null;
}
