import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { type CardSummary, CardReader } from '../ingestion/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { BadData, NotFound } from '../shared/errors.js';
import { CardMatcher } from './card-matcher.js';
import { type CsvFile, type CsvReading, openCsv, UnreadableCsv } from './domain/csv-file.js';
import { readRow, type RowCard, type RowProblem } from './domain/csv-row.js';
import type { CsvRow } from './domain/csv-text.js';
import { rowKeys } from './domain/row-fingerprint.js';
import { HoldingRepository, type LotDraft, type StoredLot } from './holding.repository.js';
import { type StoredTrayRow, type TrayDraft, TrayRepository } from './tray.repository.js';

export interface ImportRequest extends CsvReading {
  readonly content: string;
  /** Of amounts that do not say. */
  readonly currency: string;
}

/** A row that was understood, and what taking it would do. */
export interface GoodRow {
  readonly line: number;
  readonly card: CardSummary;
  readonly row: RowCard;
  readonly status: 'new' | 'same' | 'changed';
  readonly lot: LotDraft;
}

/** A list, read and matched; nothing is stored yet. */
export interface ReadImport {
  readonly file: CsvFile;
  readonly good: readonly GoodRow[];
  readonly bad: readonly TrayDraft[];
}

export interface ImportSummary {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Of the rows that could not be used: those that were not in the tray yet. */
  readonly newInTray: number;
  readonly inTray: number;
}

export type TrayFix = Partial<Pick<RowCard, 'condition' | 'grade' | 'quantity'>> & { readonly cardId?: string | undefined };

const MAX_ROWS = 50_000;

