import { ABSENT, type Observation } from './quote.js';

export type Classification = 'accepted' | 'unchanged' | 'corrected' | 'duplicate_day';

/** The numbers of an observation that make it the same or another one. */
export type ObservedValues = Omit<Observation, 'observedOn' | 'currencyIndex'>;

/**
 * What is known of each (series, day), in typed arrays: 20 bytes an entry, so that millions fit. The market price is kept exactly,
 * the other numbers as a 64-bit digest. Open addressing with linear probing, at most 60 % full.
 */
export class KnownValues {
  private series = new Int32Array(0);
  /** Day number * 2, plus 1 where the value was said in the file being read. */
  private days = new Int32Array(0);
  private cents = new Int32Array(0);
  private digestsA = new Int32Array(0);
  private digestsB = new Int32Array(0);
  private mask = -1;
  private size = 0;

  /** `isByPrice`: the market price alone makes a value the same or another one. */
  constructor(
    capacity = 1 << 16,
    private readonly isByPrice = false,
  ) {
    this.allocate(capacity);
  }

  /** The market price now known for a day; undefined where there is none. */
  marketCents(series: number, day: number): number | undefined {
    const slot = this.slotOf(series, day);
    return this.series[slot] === EMPTY_SLOT ? undefined : (this.cents[slot] as number);
  }

  /** Notes what the database holds. A later call for the same day replaces it: call in the order of recording. */
  load(series: number, day: number, values: ObservedValues): void {
    this.put(this.slotFor(series, day), series, day * 2, values);
  }

  /**
   * What a quote of this file adds. New day: `accepted`. Same values: `unchanged`. Other values than the database: `corrected`, and
   * known from now on. Other values than this very file said before: `duplicate_day`, and the first stays.
   */
  classify(series: number, day: number, values: ObservedValues): Classification {
    const slot = this.slotFor(series, day);
    if (this.series[slot] === EMPTY_SLOT) {
      this.put(slot, series, day * 2 + 1, values);
      return 'accepted';
    }
    const wasSaidHere = ((this.days[slot] as number) & 1) === 1;
    if (this.holds(slot, values)) {
      this.days[slot] = day * 2 + 1;
      return 'unchanged';
    }
    if (wasSaidHere) return 'duplicate_day';
    this.put(slot, series, day * 2 + 1, values);
    return 'corrected';
  }

  private holds(slot: number, values: ObservedValues): boolean {
    if (this.cents[slot] !== values.marketCents) return false;
    return this.isByPrice || (this.digestsA[slot] === digest(values, SEED_A) && this.digestsB[slot] === digest(values, SEED_B));
  }

  private put(slot: number, series: number, dayAndOrigin: number, values: ObservedValues): void {
    if (this.series[slot] === EMPTY_SLOT) this.size++;
    this.series[slot] = series;
    this.days[slot] = dayAndOrigin;
    this.cents[slot] = values.marketCents;
    this.digestsA[slot] = digest(values, SEED_A);
    this.digestsB[slot] = digest(values, SEED_B);
  }

  private slotFor(series: number, day: number): number {
    if (this.size * 5 > this.series.length * 3) this.grow();
    return this.slotOf(series, day);
  }

  private slotOf(series: number, day: number): number {
    let slot = mixed(Math.imul(series, 0x9e3779b1) ^ Math.imul(day, 0x85ebca6b)) & this.mask;
    for (;;) {
      const there = this.series[slot] as number;
      if (there === EMPTY_SLOT || (there === series && (this.days[slot] as number) >> 1 === day)) return slot;
      slot = (slot + 1) & this.mask;
    }
  }

  private allocate(capacity: number): void {
    this.series = new Int32Array(capacity).fill(EMPTY_SLOT);
    this.days = new Int32Array(capacity);
    this.cents = new Int32Array(capacity);
    this.digestsA = new Int32Array(capacity);
    this.digestsB = new Int32Array(capacity);
    this.mask = capacity - 1;
  }

  private grow(): void {
    const { series, days, cents, digestsA, digestsB } = this;
    this.allocate(series.length * 2);
    for (let i = 0; i < series.length; i++) {
      if (series[i] === EMPTY_SLOT) continue;
      const slot = this.slotOf(series[i] as number, (days[i] as number) >> 1);
      this.series[slot] = series[i] as number;
      this.days[slot] = days[i] as number;
      this.cents[slot] = cents[i] as number;
      this.digestsA[slot] = digestsA[i] as number;
      this.digestsB[slot] = digestsB[i] as number;
    }
  }
}

const EMPTY_SLOT = -1;
const SEED_A = 0x2545f491;
const SEED_B = 0x6c62272e;

/** 32 bits over everything but the market price; two seeds give 64. Murmur3's mixing of blocks and its final avalanche. */
function digest(values: ObservedValues, seed: number): number {
  if (values.lowCents === ABSENT && values.midCents === ABSENT && values.highCents === ABSENT && values.volume === ABSENT && values.listingCount === ABSENT && values.sellerCount === ABSENT) return 0;
  let hash = seed;
  hash = block(hash, values.lowCents);
  hash = block(hash, values.midCents);
  hash = block(hash, values.highCents);
  hash = block(hash, values.volume);
  hash = block(hash, values.listingCount);
  hash = block(hash, values.sellerCount);
  return mixed(hash);
}

function block(hash: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = hash ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function mixed(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
