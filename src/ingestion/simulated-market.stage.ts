import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { CLOCK, type Clock } from '../shared/clock.js';
import type { Day } from '../shared/day.js';
import { type Progress, silentProgress } from '../shared/progress.js';
import { CatalogueRepository, type Game } from './catalogue.repository.js';
import { ObservationRepository } from './observation.repository.js';
import { PriceWriter, type WriteCounts, type WriteScope } from './price-writer.js';
import type { SimulatedMarket } from './providers/simulator/market-model.js';
import { simulateMarket } from './providers/simulator/simulate-market.js';
import { QuoteBatch } from './quote-batch.js';
import { RawPayloadRepository } from './raw-payload.repository.js';
import { quoteCount, simulatedBatches, simulatedSeries } from './simulated-quotes.js';
import { SourceRepository } from './source.repository.js';
import { Transactions } from './transactions.repository.js';

export const SIMULATED_GAME = 'simulated';
export const SIMULATOR = 'simulator';
const OPTIONS_NAME = 'simulated-market.json';
const BATCH_ROWS = 65_536;

export interface SeedRequest {
  readonly seed: number;
  readonly printings: number;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly progress?: Progress;
}

/** What a simulated market was made of: the raw payload of its seeding. A later day is simulated from the same options. */
interface SeedOptions extends Omit<SeedRequest, 'progress'> {
  /** Quotes up to `lastDay`: as many observations there must be before the seeding is complete. */
  readonly quoteCount: number;
}

/** What the stages of the simulated market write to. */
@Injectable()
export class SimulatedMarketRecords {
  constructor(
    readonly catalogue: CatalogueRepository,
    readonly sources: SourceRepository,
    readonly payloads: RawPayloadRepository,
    readonly observations: ObservationRepository,
  ) {}
}

/** Fills the simulated game: invented cards, invented prices, and says so wherever they appear. */
@Injectable()
export class SimulatedMarketStage {
  constructor(
    private readonly records: SimulatedMarketRecords,
    private readonly writer: PriceWriter,
    private readonly transactions: Transactions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Whether a seeding was begun and every quote of it is in. */
  async isSeeded(): Promise<boolean> {
    const [game, source] = await Promise.all([this.records.catalogue.gameBySlug(SIMULATED_GAME), this.records.sources.find(SIMULATOR)]);
    if (!game || !source) return false;
    const options = await this.readOptions(source.id);
    return options !== undefined && (await this.records.observations.rowCountOf(game.id, source.id)) >= options.quoteCount;
  }

  /**
   * Simulates and stores the market. Where a seeding was begun before, that one is completed with its own options: another first day
   * would be another market. Running it again adds nothing.
   */
  async seed(request: SeedRequest): Promise<WriteCounts> {
    return this.transactions.whileImporting(SIMULATOR, SIMULATED_GAME, async () => {
      const progress = request.progress ?? silentProgress;
      const game = await this.ensureGame();
      const source = await this.records.sources.ensure(SIMULATOR, true);
      const options = (await this.readOptions(source.id)) ?? (await this.storeOptions(source.id, request));
      const market = simulateMarket(options);
      const range = { from: options.firstDay, to: options.lastDay };
      const step = progress.stage('simulate prices', options.quoteCount, 'prices');
      const counts = await this.append(game, market, { range, rawPayloadId: options.rawPayloadId, onWritten: (done) => step.at(done) });
      const tracked = market.printings.filter((one) => one.category !== null);
      await this.records.catalogue.setCategories(game.id, tracked.map((one) => ({ category: one.category as string, cardIds: [one.seriesId], tcgplayerId: null })));
      step.end(`${market.printings.length} invented cards, ${options.quoteCount} prices`);
      return counts;
    });
  }

  /** Adds the simulated quotes of one day. A day that is there is left alone; so is a day before the market began. */
  async appendDay(game: Game, day: Day): Promise<WriteCounts> {
    const nothing: WriteCounts = { accepted: 0, unchanged: 0, corrected: 0, rejected: 0 };
    const source = await this.records.sources.ensure(SIMULATOR, true);
    const options = await this.readOptions(source.id);
    if (!options || day < options.firstDay) return nothing;
    const [observed] = await this.records.observations.daysObserved(game.id, { from: day, to: day });
    if (observed) return { ...nothing, unchanged: observed.rowCount };
    return this.transactions.whileImporting(SIMULATOR, SIMULATED_GAME, () => {
      const market = simulateMarket({ ...options, lastDay: day });
      return this.append(game, market, { range: { from: day, to: day }, rawPayloadId: options.rawPayloadId });
    });
  }

  private async append(
    game: Game,
    market: SimulatedMarket,
    of: { range: { from: Day; to: Day }; rawPayloadId: number; onWritten?: (count: number) => void },
  ): Promise<WriteCounts> {
    const { sources } = this.records;
    const source = await sources.ensure(SIMULATOR, true);
    const scope: WriteScope = {
      sourceId: source.id, sourceSlug: SIMULATOR, gameId: game.id, gameSlug: game.slug, provenance: 'simulator', makesCatalogue: true, isByLetter: true,
      recordedAt: await sources.nextInstant(source.id, this.clock.now()),
      rawPayloadId: of.rawPayloadId, isDryRun: false, days: of.range,
    };
    const write = this.writer.begin(scope, simulatedSeries(market));
    for (const batch of simulatedBatches(market, of.range, new QuoteBatch(Math.min(BATCH_ROWS, 1 + quoteCount(market, of.range.from, of.range.to))))) {
      await write.write(batch);
      of.onWritten?.(write.counts.accepted + write.counts.unchanged);
    }
    return write.counts;
  }

  private ensureGame(): Promise<Game> {
    return this.records.catalogue.ensureGame({ slug: SIMULATED_GAME, name: 'Simulated market', isSimulated: true });
  }

  private async readOptions(sourceId: number): Promise<(SeedOptions & { rawPayloadId: number }) | undefined> {
    const bytes = await this.records.payloads.firstNamed(sourceId, OPTIONS_NAME);
    if (!bytes) return undefined;
    const rawPayloadId = (await this.records.payloads.idOf(hashOf(bytes))) as number;
    return { ...(JSON.parse(bytes.toString('utf8')) as SeedOptions), rawPayloadId };
  }

  private async storeOptions(sourceId: number, { seed, printings, firstDay, lastDay }: SeedRequest): Promise<SeedOptions & { rawPayloadId: number }> {
    const options = { seed, printings, firstDay, lastDay, quoteCount: quoteCount(simulateMarket({ seed, printings, firstDay, lastDay }), firstDay, lastDay) };
    const bytes = Buffer.from(JSON.stringify(options));
    const payload = { sourceId, contentHash: hashOf(bytes), name: OPTIONS_NAME, byteCount: bytes.length, recordedAt: this.clock.now() };
    return { ...options, rawPayloadId: await this.records.payloads.store(payload, [bytes]) };
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
