import type { OutboundClient, OutboundLimits, OutboundRequest, Validators } from '../../outbound/index.js';
import type { Day } from '../../shared/day.js';
import type { SaidIdentity } from '../domain/card-identity.js';
import type { Observation, Rejection } from '../domain/quote.js';

/** One quote of a provider, parsed and not yet trusted: what it is about, and its numbers (ABSENT where the provider said nothing). */
export interface ProviderQuote {
  readonly product: SaidIdentity;
  readonly observation: Observation;
  /** Day number the source last worked out this price; undefined where it does not say. */
  readonly sourceUpdatedOn: number | undefined;
}

/** Something of a body that is no usable quote. */
export interface ProviderRejection extends Rejection {
  /** The piece of the body it is about, as JSON or text. */
  readonly raw: string;
}

/** What a body holds. Pure parsing gives this. */
export interface ParsedBody {
  readonly quotes: readonly ProviderQuote[];
  readonly rejected: readonly ProviderRejection[];
  /** Printings of which the provider says that they have no price now: neither a quote nor a fault. */
  readonly unpriced: number;
  /** Those of them that the provider says enough of to know which printing it is: a provider that makes the catalogue makes them too. */
  readonly unpricedProducts: readonly SaidIdentity[];
}

/** One body of a provider and what it holds. */
export interface ProviderPart extends ParsedBody {
  /** Such as `3/604/prices`: the raw payload is kept under it. */
  readonly name: string;
  readonly body: Buffer;
  /** Set where the source says that nothing changed since `validatorsOf` (304): the body is empty and nothing was parsed. */
  readonly isUnchanged?: boolean;
  /** Set where the body was asked for conditionally: to be remembered once the part, and those before it, are safely in. */
  readonly resource?: { readonly url: string; readonly validators: Validators };
}

export interface ProviderRequest {
  readonly client: OutboundClient;
  readonly baseUrl: string;
  /** The market day the quotes are about. */
  readonly day: Day;
  /** First market day wanted of a historical provider; undefined: what it says now, without history. */
  readonly from?: Day | undefined;
  /** Day number of today: a later market day is not believed. */
  readonly today: number;
  /** Names of the products wanted, where a provider is asked one by one; undefined: all it has. */
  readonly wanted?: readonly string[] | undefined;
  /** What the resource of this URL was called last time, for conditional requests. */
  readonly validatorsOf: (url: string) => Validators | undefined;
  /** Whether the part of this name is in already: a collection that broke off asks for the others only. */
  readonly isDone?: (name: string) => boolean;
  /** Parts done and in all, for progress. */
  readonly onPart?: (done: number, total: number) => void;
}

export type { OutboundRequest };

/** An outside source of quotes. One folder each; the list of them is provider-list.ts. */
export interface Provider {
  /** Also the slug of its source. */
  readonly slug: string;
  readonly title: string;
  /** Slug of the game its quotes are about. */
  readonly game: string;
  /** snapshot: says what is true now, and a past day cannot be fetched again. historical: has series of past days. */
  readonly kind: 'snapshot' | 'historical';
  readonly currency: string;
  /** Whether a product of it that matches no printing makes one. Of the others it stays unmatched, for a person to look at. */
  readonly makesCatalogue: boolean;
  readonly defaultBaseUrl: string;
  readonly limits: OutboundLimits;
  /** Set where it wants a key: the header to send for it. */
  readonly keyHeader?: ((key: string) => Readonly<Record<string, string>>) | undefined;
  /** True where it answers without a key too, only less. */
  readonly isKeyOptional?: boolean;
  /** Fetches the quotes of a day, body by body. A part that cannot be fetched throws; parts before it are good. */
  fetch(request: ProviderRequest): AsyncIterable<ProviderPart>;
}
