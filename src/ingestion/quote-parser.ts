import { acceptQuote } from './domain/accept.js';
import { type CardIdentity, identityConflicts, identityRejection, isUnnamed, PRODUCT_COLUMNS, readIdentity, type SaidIdentity, toCardIdentity } from './domain/card-identity.js';
import type { CsvLines, CsvStep } from './domain/csv-lines.js';
import { emptyObservation, type Rejection, type RejectionReason } from './domain/quote.js';
import type { TidyColumns } from './domain/tidy-columns.js';
import type { ImportedSeries, QuoteBatch } from './quote-batch.js';

/** The products of one file by their series id, each with the bytes that described it. */
export class QuoteParser {
  readonly series: ImportedSeries[] = [];
  private readonly bySeriesId = new Map<string, number>();
  /** Identity of each series, as the file said it first. */
  private readonly identities: CardIdentity[] = [];
  private readonly signatures: Uint8Array[] = [];
  private readonly productColumns: number[];
  private readonly observation = emptyObservation();
  private current = -1;

  constructor(
    private readonly columns: TidyColumns,
    private readonly lastDay: number,
  ) {
    this.productColumns = PRODUCT_COLUMNS.map((name) => columns[name]).filter((column) => column >= 0);
  }

  /** Judges the line the reader stands on and puts it into the batch, as a quote or as a rejected line. */
  take(step: Exclude<CsvStep, 'more'>, lines: CsvLines, batch: QuoteBatch): void {
    const rejection = step === 'row' ? this.takeRow(lines, batch) : LINE_REJECTIONS[step];
    if (rejection) batch.reject(lines.lineNumber, lines.raw.subarray(lines.rawStart, lines.rawEnd), rejection);
  }

  private takeRow(lines: CsvLines, batch: QuoteBatch): Rejection | undefined {
    const rejection = acceptQuote(lines, this.columns, this.lastDay, this.observation);
    if (rejection) return rejection;
    if (this.current < 0 || !this.isSigned(lines, this.signatures[this.current] as Uint8Array)) {
      const found = this.findSeries(lines);
      if (typeof found !== 'number') return found;
      this.current = found;
    }
    batch.add(this.current, this.observation, lines);
    return undefined;
  }

  /** Whether the product columns hold exactly the bytes of a signature. */
  private isSigned(lines: CsvLines, signature: Uint8Array): boolean {
    const { bytes, starts, ends } = lines;
    let at = 0;
    for (const column of this.productColumns) {
      const end = ends[column] as number;
      for (let i = starts[column] as number; i < end; i++) if (bytes[i] !== signature[at++]) return false;
      if (signature[at++] !== SEPARATOR) return false;
    }
    return at === signature.length;
  }

  private signatureOf(lines: CsvLines): Uint8Array {
    const parts = this.productColumns.flatMap((column) => [lines.bytes.subarray(lines.starts[column], lines.ends[column]), SEPARATOR_BYTES]);
    return Uint8Array.from(Buffer.concat(parts));
  }

  private findSeries(lines: CsvLines): number | Rejection {
    const column = this.columns.series_id;
    const key = Buffer.from(lines.bytes.buffer, lines.bytes.byteOffset, lines.bytes.length).toString('latin1', lines.starts[column], lines.ends[column]);
    const there = this.bySeriesId.get(key);
    if (there !== undefined && this.isSigned(lines, this.signatures[there] as Uint8Array)) return there;
    const said = readIdentity(lines, this.columns);
    if ('reason' in said) return said;
    return there === undefined ? this.addSeries(key, said, this.signatureOf(lines)) : this.compareSeries(there, said);
  }

  private addSeries(key: string, said: SaidIdentity, signature: Uint8Array): number {
    const index = this.series.length;
    this.series.push({ index, said, currencyIndex: this.observation.currencyIndex });
    this.identities.push(toCardIdentity(said));
    this.signatures.push(signature);
    this.bySeriesId.set(key, index);
    return index;
  }

  /** The same series id with other bytes: an addition to what was said (a rarity, a name at last), or another product. */
  private compareSeries(index: number, said: SaidIdentity): number | Rejection {
    const known = this.identities[index] as CardIdentity;
    const conflicts = identityConflicts(said, known);
    if (conflicts.length > 0) return identityRejection(said.seriesId, conflicts);
    if (isUnnamed(said.seriesId, known) && (said.name !== '' || said.set !== '')) {
      (this.series[index] as ImportedSeries).named = said;
      this.identities[index] = toCardIdentity(said);
    }
    return index;
  }
}

/** Stands between the fields of a signature; no UTF-8 text holds it. */
const SEPARATOR = 0xff;
const SEPARATOR_BYTES = Uint8Array.of(SEPARATOR);

const LINE_REJECTIONS: Record<'malformed_quotes' | 'line_too_long', Rejection & { reason: RejectionReason }> = {
  malformed_quotes: { reason: 'malformed_quotes', detail: 'The quotes of the line do not pair up; expected RFC 4180: a field in quotes whole, a quote inside it doubled.' },
  line_too_long: { reason: 'line_too_long', detail: 'The line is longer than 1 MB; expected one quote a line.' },
};
