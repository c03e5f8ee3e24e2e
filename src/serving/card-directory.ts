import { Injectable } from '@nestjs/common';
import type { ProblemMembers } from '../http/index.js';
import { type CardDetails, type CardPage, type CardQuery, CardReader, type CardSummary, CatalogueReader, type Game } from '../ingestion/index.js';
import { BadData, NotFound } from '../shared/errors.js';

const MAX_SUGGESTIONS = 3;
const PAGE_OF_CATEGORY = 200;

export class UnknownCard extends NotFound implements ProblemMembers {
  override readonly code = 'unknown_card';
  readonly problemMembers: { card_id: string; suggestions?: readonly string[] };

  constructor(cardId: string, suggestions: readonly string[] = []) {
    const hint = suggestions.length > 0 ? ` Did you mean ${suggestions.map((each) => `"${each}"`).join(', ')}?` : '';
    super(`There is no card "${cardId}".${hint} GET /v1/cards?search= finds cards.`);
    this.problemMembers = { card_id: cardId, ...(suggestions.length > 0 ? { suggestions } : {}) };
  }
}

/** Finds cards and games by the names people use. */
@Injectable()
export class CardDirectory {
  constructor(
    private readonly catalogue: CatalogueReader,
    private readonly reader: CardReader,
  ) {}

  async games(): Promise<Game[]> {
    return this.catalogue.games();
  }

  /** The games a list is about where none is named: the real ones, or the simulated one where there is no other. */
  async gamesShown(): Promise<Game[]> {
    const games = await this.games();
    const real = games.filter((each) => !each.isSimulated);
    return real.length > 0 ? real : games;
  }

  /** The game of that slug; where none is said, the only one there is, real ones before the simulated one. */
  async game(slug: string | undefined): Promise<Game> {
    const games = await this.games();
    const choices = games.map((each) => each.slug).join(', ') || '(none yet: import prices first)';
    if (slug !== undefined) {
      const game = games.find((each) => each.slug === slug);
      if (!game) throw new NotFound(`There is no game "${slug}"; expected one of: ${choices}.`);
      return game;
    }
    const real = games.filter((each) => !each.isSimulated);
    const [only, ...others] = real.length > 0 ? real : games;
    if (!only) throw new NotFound('There is no game yet: import prices first.');
    if (others.length > 0) throw new BadData(`game is missing and there are several; expected one of: ${choices}.`);
    return only;
  }

  /** Throws {@link UnknownCard} with a few ids that may have been meant. */
  async card(cardId: string): Promise<CardSummary> {
    const [card] = await this.reader.byCardIds([cardId]);
    if (!card) throw new UnknownCard(cardId, await this.suggest(cardId));
    return card;
  }

  /** As {@link card}, with what every source calls it. */
  async details(cardId: string): Promise<CardDetails> {
    const card = await this.reader.card(cardId);
    if (!card) throw new UnknownCard(cardId, await this.suggest(cardId));
    return card;
  }

  /** The cards that exist, by id. */
  async cards(cardIds: readonly string[]): Promise<Map<string, CardSummary>> {
    const cards = await this.reader.byCardIds([...new Set(cardIds)]);
    return new Map(cards.map((card) => [card.cardId, card]));
  }

  /** Cards by printing, whatever their order. */
  async printings(printingIds: readonly number[]): Promise<Map<number, CardSummary>> {
    const cards = await this.reader.byPrintingIds(printingIds);
    return new Map(cards.map((card) => [card.printingId, card]));
  }

  /** One page of the cards that fit, of real games where none is named and there is one. Throws NotFound for a game that does not exist. */
  async search(query: CardQuery): Promise<CardPage> {
    if (query.gameSlug !== undefined) await this.game(query.gameSlug);
    const hasReal = query.gameSlug === undefined && (await this.games()).some((each) => !each.isSimulated);
    return this.reader.cards(hasReal ? { ...query, isSimulated: false } : query);
  }

  /** The printings of a game that are tracked under a category, and are of a set. */
  async printingIdsOf(game: Game, { category, set }: { category?: string | undefined; set?: string | undefined }): Promise<number[]> {
    const printingIds: number[] = [];
    let cursor: number | undefined = 0;
    while (cursor !== undefined) {
      const page: CardPage = await this.reader.cards({ gameSlug: game.slug, ...(category === undefined ? {} : { category }), ...(set === undefined ? {} : { set }), cursor, limit: PAGE_OF_CATEGORY });
      printingIds.push(...page.cards.map((card) => card.printingId));
      cursor = page.nextCursor;
    }
    return printingIds;
  }

  /** Cards whose id has the same part before the variant: that part is what is usually right. */
  private async suggest(cardId: string): Promise<string[]> {
    const stem = cardId.split('|')[0] ?? '';
    if (stem.length < 2) return [];
    const { cards } = await this.reader.cards({ search: stem, limit: MAX_SUGGESTIONS });
    return cards.map((each) => each.cardId);
  }
}
