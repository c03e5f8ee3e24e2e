import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { BadData, Conflict, NotFound } from '../shared/errors.js';
import { CardRepository } from './card.repository.js';
import { CrosswalkRepository } from './crosswalk.repository.js';
import { toCardIdentity } from './domain/card-identity.js';
import { MatchReviewRepository, type ReviewedMatch } from './match-review.repository.js';
import { Transactions } from './transactions.repository.js';
import { type UnmatchedProduct, UnmatchedProductRepository, type UnmatchedQuery } from './unmatched-product.repository.js';

export type { UnmatchedProduct, UnmatchedQuery };

/** A page of products; `nextCursor` is undefined on the last. */
export interface UnmatchedPage {
  readonly products: readonly UnmatchedProduct[];
  readonly nextCursor: number | undefined;
}

/** What its repositories are. */
@Injectable()
export class UnmatchedProductRecords {
  constructor(
    readonly unmatched: UnmatchedProductRepository,
    readonly crosswalk: CrosswalkRepository,
    readonly reviews: MatchReviewRepository,
    readonly cards: CardRepository,
  ) {}
}

/** Products that match nothing by themselves, and the people who know what they are. */
@Injectable()
export class UnmatchedProducts {
  constructor(
    private readonly records: UnmatchedProductRecords,
    private readonly transactions: Transactions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async page(query: UnmatchedQuery): Promise<UnmatchedPage> {
    const products = await this.records.unmatched.page({ ...query, limit: query.limit + 1 });
    const page = products.slice(0, query.limit);
    return { products: page, nextCursor: products.length > query.limit ? page.at(-1)?.id : undefined };
  }

  /**
   * A person says which card a product is: its quotes are taken from the next collection on. Throws NotFound for a product that is not
   * listed or a card that does not exist, BadData for a card of another game, Conflict for a card that has another product of the source.
   */
  async match(id: number, cardId: string, author: string): Promise<ReviewedMatch> {
    const { unmatched, crosswalk, reviews, cards } = this.records;
    const [card] = await cards.byCardIds([cardId]);
    if (!card) throw new NotFound(`There is no card ${JSON.stringify(cardId)}; GET /v1/cards?search= finds cards.`);
    return this.transactions.run(async (tx) => {
      const product = await unmatched.byId(tx, id);
      if (!product) throw new NotFound(`There is no unmatched product ${id}; GET /v1/admin/unmatched lists them.`);
      if (product.gameId !== card.gameId) throw new BadData(`card_id is ${cardId} of ${card.game}; expected a card of ${product.game}, as the product is.`);
      const other = await reviews.matchOf(tx, card.printingId, product.source);
      if (other) throw new Conflict(`${cardId} is ${JSON.stringify(other.externalId)} of ${product.source} already; expected a card without a product of it: two products of one source never share a card.`);
      const { said, sourceId, gameId, externalId } = product;
      const match = {
        externalId, printingId: card.printingId, tcgplayerId: said.tcgplayerId || null, currency: said.currency, confidenceRatio: 1,
        said: toCardIdentity({ ...said, seriesId: externalId }), matchedBy: author,
      };
      await crosswalk.add(tx, { sourceId, gameId, provenance: 'person', recordedAt: this.clock.now() }, [match]);
      return (await reviews.matchOf(tx, card.printingId, product.source)) as ReviewedMatch;
    });
  }
}
