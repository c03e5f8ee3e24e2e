import { ABSENT } from './domain/quote.js';
import { OPTIONAL_NUMBERS, type QuoteBatch } from './quote-batch.js';

/** The columns {@link CopyRows} writes, in order. */
export const COPY_COLUMNS =
  'printing_id, source_id, observed_on, recorded_at, market_cents, low_cents, mid_cents, high_cents, listing_count, seller_count, volume, currency, source_updated_at, raw_payload_id';

const COLUMN_COUNT = 14;
const MAX_ROW_BYTES = 2 + COLUMN_COUNT * 4 + 64;
const INITIAL_BYTES = 1 << 20;
const SLICE_BYTES = 1 << 18;
/** Postgres counts days and microseconds from 2000-01-01. */
const POSTGRES_EPOCH_DAY = 10_957;
const MS_PER_DAY = 86_400_000;
/** `PGCOPY\n\377\r\n\0`, no flags, no header extension. */
const HEADER = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
const TRAILER = Buffer.from('ffff', 'hex');

/** What all rows of one write share. */
export interface SharedColumns {
  readonly sourceId: number;
  readonly recordedAt: Date;
  readonly rawPayloadId: number | null;
}

/** Observations in Postgres' binary COPY format: the server parses neither dates nor numbers. */
export class CopyRows {
  private bytes = Buffer.allocUnsafeSlow(INITIAL_BYTES);
  private end = 0;
  private readonly recordedHigh: number;
  private readonly recordedLow: number;
  rowCount = 0;

  constructor(private readonly shared: SharedColumns) {
    [this.recordedHigh, this.recordedLow] = microseconds(shared.recordedAt.getTime());
    HEADER.copy(this.bytes);
    this.end = HEADER.length;
  }

  /** Row `at` of the batch, as an observation of `printingId`. */
  add(printingId: number, batch: QuoteBatch, at: number, currency: Buffer): void {
    if (this.bytes.length - this.end < MAX_ROW_BYTES) this.grow();
    this.rowCount++;
    this.int16(COLUMN_COUNT);
    this.int4(printingId);
    this.length(2);
    this.int16(this.shared.sourceId);
    this.int4((batch.observedOn[at] as number) - POSTGRES_EPOCH_DAY);
    this.length(8);
    this.word(this.recordedHigh);
    this.word(this.recordedLow);
    this.int4(batch.marketCents[at] as number);
    const { numbers } = batch;
    for (const name of OPTIONAL_NUMBERS) this.int4OrNull(numbers[name][at] as number);
    this.length(currency.length);
    for (const byte of currency) this.bytes[this.end++] = byte;
    this.dayOrNull(batch.sourceUpdatedOn[at] as number);
    this.int4OrNull(this.shared.rawPayloadId ?? ABSENT);
  }

  /** The whole COPY stream, in slices. Reuse the rows only when the server has taken it. */
  *slices(): Generator<Buffer> {
    for (let at = 0; at < this.end; at += SLICE_BYTES) yield this.bytes.subarray(at, Math.min(at + SLICE_BYTES, this.end));
    yield TRAILER;
  }

  private int4(value: number): void {
    this.length(4);
    this.word(value);
  }

  private int4OrNull(value: number): void {
    if (value === ABSENT) this.length(-1);
    else this.int4(value);
  }

  private dayOrNull(day: number): void {
    if (day === ABSENT) {
      this.length(-1);
      return;
    }
    const [high, low] = microseconds(day * MS_PER_DAY);
    this.length(8);
    this.word(high);
    this.word(low);
  }

  private length(byteCount: number): void {
    this.word(byteCount);
  }

  private word(value: number): void {
    const { bytes, end } = this;
    bytes[end] = value >>> 24;
    bytes[end + 1] = value >>> 16;
    bytes[end + 2] = value >>> 8;
    bytes[end + 3] = value;
    this.end = end + 4;
  }

  private int16(value: number): void {
    this.bytes[this.end] = value >>> 8;
    this.bytes[this.end + 1] = value;
    this.end += 2;
  }

  private grow(): void {
    const larger = Buffer.allocUnsafeSlow(this.bytes.length * 2);
    this.bytes.copy(larger, 0, 0, this.end);
    this.bytes = larger;
  }
}

/** Milliseconds since 1970 -> the two words of microseconds since 2000. */
function microseconds(ms: number): [high: number, low: number] {
  const value = BigInt(ms - POSTGRES_EPOCH_DAY * MS_PER_DAY) * 1000n;
  return [Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asIntN(32, value))];
}
