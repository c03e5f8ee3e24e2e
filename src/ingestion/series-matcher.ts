import { Injectable } from '@nestjs/common';
import { CURRENCIES } from './domain/accept.js';
import { type CardIdentity, identityConflicts, identityRejection, isUnnamed, productTypeOf, type SaidIdentity, toCardIdentity } from './domain/card-identity.js';
import { cardIdCandidates, freeCardId, matchPrintings } from './domain/match-printings.js';
import { CatalogueRepository, type MatchedProduct, type NewPrinting } from './catalogue.repository.js';
import { CrosswalkRepository } from './crosswalk.repository.js';
import { type Finding, IdentityMatcher } from './domain/match-identity.js';
import type { Rejection } from './domain/quote.js';
import type { ImportedSeries } from './quote-batch.js';
import { type Transaction, Transactions } from './transactions.repository.js';
import { UnmatchedProductRepository } from './unmatched-product.repository.js';

/** Where series are looked up and made. */
export interface MatchScope {
  readonly sourceId: number;
  readonly sourceSlug: string;
  readonly gameId: number;
  readonly gameSlug: string;
  readonly provenance: string;
  readonly recordedAt: Date;
  /** Whether a product that matches no printing makes one; otherwise it stays unmatched and is listed. */
  readonly makesCatalogue: boolean;
  /** Matched only where set, name, number and variant are written alike: files and the simulated market say their products our way. */
  readonly isByLetter?: boolean;
}

/** Finds the printing of every series a source speaks of, and makes those that are not there. */
@Injectable()
export class SeriesMatcher {
  /** What each writing began with, as far as other sources have made it. */
  private readonly matchers = new WeakMap<MatchScope, Promise<IdentityMatcher>>();

  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly crosswalk: CrosswalkRepository,
    private readonly unmatched: UnmatchedProductRepository,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Looks the series up in the catalogue: sets printing, currency and known identity of those that are there, and rejects a series
   * whose product is another one than the catalogue's, or whose match is in doubt. Returns those that are not there.
   */
  async lookUp(series: readonly ImportedSeries[], scope: Pick<MatchScope, 'sourceId' | 'gameId'>): Promise<ImportedSeries[]> {
    const products = await this.catalogue.matchedProducts(scope, series.map((one) => one.said.seriesId));
    const byId = new Map(products.map((product) => [product.externalId, product]));
    for (const one of series) {
      const product = byId.get(one.said.seriesId);
      if (!product) continue;
      one.rejection = doubtOf(one, product);
      if (product.state === 'rejected') continue;
      one.printingId = product.printingId;
      one.known = product;
      setCurrency(one, CURRENCIES.indexOf(product.currency));
      const conflicts = identityConflicts(one.named ?? one.said, product);
      if (conflicts.length > 0) one.rejection ??= identityRejection(one.said.seriesId, conflicts);
    }
    return series.filter((one) => one.printingId === undefined && !one.rejection);
  }

  /**
   * Matches series that the source has not been known to speak of, in one transaction: by evidence to printings of other sources, and
   * what is left to printings, cards and sets of its own, or to the list of unmatched products.
   */
  async create(series: readonly ImportedSeries[], scope: MatchScope): Promise<void> {
    if (series.length === 0) return;
    if (scope.isByLetter) await this.createByLetter(series, scope);
    else await this.createByEvidence(series, scope);
  }

  private async createByEvidence(series: readonly ImportedSeries[], scope: MatchScope): Promise<void> {
    const matcher = await this.matcherOf(scope);
    const findings = matcher.match(series.map((one) => one.named ?? one.said));
    const found = series.flatMap((one, i) => {
      const finding = findings[i] as Finding;
      if (!('printingId' in finding)) return [];
      one.printingId = finding.printingId;
      one.known = toCardIdentity(one.named ?? one.said);
      setCurrency(one, one.currencyIndex);
      return [{ ...toMatch(one), ...finding, said: one.known }];
    });
    await this.transactions.run((tx) => this.crosswalk.add(tx, scope, found));
    const left = series.filter((one) => one.printingId === undefined);
    if (scope.makesCatalogue) return this.createByLetter(left, scope);
    const unmatched = series.flatMap((one, i) => {
      const finding = findings[i] as Finding;
      if (!('reason' in finding)) return [];
      one.isUnmatched = true;
      return [{ said: one.named ?? one.said, currency: CURRENCIES[one.currencyIndex] as string, ...finding }];
    });
    await this.transactions.run((tx) => this.unmatched.list(tx, scope, unmatched));
    return undefined;
  }

  private matcherOf(scope: MatchScope): Promise<IdentityMatcher> {
    const there = this.matchers.get(scope);
    if (there) return there;
    const made = this.crosswalk.cataloguePrintings(scope).then((printings) => new IdentityMatcher(printings));
    this.matchers.set(scope, made);
    return made;
  }

