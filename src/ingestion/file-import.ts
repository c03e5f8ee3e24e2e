import { BadData } from '../shared/errors.js';
import { CsvLines, type CsvStep } from './domain/csv-lines.js';
import { fieldText } from './domain/quote.js';
import { readTidyHeader } from './domain/tidy-columns.js';
import { importError } from './import-error.js';
import { BrokenFile, type PriceFile, refuseOtherFormats, textBytes } from './price-file.js';
import type { PreparedBatch, PriceWrite, PriceWriter, WriteScope } from './price-writer.js';
import { QuoteBatch, type RejectedLine } from './quote-batch.js';
import { QuoteParser } from './quote-parser.js';

/** Rows that are compared and committed together. While Postgres takes one batch the next is read. */
const BATCH_ROWS = 65_536;

/** `rows` = accepted + unchanged + corrected + rejected. */
export interface FileOutcome {
  readonly rows: number;
  readonly accepted: number;
  readonly unchanged: number;
  readonly corrected: number;
  readonly rejected: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}

interface Listeners {
  /** Day number of the import. */
  readonly lastDay: number;
  onRead(byteCount: number): void;
  onRejected(lines: readonly RejectedLine[]): Promise<void>;
}

/** One file on its way into the database. */
export class FileImport {
  private readonly lines = new CsvLines();
  private readonly reasons: Record<string, number> = {};
  private readonly warnings: string[] = [];
  private parser: QuoteParser | undefined;
  private write: PriceWrite | undefined;
  private readonly batch = new QuoteBatch(BATCH_ROWS);
  private writing: Promise<void> = Promise.resolve();
  private listeners: Listeners | undefined;

  constructor(
    private readonly file: PriceFile,
    private readonly writer: PriceWriter,
    private readonly scope: WriteScope,
  ) {}

  /** Throws BadData for a file that is none or that breaks off (what came before is in), TemporaryError where the database is gone. */
  async run(listeners: Listeners): Promise<FileOutcome> {
    this.listeners = listeners;
    const broken = await this.read().catch(async (error: unknown) => {
      await this.writing.catch(() => undefined);
      throw error;
    });
    await this.flush();
    await this.writing.catch((error: unknown) => this.rethrow(error));
    if (broken) throw this.brokenOff(broken);
    if (!this.write) throw new BadData(`${this.file.path}: holds no header line; expected a header and rows.`);
    this.warnings.push(...this.unnamedWarning());
    const { counts } = this.write;
    const rows = counts.accepted + counts.unchanged + counts.corrected + counts.rejected;
    return { rows, ...counts, reasons: this.reasons, warnings: this.warnings };
  }

  /** Reads to the end. Returns why the file broke off, where it did: then its last, incomplete line is not taken. */
  private async read(): Promise<BrokenFile | undefined> {
    try {
      for await (const bytes of textBytes(this.file, (byteCount) => this.listeners?.onRead(byteCount))) {
        this.lines.push(bytes);
        await this.takeLines();
      }
    } catch (error) {
      if (error instanceof BrokenFile) return error;
      throw error;
    }
    this.lines.end();
    await this.takeLines();
    return undefined;
  }

  private async takeLines(): Promise<void> {
    if (!this.parser && !this.readHeader()) return;
    const { lines, parser } = this;
    for (;;) {
      const step = lines.next();
      if (step === 'more') return;
      (parser ?? (this.parser as QuoteParser)).take(step, lines, this.batch);
      if (this.batch.isFull) await this.flush();
    }
  }

  /** The first line. False while it has not come whole. */
  private readHeader(): boolean {
    const step: CsvStep = this.lines.next();
    if (step === 'more') return false;
    const { path } = this.file;
    const { lines } = this;
    refuseOtherFormats(path, lines.raw.subarray(lines.rawStart, Math.min(lines.rawEnd, lines.rawStart + 64)));
    if (step !== 'row') throw new BadData(`${path}: its first line is no CSV header (${step.replaceAll('_', ' ')}); expected column names separated by commas.`);
    const names = Array.from({ length: lines.fieldCount }, (_, i) => fieldText(lines, i));
    if (names.includes(undefined)) throw new BadData(`${path}: its header is not UTF-8 text; expected CSV saved as UTF-8.`);
    const { columns, unknown } = headerOf(path, names as string[]);
    if (unknown.length > 0) this.warnings.push(`${path}: ignored the unknown column${unknown.length > 1 ? 's' : ''} ${unknown.map((name) => `"${name}"`).join(', ')}`);
    this.parser = new QuoteParser(columns, this.listeners?.lastDay ?? 0);
    this.write = this.writer.begin(this.scope, this.parser.series);
    return true;
  }

  /** Compares the batch while the one before is being saved, then leaves it to the database and goes on reading. */
  private async flush(): Promise<void> {
    if (!this.write) return;
    const prepared = await this.write.prepare(this.batch).catch((error: unknown) => this.rethrow(error));
    this.batch.clear();
    await this.writing.catch((error: unknown) => this.rethrow(error));
    this.writing = this.save(this.write, prepared);
    // Awaited at the next flush; until then an error waits here and is not unhandled.
    this.writing.catch(() => undefined);
  }

  private async save(write: PriceWrite, prepared: PreparedBatch): Promise<void> {
    await write.save(prepared);
    for (const { reason } of prepared.rejected) this.reasons[reason] = (this.reasons[reason] ?? 0) + 1;
    await this.listeners?.onRejected(prepared.rejected);
  }

  private unnamedWarning(): string[] {
    const count = (this.parser?.series ?? []).filter((one) => (one.named ?? one.said).name === '').length;
    return count === 0 ? [] : [`${this.file.path}: ${count} products have no name; they go by their series_id until a file names them`];
  }

  private rethrow(error: unknown): never {
    throw importError(error, `${this.file.path}: ${this.safeRows()} `);
  }

  private safeRows(): string {
    const { accepted, corrected, unchanged } = this.write?.counts ?? { accepted: 0, corrected: 0, unchanged: 0 };
    return `${accepted + corrected} rows of it are safely in (${unchanged} were known).`;
  }

  private brokenOff(broken: BrokenFile): BadData {
    const lastLine = this.lines.lineNumber;
    return new BadData(
      `${this.file.path}: the file breaks off after line ${lastLine} (gzip: ${broken.message}); expected a complete file. ` +
        `${this.safeRows()} ${this.write?.counts.rejected ?? 0} were rejected. Fetch the file again and import it: nothing is doubled.`,
    );
  }
}

function headerOf(path: string, names: readonly string[]): ReturnType<typeof readTidyHeader> {
  try {
    return readTidyHeader(names);
  } catch (error) {
    throw error instanceof BadData ? new BadData(`${path}: ${error.message}`) : error;
  }
}
