import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CardReader, type CardSummary } from '../ingestion/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { CardDirectory } from './card-directory.js';
import { rankCards, type SearchEntry, toSearchEntry } from './domain/card-ranking.js';

const FRESH_MS = 60_000;

interface CardTexts {
  readonly entries: readonly SearchEntry<CardSummary>[];
  readonly readAtMs: number;
}

/**
 * Finds cards as somebody types. The texts of all cards are kept in memory and read again once a minute, by one reader for all who ask; meanwhile
 * what was read before is answered.
 */
@Injectable()
export class CardSearch implements OnApplicationBootstrap {
  private texts: CardTexts | undefined;
  private reading: Promise<CardTexts> | undefined;

  constructor(
    private readonly reader: CardReader,
    private readonly directory: CardDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly host: HttpAdapterHost,
  ) {}

  /** The first who types shall not wait for it either. */
  onApplicationBootstrap(): void {
    if (this.host.httpAdapter?.getType() === 'fastify') this.current().catch(() => undefined);
  }

  /** The best fits first; of real games where none is named and there is one. Throws NotFound for a game that does not exist. */
  async search(query: { search: string; gameSlug?: string | undefined; limit: number }): Promise<CardSummary[]> {
    const games = query.gameSlug === undefined ? await this.directory.gamesShown() : [await this.directory.game(query.gameSlug)];
    const slugs = new Set(games.map(({ slug }) => slug));
    const { entries } = await this.current();
    return rankCards(entries.filter(({ card }) => slugs.has(card.game)), query.search, query.limit);
  }

  private async current(): Promise<CardTexts> {
    // Of a database that was empty nothing is worth keeping: it is being filled.
    const known = this.texts?.entries.length === 0 ? undefined : this.texts;
    const isFresh = known !== undefined && this.clock.now().getTime() - known.readAtMs < FRESH_MS;
    if (isFresh) return known;
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    if (known === undefined) return this.reading;
    // Who types does not wait for the reading, and its failure is the next one's to try again.
    this.reading.catch(() => undefined);
    return known;
  }

  private async read(): Promise<CardTexts> {
    const readAtMs = this.clock.now().getTime();
    const cards = await this.reader.all();
    this.texts = { entries: cards.map(toSearchEntry), readAtMs };
    return this.texts;
  }
}
