import type { PrintingId } from '../../shared/ids.js';
import type { Series } from '../../shared/series.js';

const HEADER_BYTES = 19;
/** Postgres counts days and microseconds from 2000-01-01. */
const POSTGRES_EPOCH_DAY = 10_957;
const INITIAL_ROWS = 1 << 16;
const WORD = 4_294_967_296;
/** Of a source that appeared after the order was read. */
const LAST_PLACE = 32_767;

/** Days of a printing that are not read, by source: printing -> source -> day numbers. Few. */
export type ExcludedRows = ReadonlyMap<number, ReadonlyMap<number, ReadonlySet<number>>>;

/**
 * Rows (printing, source, day, recorded at, market, low, mid, listings) in Postgres' binary COPY format, in any order -> series by
 * printing, ascending by day. Of several rows for a day the most trusted source speaks, with what it recorded last.
 * Push the bytes, cut anywhere, then `toSeries()`.
 */
export class ScannedObservations {
  private rest: Uint8Array = new Uint8Array(0);
  private isHeaderRead = false;
  private count = 0;
  private printings = new Int32Array(INITIAL_ROWS);
  /** Place of the row's source in the order of trust. */
  private sources = new Int16Array(INITIAL_ROWS);
  private days = new Int32Array(INITIAL_ROWS);
  private recorded = new Float64Array(INITIAL_ROWS);
  /** market, low, mid, listings of row after row; NaN is null. */
  private numbers = new Float64Array(INITIAL_ROWS * 4);

  /** Rows of `excluded` are passed over. */
  constructor(
    private readonly firstDay: number,
    private readonly lastDay: number,
    /** Place of each source in the order of trust, by source id; the lowest speaks first. */
    private readonly places: Int16Array,
    private readonly excluded: ExcludedRows = new Map(),
  ) {}

  push(chunk: Uint8Array): void {
    let bytes = chunk;
    if (this.rest.length > 0) {
      bytes = new Uint8Array(this.rest.length + chunk.length);
      bytes.set(this.rest);
      bytes.set(chunk, this.rest.length);
    }
    let at = 0;
    if (!this.isHeaderRead) {
      if (bytes.length < HEADER_BYTES) {
        this.rest = bytes;
        return;
      }
      at = HEADER_BYTES;
      this.isHeaderRead = true;
    }
    this.rest = bytes.subarray(this.readRows(bytes, at));
  }

  /** One series per printing, ascending by printing. */
  toSeries(): Series[] {
    const order = this.orderedByPrintingAndDay();
    const series: Series[] = [];
    for (let from = 0; from < order.length; ) {
      const printing = this.printings[order[from] as number] as number;
      let to = from;
      while (to < order.length && this.printings[order[to] as number] === printing) to++;
      series.push(this.seriesOf(printing, this.chosen(order.subarray(from, to))));
      from = to;
    }
    return series;
  }

  /** Reads whole rows; returns where the first incomplete one begins. */
  private readRows(bytes: Uint8Array, start: number): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = start;
    while (at + 2 <= bytes.length && view.getInt16(at) !== -1) {
      const end = rowEnd(view, at);
      if (end < 0) break;
      this.readRow(view, at + 2);
      at = end;
    }
    return at;
  }

  private readRow(view: DataView, start: number): void {
    const printing = view.getInt32(start + 4);
    const source = view.getInt16(start + 12);
    const day = view.getInt32(start + 18) + POSTGRES_EPOCH_DAY;
    if (this.excluded.get(printing)?.get(source)?.has(day)) return;
    if (this.count === this.printings.length) this.grow();
    const row = this.count++;
    this.printings[row] = printing;
    this.sources[row] = this.places[source] ?? LAST_PLACE;
    this.days[row] = day;
    this.recorded[row] = view.getInt32(start + 26) * WORD + view.getUint32(start + 30);
    let at = start + 34;
    for (let column = 0; column < 4; column++) {
      const isNull = view.getInt32(at) < 0;
      this.numbers[row * 4 + column] = isNull ? NaN : view.getInt32(at + 4);
      at += isNull ? 4 : 8;
    }
  }

  /** Row numbers by printing and day: two counting sorts, each stable. */
  private orderedByPrintingAndDay(): Uint32Array {
    const { count, printings, days, firstDay, lastDay } = this;
    const rows = Uint32Array.from({ length: count }, (_, i) => i);
    const byDay = countingSorted(rows, (row) => (days[row] as number) - firstDay, lastDay - firstDay + 1);
    let smallest = Infinity;
    let largest = -Infinity;
    for (let i = 0; i < count; i++) {
      smallest = Math.min(smallest, printings[i] as number);
      largest = Math.max(largest, printings[i] as number);
    }
    return countingSorted(byDay, (row) => (printings[row] as number) - smallest, count === 0 ? 0 : largest - smallest + 1);
  }

  /** Of the rows of one printing, ascending by day, those that speak for their day. */
  private chosen(rows: Uint32Array): Uint32Array {
    const chosen = new Uint32Array(rows.length);
    let length = 0;
    for (const row of rows) {
      const last = length === 0 ? -1 : (chosen[length - 1] as number);
      if (last < 0 || this.days[last] !== this.days[row]) chosen[length++] = row;
      else if (this.speaksBefore(row, last)) chosen[length - 1] = row;
    }
    return chosen.subarray(0, length);
  }

  private speaksBefore(row: number, other: number): boolean {
    const source = this.sources[row] as number;
    const otherSource = this.sources[other] as number;
    return source < otherSource || (source === otherSource && (this.recorded[row] as number) > (this.recorded[other] as number));
  }

  private seriesOf(printing: number, rows: Uint32Array): Series {
    const column = (index: number): Float64Array => Float64Array.from(rows, (row) => this.numbers[row * 4 + index] as number);
    return {
      printingId: printing as PrintingId,
      days: Int32Array.from(rows, (row) => this.days[row] as number),
      marketCents: column(0),
      lowCents: column(1),
      midCents: column(2),
      listingCount: column(3),
    };
  }

  private grow(): void {
    const length = this.printings.length * 2;
    this.printings = copied(this.printings, new Int32Array(length));
    this.sources = copied(this.sources, new Int16Array(length));
    this.days = copied(this.days, new Int32Array(length));
    this.recorded = copied(this.recorded, new Float64Array(length));
    this.numbers = copied(this.numbers, new Float64Array(length * 4));
  }
}

function copied<T extends Int32Array | Int16Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Where the row that begins at `at` ends; -1 where it has not come whole. */
function rowEnd(view: DataView, at: number): number {
  const fields = view.getInt16(at);
  let end = at + 2;
  for (let field = 0; field < fields; field++) {
    if (end + 4 > view.byteLength) return -1;
    end += 4 + Math.max(0, view.getInt32(end));
  }
  return end <= view.byteLength ? end : -1;
}

function countingSorted(rows: Uint32Array, keyOf: (row: number) => number, keyCount: number): Uint32Array {
  const starts = new Uint32Array(keyCount + 1);
  for (const row of rows) {
    const next = keyOf(row) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let key = 0; key < keyCount; key++) starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
  const sorted = new Uint32Array(rows.length);
  for (const row of rows) {
    const key = keyOf(row);
    const at = starts[key] as number;
    sorted[at] = row;
    starts[key] = at + 1;
  }
  return sorted;
}