/** Takes people's lists of cards in: the good rows become lots, the bad ones wait in the tray, and the same list again changes nothing. */
@Injectable()
export class CollectionImports {
  constructor(
    private readonly cards: CardReader,
    private readonly holdings: HoldingRepository,
    private readonly tray: TrayRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What taking a list would do. Throws BadData for a text that is no list. */
  async preview(account: string, request: ImportRequest): Promise<ReadImport> {
    const file = opened(request);
    const keys = rowKeys(file.rows, file.places, file.preset ?? 'own').map(fingerprintOf);
    const [known, cards] = await Promise.all([this.holdings.known(account, keys), this.cards.all()]);
    const matcher = new CardMatcher(cards);
    const good: GoodRow[] = [];
    const bad: TrayDraft[] = [];
    file.rows.forEach((row, at) => {
      const fingerprint = keys[at] as string;
      const read = readAndMatch(row, file, { matcher, currency: request.currency });
      const quantity = known.get(fingerprint);
      if ('card' in read) good.push({ ...read, line: row.line, status: statusOf(read.row, quantity), lot: toLot(read, fingerprint) });
      // A row that was put right in the tray is a lot by now.
      else if (quantity === undefined) bad.push({ fingerprint, line: row.line, said: { columns: columnsOf(row, file), card: read.said }, problems: read.problems });
    });
    return { file, good, bad };
  }

  async run(account: string, request: ImportRequest): Promise<ImportSummary & Pick<ReadImport, 'bad'>> {
    const { file, good, bad } = await this.preview(account, request);
    const at = this.clock.now();
    const { added, changed } = await this.holdings.put(account, good.map(({ lot }) => lot), at);
    const newInTray = await this.tray.put(account, bad, at);
    await this.tray.deleteKnown(account, good.map(({ lot }) => lot.fingerprint));
    return { added, changed, unchanged: file.rows.length - bad.length - added - changed, newInTray, inTray: await this.tray.count(account), bad };
  }

  async trayPage(account: string, after: number, limit: number): Promise<StoredTrayRow[]> {
    return this.tray.page(account, after, limit);
  }

  /** Says what a row in the tray is: it becomes a lot. Throws BadData where that is not enough. */
  async fix(account: string, id: number, fix: TrayFix): Promise<StoredLot> {
    const row = await this.tray.find(account, id);
    if (row === undefined) throw noSuchRow(id);
    const [card] = fix.cardId === undefined ? [] : await this.cards.byCardIds([fix.cardId]);
    if (fix.cardId !== undefined && card === undefined) throw new BadData(`card_id is "${fix.cardId}", and there is no such card; GET /v1/cards/search finds cards.`);
    const said = row.said.card;
    const quantity = fix.quantity ?? said?.quantity;
    if (card === undefined || quantity === undefined) throw new BadData(`Row ${id} needs ${card === undefined ? 'card_id' : 'quantity'}: its list does not say which.`);
    const { cardId: _, ...over } = fix;
    const lot = toLot({ card, row: { ...BLANK, ...said, ...over, quantity } }, row.fingerprint);
    await this.holdings.put(account, [lot], this.clock.now());
    await this.tray.delete(account, id);
    return (await this.holdings.lotOf(account, lot.fingerprint)) as StoredLot;
  }

  async dismiss(account: string, id: number): Promise<void> {
    if (!(await this.tray.delete(account, id))) throw noSuchRow(id);
  }
}

const BLANK: RowCard = { cardId: '', name: '', set: '', setCode: '', number: '', variant: '', condition: 'UNSPECIFIED', grade: 'RAW', language: '', quantity: 1, unitCostCents: null, currency: 'USD', acquiredOn: null, note: '' };

const noSuchRow = (id: number): NotFound => new NotFound(`There is no row ${id} in the tray; GET /v1/collection/tray lists them.`);

function opened(request: ImportRequest): CsvFile {
  try {
    const file = openCsv(request.content, request);
    if (file.rows.length > MAX_ROWS) throw new UnreadableCsv(`The list has ${file.rows.length} rows; expected at most ${MAX_ROWS}: import it in parts.`);
    if (Object.keys(file.places).length === 0) throw new UnreadableCsv(`These columns are of no program that is known here: ${file.columns.join(', ')}. Say with mapping which column is which.`);
    return file;
  } catch (error) {
    throw error instanceof UnreadableCsv ? new BadData(`content: ${error.message}`) : error;
  }
}

type Read = { readonly card: CardSummary; readonly row: RowCard } | { readonly problems: TrayDraft['problems']; readonly said: RowCard | null };

function readAndMatch(row: CsvRow, file: CsvFile, by: { matcher: CardMatcher; currency: string }): Read {
  if (!('fields' in row)) return { said: null, problems: [{ field: 'line', value: row.raw.slice(0, 200), code: 'malformed_quotes', detail: 'A quote on this line never closes, or has text behind it; expected a field in quotes from one delimiter to the next.' }] };
  // Columns that are missing at the end and say nothing that is read are no loss.
  if (row.fields.length <= Math.max(...Object.values(file.places))) return { said: null, problems: [columnCountProblem(row.fields.length, file.columns.length)] };
  const read = readRow(row.fields, file.places, by.currency);
  if (Array.isArray(read)) return { said: null, problems: read };
  const match = by.matcher.match(read);
  return 'code' in match ? { said: read, problems: [match] } : { card: match, row: read };
}

function columnCountProblem(count: number, expected: number): RowProblem {
  return { field: 'line', value: String(count), code: 'wrong_column_count', detail: `The row has ${count} columns; expected ${expected}.` };
}

function statusOf(row: RowCard, known: number | undefined): GoodRow['status'] {
  if (known === undefined) return 'new';
  return known === row.quantity ? 'same' : 'changed';
}

function toLot({ card, row }: { card: CardSummary; row: RowCard }, fingerprint: string): LotDraft {
  const { condition, grade, language, quantity, unitCostCents, currency, acquiredOn, note } = row;
  return { printingId: card.printingId, condition, grade, language, quantity, unitCostCents, feesCents: 0, currency, acquiredOn, note, fingerprint };
}

function columnsOf(row: CsvRow, { columns }: CsvFile): Record<string, string> {
  return 'fields' in row ? Object.fromEntries(row.fields.map((value, at) => [columns[at] ?? `column ${at + 1}`, value])) : { line: row.raw };
}

const fingerprintOf = (key: string): string => createHash('sha256').update(key).digest('base64url');
