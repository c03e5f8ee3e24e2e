import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { type CardSummary, CardReader } from '../ingestion/index.js';
import { type CardValue, CardValues } from '../serving/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { type Day, parseDay } from '../shared/day.js';
import { BadData, NotFound } from '../shared/errors.js';
import { grouped, sumOf } from '../shared/grouped.js';
import { type Disposal, type LotBook, settle } from './domain/lots.js';
import { type NoWorth, type Total, totalsOf, type Worth, worthOf } from './domain/worth.js';
import { HoldingRepository, type LotChange, type LotDraft, type SaleDraft, type StoredLot, type StoredSale } from './holding.repository.js';

/** A lot with its card and what one of it is worth. */
export interface Holding {
  readonly lot: StoredLot;
  readonly card: CardSummary;
  readonly value: CardValue | undefined;
  readonly worth: Worth | NoWorth;
}

/** What a collection comes to. */
export interface CollectionValue {
  readonly totals: readonly Total[];
  /** Cards that nothing is known of, by reason. */
  readonly unvalued: Readonly<Record<NoWorth, number>>;
  /** By currency: what what is left cost, and its value less that, of cards whose cost and value are known in it. */
  readonly unrealised: readonly { readonly currency: string; readonly costCents: number; readonly profitCents: number; readonly cards: number }[];
  readonly realised: readonly { readonly currency: string; readonly profitCents: number; readonly cards: number }[];
  /** Cards that were sold at a profit or loss nobody can tell: their cost is unknown, in another currency, or they were never bought here. */
  readonly realisedUnknown: number;
  readonly bySet: readonly { readonly set: string; readonly currency: string; readonly expectedCents: number }[];
  readonly isSimulated: boolean;
}

/** Lots of which nobody knows when they were got are taken to have been there first. */
const LONG_AGO = parseDay('1970-01-01') as Day;