  /** A source whose products were compared by evidence shares no printing by the letter any more: it would be a guess. */
  private async createByLetter(series: readonly ImportedSeries[], scope: MatchScope): Promise<void> {
    if (series.length === 0) return;
    await this.transactions.run(async (tx) => {
      const cardRefs = await this.ensureCards(tx, series.map((one) => one.named ?? one.said), scope.gameId);
      const products = series.map((one, i) => ({ externalId: one.said.seriesId, cardRef: cardRefs[i] as number, identity: toCardIdentity(one.named ?? one.said) }));
      const existing = await this.catalogue.printingsOfCards(tx, scope.sourceId, [...new Set(cardRefs)]);
      const matches = matchPrintings(products, scope.isByLetter ? existing : existing.map((one) => ({ ...one, isMatched: true })));
      const candidates = products.flatMap((product) => cardIdCandidates(product.externalId, scope));
      const taken = await this.catalogue.takenCardIds(tx, candidates);
      const added: (NewPrinting | undefined)[] = matches.map((match, i) => {
        const { externalId, cardRef, identity } = products[i] as (typeof products)[number];
        if ('printingId' in match) return undefined;
        const { variant, condition, grade, language } = identity;
        return { cardRef, cardId: freeCardId(externalId, scope, taken), variant, condition, grade, language, distinction: match.distinction };
      });
      const ids = await this.catalogue.addPrintings(tx, scope.gameId, added.filter((one) => one !== undefined));
      series.forEach((one, i) => {
        const match = matches[i] as (typeof matches)[number];
        one.printingId = 'printingId' in match ? match.printingId : ids.get((added[i] as NewPrinting).cardId);
        one.known = (products[i] as (typeof products)[number]).identity;
        setCurrency(one, one.currencyIndex);
      });
      await this.crosswalk.add(tx, scope, series.map(toMatch));
    });
  }

  /** Gives series that the catalogue knows by their id alone the name that a file now says. */
  async name(series: readonly ImportedSeries[], scope: Pick<MatchScope, 'gameId'>): Promise<void> {
    const named = series.filter(hasNewName);
    if (named.length === 0) return;
    await this.transactions.run(async (tx) => {
      const said = named.map((one) => one.named ?? one.said);
      const cardRefs = await this.ensureCards(tx, said, scope.gameId);
      for (const [i, one] of named.entries()) {
        await this.catalogue.moveToCard(tx, one.printingId as number, cardRefs[i] as number);
        one.known = toCardIdentity(said[i] as SaidIdentity);
      }
    });
  }

  /** The card of each product; `result[i]` belongs to `products[i]`. */
  private async ensureCards(tx: Transaction, products: readonly SaidIdentity[], gameId: number): Promise<number[]> {
    const sets = new Map<string, string | null>();
    for (const product of products) {
      const { set } = toCardIdentity(product);
      sets.set(set, sets.get(set) ?? product.releasedOn);
    }
    const setIds = await this.catalogue.ensureSets(tx, gameId, sets);
    const keyOf = (setId: number, card: Pick<CardIdentity, 'name' | 'number'>): string => JSON.stringify([setId, card.name, card.number]);
    const keys = products.map((product) => {
      const identity = toCardIdentity(product);
      return keyOf(setIds.get(identity.set) as number, identity);
    });
    const cards = new Map(
      products.map((product, i) => {
        const { set, name, number } = toCardIdentity(product);
        return [keys[i] as string, { setId: setIds.get(set) as number, name, number, rarity: product.rarity || null, productType: productTypeOf(product) }];
      }),
    );
    const rows = await this.catalogue.ensureCards(tx, [...cards.values()]);
    const ids = new Map(rows.map((row) => [keyOf(row.setId, row), row.id]));
    return keys.map((key) => ids.get(key) as number);
  }
}

function hasNewName(series: ImportedSeries): boolean {
  const said = series.named ?? series.said;
  return series.known !== undefined && isUnnamed(said.seriesId, series.known) && (said.name !== '' || said.set !== '');
}

/** Why quotes of a matched product are not taken; undefined where they are. */
function doubtOf(series: ImportedSeries, { state }: MatchedProduct): Rejection | undefined {
  const product = JSON.stringify(series.said.seriesId);
  if (state === 'quarantined') return { reason: 'mapping_quarantined', detail: `${product} may be another card than the one it is matched to; expected a match that is not under review.` };
  if (state === 'rejected') return { reason: 'mapping_rejected', detail: `${product} is not the card it was matched to; expected a match by a person: pokewatch identity match.` };
  return undefined;
}

function setCurrency(series: ImportedSeries, index: number): void {
  series.currencyIndex = index;
  series.currency = CURRENCIES[index] as string;
}

function toMatch(series: ImportedSeries) {
  return {
    externalId: series.said.seriesId,
    printingId: series.printingId as number,
    tcgplayerId: (series.named ?? series.said).tcgplayerId || null,
    currency: series.currency as string,
  };
}
