import { type Day, dayNumber } from '../shared/day.js';
import type { Clock } from '../shared/clock.js';
import { indexMarket } from './domain/index-market.js';
import { LAB_PROVIDERS, type LabProvider } from './domain/lab-faults.js';
import { labMarket, type LabMarket } from './domain/lab-market.js';
import { type Met, FaultDesk, versionOf } from './fault-desk.js';
import type { Answer, LabRequest, LabSource, LabView } from './lab-source.js';
import { RequestCounter } from './request-counter.js';
import { RequestLog } from './request-log.js';
import { conditional } from './send-answer.js';
import { cardmarket } from './sources/cardmarket.source.js';
import { pokemonpricetrackerSource } from './sources/pokemonpricetracker.source.js';
import { pokemontcgSource } from './sources/pokemontcg.source.js';
import { tcgcsv } from './sources/tcgcsv.source.js';
import { tcgdex } from './sources/tcgdex.source.js';

export interface LabSettings {
  /** The same seed gives the same market and the same failures. */
  readonly seed: number;
  /** Printings of cards, in all. */
  readonly printings: number;
  /** The day whose prices are served. */
  readonly day: Day;
  /** Rows of the Cardmarket price file, at least: filled up with products no other source knows. */
  readonly cardmarketRows: number;
  /** For limits, and faults that end. */
  readonly clock: Clock;
}

const LARGE_FROM_CHARACTERS = 1_000_000;
const LARGE_KEPT = 3;

/** The invented market, the sources that quote it, and what is wrong with them. Knows nothing of sockets. */
export class Lab {
  readonly market: LabMarket;
  readonly faults: FaultDesk;
  readonly log = new RequestLog();
  private readonly sources: ReadonlyMap<LabProvider, LabSource>;
  private readonly large = new Map<string, Answer>();
  private servedDay: Day;

  constructor(readonly settings: LabSettings) {
    const market = indexMarket(labMarket(settings.seed, settings.printings));
    this.market = market;
    this.faults = new FaultDesk(market);
    this.servedDay = settings.day;
    const sources = [tcgcsv, cardmarket, tcgdex, pokemonpricetrackerSource(new RequestCounter()), pokemontcgSource(new RequestCounter())];
    this.sources = new Map(sources.map((source) => [source.provider, source]));
  }

  get day(): Day {
    return this.servedDay;
  }

  setDay(day: Day): void {
    this.servedDay = day;
  }

  /** What a source says to a call, and how it is to be delivered. Logs the call. */
  answer(provider: LabProvider, request: LabRequest): { readonly answer: Answer; readonly met: Met } {
    const met = this.faults.meet(provider, request.path, request.at);
    const answer = this.say(provider, request, met);
    this.log.add(provider, request, met.delivery.hangs ? undefined : answer.status);
    return { answer, met };
  }

  private say(provider: LabProvider, request: LabRequest, { delivery, faults, market }: Met): Answer {
    const source = this.sources.get(provider)!;
    if (delivery.limited) return source.refuse({ status: 429, limited: delivery.limited }, request);
    if (delivery.status !== undefined) return source.refuse({ status: delivery.status }, request);
    if (request.method !== 'GET' && request.method !== 'HEAD') return source.refuse({ status: 405 }, request);
    const day = faults.frozenOn ?? this.servedDay;
    const view: LabView = { market, day, dayNumber: dayNumber(day), faults, cardmarketRows: this.settings.cardmarketRows };
    const { swapped, hundredfold, reshaped, currency } = faults;
    const { seed, printings, cardmarketRows } = this.settings;
    const version = versionOf([seed, printings, cardmarketRows, provider, request.path, day, { swapped, hundredfold, reshaped, currency }]);
    const known = this.large.get(version);
    const answer = known ?? source.answer(request, view);
    if (known === undefined) this.keepLarge(version, answer);
    return conditional(answer, request, `"${version}"`);
  }

  /** A file of 80 000 rows takes a second or two to write, in which no other source would answer. */
  private keepLarge(version: string, answer: Answer): void {
    if (answer.lastModified === undefined || answer.body.length < LARGE_FROM_CHARACTERS) return;
    const oldest = this.large.keys().next().value;
    if (this.large.size >= LARGE_KEPT && oldest !== undefined) this.large.delete(oldest);
    this.large.set(version, answer);
  }
}

export function isLabProvider(text: string | undefined): text is LabProvider {
  return LAB_PROVIDERS.includes(text as LabProvider);
}
