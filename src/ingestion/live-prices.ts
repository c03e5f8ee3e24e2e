import { Inject, Injectable } from '@nestjs/common';
import { SourceMetrics } from '../metrics/index.js';
import { OutboundClients } from '../outbound/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { type Day, dayOf } from '../shared/day.js';
import { CatalogueRepository, type Game } from './catalogue.repository.js';
import { type Collection, CollectionRepository } from './collection.repository.js';
import { type LiveSource, LiveSources } from './live-sources.js';
import { SourceRepository } from './source.repository.js';

/** A source whose last whole day is older than this is late: it missed a day, and half of the next. */
const LATE_AFTER_MS = 36 * 3_600_000;

/** How a live source stands. */
export interface SourceStatus {
  readonly slug: string;
  readonly title: string;
  readonly game: string;
  readonly kind: 'snapshot' | 'historical';
  readonly currency: string;
  /** 1 is trusted most. */
  readonly rank: number;
  /** fresh: it brought a whole day in the last 36 hours; late: longer ago; never: not yet. */
  readonly freshness: 'fresh' | 'late' | 'never';
  readonly lastSuccessAt: Date | undefined;
  readonly lastCollection: Collection | undefined;
  /** Undefined where the source has no credits. */
  readonly creditsPerDay: number | undefined;
  readonly creditsLeft: number | undefined;
  readonly creditsResetAt: Date | undefined;
  /** Until when nothing is asked, after too many failures; as this process sees it. */
  readonly circuitOpenUntil: Date | undefined;
}

/** What is kept of live sources. */
@Injectable()
export class LiveRecords {
  constructor(
    readonly catalogue: CatalogueRepository,
    readonly sources: SourceRepository,
    readonly collections: CollectionRepository,
    readonly clients: OutboundClients,
  ) {}
}

/** Answers neighbours about live sources: which games are asked for, what is still owed, and how each source stands. */
@Injectable()
export class LivePrices {
  constructor(
    private readonly live: LiveSources,
    private readonly records: LiveRecords,
    private readonly metrics: SourceMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Slugs of the configured sources, in order of trust. */
  get slugs(): string[] {
    return this.live.all.map(({ provider }) => provider.slug);
  }

  isLive(gameSlug: string): boolean {
    return this.live.of(gameSlug).length > 0;
  }

  /** At the start of a process: the games that are asked for exist, the order of trust is that of the settings, and the metrics go on. */
  async prepare(): Promise<Game[]> {
    await this.live.writeOrder();
    const games: Game[] = [];
    for (const game of this.live.games()) games.push(await this.records.catalogue.ensureGame({ ...game, isSimulated: false }));
    for (const { provider } of this.live.all) {
      const at = await this.lastSuccess(provider.slug);
      if (at) this.metrics.succeeded(provider.slug, at);
    }
    return games;
  }

  /** Whether a source of the game can still bring something for the day: today's that is not complete, or a past day of a historical source. */
  async isOwed(game: Pick<Game, 'id' | 'slug'>, day: Day): Promise<boolean> {
    const today = dayOf(this.clock.now());
    for (const { provider } of this.live.of(game.slug)) {
      const source = await this.records.sources.find(provider.slug);
      const collection = source && (await this.records.collections.find({ sourceId: source.id, gameId: game.id, day }));
      // A past day is only finished where it was begun: nobody pays credits for days that were never asked for.
      const isOpen = day === today || (provider.kind === 'historical' && collection !== undefined);
      if (isOpen && collection?.state !== 'complete') return true;
    }
    return false;
  }

  async status(): Promise<SourceStatus[]> {
    return Promise.all(this.live.all.map((source, i) => this.statusOf(source, i + 1)));
  }

  private async statusOf({ provider, limits, client }: LiveSource, rank: number): Promise<SourceStatus> {
    const { slug, title, game, kind, currency } = provider;
    const source = await this.records.sources.find(slug);
    const lastCollection = source && (await this.records.collections.last(source.id));
    const lastSuccessAt = await this.lastSuccess(slug);
    const { creditsLeft, creditsResetAt, openUntil } = client.standing;
    const counted = await this.records.clients.creditsLeft({ service: slug, limits });
    const left = [creditsLeft, counted].filter((one) => one !== undefined);
    return {
      slug, title, game, kind, currency, rank, lastSuccessAt, lastCollection, creditsResetAt,
      freshness: lastSuccessAt === undefined ? 'never' : this.clock.now().getTime() - lastSuccessAt.getTime() <= LATE_AFTER_MS ? 'fresh' : 'late',
      creditsPerDay: limits.creditsPerDay, creditsLeft: left.length === 0 ? undefined : Math.min(...left), circuitOpenUntil: openUntil,
    };
  }

  private async lastSuccess(slug: string): Promise<Date | undefined> {
    const source = await this.records.sources.find(slug);
    return source && this.records.collections.lastSuccess(source.id);
  }
}
