import { ABSENT, type Observation, type Rejection } from './domain/quote.js';
import type { CardIdentity, SaidIdentity } from './domain/card-identity.js';

/** One product of a source, as far as an import has come with it. */
export interface ImportedSeries {
  readonly index: number;
  readonly said: SaidIdentity;
  /** A name that came after quotes without one. */
  named?: SaidIdentity;
  /** Set once the catalogue has been asked. */
  printingId?: number;
  currency?: string;
  currencyIndex: number;
  known?: CardIdentity;
  /** Why no quote of this series can be taken. */
  rejection?: Rejection;
  /** It is no printing that we know: its quotes are passed over, and it is listed for a person. */
  isUnmatched?: boolean;
}

/** A line that is not accepted. */
export interface RejectedLine extends Rejection {
  readonly lineNumber: number;
  readonly raw: Uint8Array;
}

/** The numbers a provider may leave out, in the order of their columns. */
export const OPTIONAL_NUMBERS = ['lowCents', 'midCents', 'highCents', 'listingCount', 'sellerCount', 'volume'] as const;

/**
 * Quotes that passed by themselves and wait to be compared with what is known and written, in columns. Refilled again and again.
 */
export class QuoteBatch {
  readonly series: Int32Array;
  readonly observedOn: Int32Array;
  readonly currencyIndex: Uint8Array;
  readonly marketCents: Int32Array;
  readonly numbers: Record<(typeof OPTIONAL_NUMBERS)[number], Int32Array>;
  /** Day number the source last worked out the price; ABSENT where it does not say. */
  readonly sourceUpdatedOn: Int32Array;
  private readonly lineNumbers: Int32Array;
  private readonly rawStarts: Int32Array;
  private readonly rawEnds: Int32Array;
  private rawBuffers: { fromRow: number; bytes: Uint8Array }[] = [];
  rejected: RejectedLine[] = [];
  length = 0;
  private rejectedBytes = 0;

  constructor(readonly capacity: number) {
    const column = (): Int32Array => new Int32Array(capacity).fill(ABSENT);
    this.series = column();
    this.observedOn = column();
    this.currencyIndex = new Uint8Array(capacity);
    this.marketCents = column();
    this.numbers = {
      lowCents: column(), midCents: column(), highCents: column(), listingCount: column(), sellerCount: column(), volume: column(),
    };
    this.sourceUpdatedOn = column();
    this.lineNumbers = column();
    this.rawStarts = column();
    this.rawEnds = column();
  }

  get isFull(): boolean {
    return this.length === this.capacity || this.rejected.length >= MAX_REJECTED || this.rejectedBytes >= MAX_REJECTED_BYTES;
  }

  add(series: number, observation: Observation, line: { lineNumber: number; raw: Uint8Array; rawStart: number; rawEnd: number }): void {
    const at = this.append(series, observation);
    this.lineNumbers[at] = line.lineNumber;
    this.rawStarts[at] = line.rawStart;
    this.rawEnds[at] = line.rawEnd;
    if (this.rawBuffers.at(-1)?.bytes !== line.raw) this.rawBuffers.push({ fromRow: at, bytes: line.raw });
  }

  /** Adds an observation that comes from no line of a file. Returns its place. */
  append(series: number, observation: Observation): number {
    const at = this.length++;
    const { numbers } = this;
    this.series[at] = series;
    this.observedOn[at] = observation.observedOn;
    this.currencyIndex[at] = observation.currencyIndex;
    this.marketCents[at] = observation.marketCents;
    numbers.lowCents[at] = observation.lowCents;
    numbers.midCents[at] = observation.midCents;
    numbers.highCents[at] = observation.highCents;
    numbers.listingCount[at] = observation.listingCount;
    numbers.sellerCount[at] = observation.sellerCount;
    numbers.volume[at] = observation.volume;
    return at;
  }

  reject(lineNumber: number, raw: Uint8Array, rejection: Rejection): void {
    this.rejected.push({ ...rejection, lineNumber, raw: raw.slice() });
    this.rejectedBytes += raw.length;
  }

  /** The line row `at` came from; nothing where it came from no file. */
  lineOf(at: number): { lineNumber: number; raw: Uint8Array } {
    const buffer = this.rawBuffers.findLast((one) => one.fromRow <= at);
    return {
      lineNumber: this.lineNumbers[at] as number,
      raw: buffer?.bytes.subarray(this.rawStarts[at], this.rawEnds[at]) ?? new Uint8Array(0),
    };
  }

  clear(): void {
    this.length = 0;
    this.rejectedBytes = 0;
    this.rejected = [];
    this.rawBuffers = [];
  }
}

const MAX_REJECTED = 50_000;
const MAX_REJECTED_BYTES = 16_777_216;