/** What somebody has. */
@Injectable()
export class Holdings {
  constructor(
    private readonly repository: HoldingRepository,
    private readonly cards: CardReader,
    private readonly values: CardValues,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async page(account: string, after: number, limit: number): Promise<Holding[]> {
    return this.valued(await this.repository.page(account, after, limit));
  }

  /** Throws BadData for a card that does not exist. */
  async add(account: string, cardId: string, lot: Omit<LotDraft, 'printingId' | 'fingerprint'>): Promise<Holding> {
    const card = await this.card(cardId);
    const fingerprint = `hand:${randomUUID()}`;
    await this.repository.put(account, [{ ...lot, printingId: card.printingId, fingerprint }], this.clock.now());
    return this.one((await this.repository.lotOf(account, fingerprint)) as StoredLot);
  }

  async change(account: string, id: number, change: LotChange): Promise<Holding> {
    const lot = await this.lot(account, id);
    await this.repository.write(account, { ...lot, ...change }, this.clock.now());
    return this.one(await this.lot(account, id));
  }

  async remove(account: string, id: number): Promise<void> {
    if (!(await this.repository.deleteLot(account, id))) throw noSuch('lot', id);
  }

  async sell(account: string, cardId: string, sale: Omit<SaleDraft, 'printingId'>): Promise<{ sale: StoredSale; card: CardSummary }> {
    const card = await this.card(cardId);
    return { card, sale: await this.repository.addSale(account, { ...sale, printingId: card.printingId }, this.clock.now()) };
  }

  async unsell(account: string, id: number): Promise<void> {
    if (!(await this.repository.deleteSale(account, id))) throw noSuch('sale', id);
  }

  /** Every sale, and what of which lot went in it. */
  async sales(account: string): Promise<{ sale: StoredSale; card: CardSummary | undefined; disposals: readonly Disposal[] }[]> {
    const { sales, book } = await this.book(account);
    const cards = await this.cardsOf(sales);
    return sales.map((sale) => ({ sale, card: cards.get(sale.printingId), disposals: book.disposals.filter(({ saleId }) => saleId === idOf(sale.id)) }));
  }

  async everything(account: string): Promise<Holding[]> {
    return this.valued(await this.repository.lots(account));
  }

  async value(account: string): Promise<CollectionValue> {
    const { book } = await this.book(account);
    const holdings = new Map((await this.everything(account)).map((holding) => [idOf(holding.lot.id), holding]));
    const left = book.open.flatMap((open) => {
      const holding = holdings.get(open.lotId);
      return holding === undefined ? [] : [{ ...open, holding }];
    });
    const valued = left.flatMap(({ holding, ...open }) => (typeof holding.worth === 'string' ? [] : [{ ...open, worth: holding.worth, set: holding.card.set }]));
    const unvalued = { no_price: 0, no_price_of_grade: 0, no_price_of_condition: 0 };
    for (const { holding, quantity } of left) if (typeof holding.worth === 'string') unvalued[holding.worth] += quantity;
    const costed = valued.filter((part) => part.costCents !== null && part.currency === part.worth.currency);
    const told = book.disposals.filter(({ profitCents }) => profitCents !== null);
    return {
      totals: totalsOf(valued),
      unvalued,
      unrealised: [...grouped(costed, ({ currency }) => currency)].map(([currency, of]) => {
        const costCents = sumOf(of, (part) => part.costCents as number);
        return { currency, costCents, profitCents: sumOf(of, ({ worth, quantity }) => worth.mid * quantity) - costCents, cards: sumOf(of, ({ quantity }) => quantity) };
      }),
      realised: [...grouped(told, ({ currency }) => currency)].map(([currency, of]) => ({ currency, profitCents: sumOf(of, (part) => part.profitCents as number), cards: sumOf(of, ({ quantity }) => quantity) })),
      realisedUnknown: sumOf(book.disposals.filter(({ profitCents }) => profitCents === null), ({ quantity }) => quantity) + sumOf(book.shortfalls, ({ quantity }) => quantity),
      bySet: [...grouped(valued, ({ set, worth }) => JSON.stringify([set, worth.currency]))].map(([key, of]) => {
        const [set, currency] = JSON.parse(key) as [string, string];
        return { set, currency, expectedCents: sumOf(of, ({ worth, quantity }) => worth.mid * quantity) };
      }).toSorted((a, b) => b.expectedCents - a.expectedCents),
      isSimulated: left.some(({ holding }) => holding.card.isSimulated),
    };
  }

  /** Lots and sales, settled kind by kind: a sale of a graded card takes no ungraded one. */
  private async book(account: string): Promise<{ sales: StoredSale[]; book: LotBook }> {
    const [lots, sales] = await Promise.all([this.repository.lots(account), this.repository.sales(account)]);
    const kindOf = ({ printingId, grade, condition }: Pick<StoredLot, 'printingId' | 'grade' | 'condition'>): string => `${printingId} ${grade} ${condition}`;
    const salesOf = grouped(sales, kindOf);
    const lotsOf = grouped(lots, kindOf);
    const books = [...new Set([...lotsOf.keys(), ...salesOf.keys()])].map((kind) => settle((lotsOf.get(kind) ?? []).map(toLot), (salesOf.get(kind) ?? []).map(toSale)));
    return { sales, book: { disposals: books.flatMap((each) => each.disposals), open: books.flatMap((each) => each.open), shortfalls: books.flatMap((each) => each.shortfalls) } };
  }

  private async valued(lots: readonly StoredLot[]): Promise<Holding[]> {
    const cards = await this.cardsOf(lots);
    const values = await this.values.of([...cards.values()]);
    return lots.flatMap((lot) => {
      const card = cards.get(lot.printingId);
      const value = values.get(lot.printingId);
      return card === undefined ? [] : [{ lot, card, value, worth: worthOf(lot, card, value) }];
    });
  }

  private async one(lot: StoredLot): Promise<Holding> {
    return (await this.valued([lot]))[0] as Holding;
  }

  private async lot(account: string, id: number): Promise<StoredLot> {
    const lot = await this.repository.lot(account, id);
    if (lot === undefined) throw noSuch('lot', id);
    return lot;
  }

  private async card(cardId: string): Promise<CardSummary> {
    const [card] = await this.cards.byCardIds([cardId]);
    if (card === undefined) throw new BadData(`card_id is "${cardId}", and there is no such card; GET /v1/cards/search finds cards.`);
    return card;
  }

  private async cardsOf(rows: readonly { printingId: number }[]): Promise<Map<number, CardSummary>> {
    const cards = await this.cards.byPrintingIds([...new Set(rows.map(({ printingId }) => printingId))]);
    return new Map(cards.map((card) => [card.printingId, card]));
  }
}

const noSuch = (what: 'lot' | 'sale', id: number): NotFound => new NotFound(`There is no ${what} ${id} in this collection.`);
const toLot = ({ id, acquiredOn, ...lot }: StoredLot) => ({ ...lot, id: idOf(id), acquiredOn: acquiredOn ?? LONG_AGO });
const toSale = ({ id, ...sale }: StoredSale) => ({ ...sale, id: idOf(id) });

/** Lots of one day are settled by their ids as text: so long that their order is that of the numbers. */
const idOf = (id: number): string => String(id).padStart(10, '0');
