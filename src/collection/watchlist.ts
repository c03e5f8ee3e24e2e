import { Inject, Injectable } from '@nestjs/common';
import { type CardSummary, CardReader } from '../ingestion/index.js';
import { type CardValue, CardValues } from '../serving/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { BadData, NotFound } from '../shared/errors.js';
import { type Watched, WatchedRepository } from './watched.repository.js';

export interface WatchedCard {
  readonly watched: Watched;
  readonly card: CardSummary;
  readonly value: CardValue | undefined;
}

/** Cards that somebody keeps an eye on. */
@Injectable()
export class Watchlist {
  constructor(
    private readonly repository: WatchedRepository,
    private readonly cards: CardReader,
    private readonly values: CardValues,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async page(account: string, after: number, limit: number): Promise<WatchedCard[]> {
    const rows = await this.repository.page(account, after, limit);
    const cards = new Map<number, CardSummary>((await this.cards.byPrintingIds(rows.map(({ printingId }) => printingId))).map((card) => [card.printingId, card]));
    const values = await this.values.of([...cards.values()]);
    return rows.flatMap((watched) => {
      const card = cards.get(watched.printingId);
      return card === undefined ? [] : [{ watched, card, value: values.get(watched.printingId) }];
    });
  }

  /** Watches a card, or says anew what of it is watched. Throws BadData for a card that does not exist. */
  async put(account: string, cardId: string, what: Omit<Watched, 'printingId'>): Promise<WatchedCard> {
    const card = await this.card(cardId);
    const watched = { ...what, printingId: card.printingId };
    await this.repository.put(account, watched, this.clock.now());
    return { watched, card, value: (await this.values.of([card])).get(card.printingId) };
  }

  async remove(account: string, cardId: string): Promise<void> {
    const card = await this.card(cardId);
    if (!(await this.repository.delete(account, card.printingId))) throw new NotFound(`"${cardId}" is not on this watchlist.`);
  }

  private async card(cardId: string): Promise<CardSummary> {
    const [card] = await this.cards.byCardIds([cardId]);
    if (card === undefined) throw new BadData(`card_id is "${cardId}", and there is no such card; GET /v1/cards/search finds cards.`);
    return card;
  }
}
