import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional, IsString, Length } from 'class-validator';
import { BadData } from '../../shared/errors.js';
import { CSV_FORMS, type CsvField, type CsvPreset } from '../domain/csv-presets.js';
import type { RowProblem } from '../domain/csv-row.js';
import type { ImportRequest, ImportSummary, ReadImport, TrayFix } from '../imports.js';
import type { StoredTrayRow, TrayDraft, TrayProblem } from '../tray.repository.js';
import { MayBeCondition, MayBeCurrency, MayBeGrade, MayBeQuantity } from './fields.dto.js';

const PRESETS = Object.keys(CSV_FORMS) as CsvPreset[];
const FIELDS = Object.keys(CSV_FORMS.pokewatch.fields);
const MAX_CHARACTERS = 8_000_000;
const SHOWN_ROWS = 50;
const EXAMPLE = 'set_code,number,quantity,condition,variant,lang,purchase_price\nbase1,4/102,1,NM,Holofoil,en,120.00\n';
const CODES = ['missing', 'not_a_number', 'out_of_range', 'unknown_value', 'not_a_day', 'malformed_quotes', 'wrong_column_count', 'unknown_card', 'ambiguous_card'];

export class ImportListRequest {
  @ApiProperty({ description: 'The text of the file', example: EXAMPLE, minLength: 1, maxLength: MAX_CHARACTERS })
  @IsString()
  @Length(1, MAX_CHARACTERS)
  content: string;

  @ApiPropertyOptional({ enum: PRESETS, example: 'pokecollector', description: 'Whose list it is; found out by its columns, where nothing is said' })
  @IsOptional()
  @IsIn(PRESETS)
  preset?: CsvPreset;

  @ApiPropertyOptional({ type: Object, additionalProperties: { type: 'string' }, description: `Field -> column, for lists of nobody that is known here (Cardmarket's). Fields: ${FIELDS.join(', ')}` })
  @IsOptional()
  @IsObject()
  mapping?: Record<string, string>;

  @MayBeCurrency() currency?: string;
}

export class ChoiceAnswer {
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: 'Charizard, Base Set, 4/102, Holofoil' }) name: string;
}

export class RowProblemAnswer {
  @ApiProperty({ example: 'quantity' }) field: string;
  @ApiProperty({ description: 'What the row says', example: 'two' }) value: string;
  @ApiProperty({ enum: CODES, example: 'not_a_number' }) code: string;
  @ApiProperty({ example: 'quantity is "two"; expected a whole number of at least 1.' }) detail: string;
  @ApiProperty({ type: [ChoiceAnswer], description: 'Cards that may be meant' }) choices: ChoiceAnswer[];
}

export class BadRowAnswer {
  @ApiProperty({ description: 'Of the file, from 1', example: 7 }) line: number;
  @ApiProperty({ type: Object, additionalProperties: { type: 'string' }, description: 'What the row says, by column', example: { quantity: 'two' } }) said: Record<string, string>;
  @ApiProperty({ type: [RowProblemAnswer] }) problems: RowProblemAnswer[];
}

export class GoodRowAnswer {
  @ApiProperty({ example: 2 }) line: number;
  @ApiProperty({ example: 'base1-4|Holofoil' }) card_id: string;
  @ApiProperty({ example: 'Charizard' }) name: string;
  @ApiProperty({ example: 'Base Set' }) set: string;
  @ApiProperty({ example: 'Holofoil' }) variant: string;
  @ApiProperty({ example: 1 }) quantity: number;
  @ApiProperty({ example: 'NM' }) condition: string;
  @ApiProperty({ example: 'RAW' }) grade: string;
  @ApiProperty({ enum: ['new', 'same', 'changed'], description: 'changed: it is there with another quantity', example: 'new' }) status: string;
}

export class ImportPreviewAnswer {
  @ApiProperty({ enum: PRESETS, nullable: true, description: 'null: by the mapping', example: 'pokecollector' }) preset: string | null;
  @ApiProperty({ example: ',' }) delimiter: string;
  @ApiProperty({ type: [String], example: ['set_code', 'number'] }) columns: readonly string[];
  @ApiProperty({ example: 120 }) row_count: number;
  @ApiProperty({ example: 117 }) good_count: number;
  @ApiProperty({ example: 3 }) bad_count: number;
  @ApiProperty({ type: [GoodRowAnswer], description: `The first ${SHOWN_ROWS}` }) rows: GoodRowAnswer[];
  @ApiProperty({ type: [BadRowAnswer], description: 'All rows that cannot be used, with every reason' }) bad_rows: BadRowAnswer[];
}

export class ImportDoneAnswer {
  @ApiProperty({ example: 117 }) added: number;
  @ApiProperty({ description: 'Were there with another quantity', example: 0 }) changed: number;
  @ApiProperty({ example: 0 }) unchanged: number;
  @ApiProperty({ description: 'Rows that cannot be used and were not in the tray yet', example: 3 }) new_in_tray: number;
  @ApiProperty({ description: 'Rows in the tray now', example: 3 }) in_tray: number;
  @ApiProperty({ type: [BadRowAnswer] }) bad_rows: BadRowAnswer[];
}

export class TrayRowAnswer extends BadRowAnswer {
  @ApiProperty({ example: 1 }) id: number;
  @ApiProperty({ type: String, format: 'date-time', example: '2025-06-30T21:30:00.000Z' }) created_at: string;
}

export class TrayAnswer {
  @ApiProperty({ type: [TrayRowAnswer] }) items: TrayRowAnswer[];
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Ask for the next page with this; null on the last' }) next_cursor: string | null;
}

export class FixRowRequest {
  @ApiProperty({ example: 'base1-4|Holofoil' })
  @IsString()
  @Length(1, 200)
  card_id: string;

  @MayBeQuantity() quantity?: number;
  @MayBeCondition() condition?: string;
  @MayBeGrade() grade?: string;
}

/** Throws BadData for a mapping that names no field, or no text. */
export function toImportRequest({ content, preset, mapping, currency }: ImportListRequest): ImportRequest {
  for (const [field, column] of Object.entries(mapping ?? {})) {
    if (!FIELDS.includes(field)) throw new BadData(`mapping has the field "${field}"; expected some of ${FIELDS.join(', ')}.`);
    if (typeof column !== 'string') throw new BadData(`mapping.${field} is ${JSON.stringify(column)}; expected the name of a column.`);
  }
  return { content, preset, mapping: mapping as Partial<Record<CsvField, string>> | undefined, currency: currency ?? 'USD' };
}

export function toTrayFix({ card_id: cardId, quantity, condition, grade }: FixRowRequest): TrayFix {
  const said = { cardId, quantity, condition: condition as TrayFix['condition'], grade };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== null));
}

export function toPreviewAnswer({ file, good, bad }: ReadImport): ImportPreviewAnswer {
  return {
    preset: file.preset ?? null, delimiter: file.delimiter, columns: file.columns, row_count: file.rows.length, good_count: good.length, bad_count: bad.length,
    rows: good.slice(0, SHOWN_ROWS).map(({ line, card, row, status }) => ({
      line, card_id: card.cardId, name: card.name, set: card.set, variant: card.variant, quantity: row.quantity, condition: row.condition, grade: row.grade, status,
    })),
    bad_rows: bad.map(toBadRow),
  };
}

export function toDoneAnswer({ bad, newInTray, inTray, ...counts }: ImportSummary & Pick<ReadImport, 'bad'>): ImportDoneAnswer {
  return { ...counts, new_in_tray: newInTray, in_tray: inTray, bad_rows: bad.map(toBadRow) };
}

export function toTrayRow(row: StoredTrayRow): TrayRowAnswer {
  return { id: row.id, created_at: row.createdAt.toISOString(), ...toBadRow(row) };
}

function toBadRow({ line, said, problems }: TrayDraft): BadRowAnswer {
  return { line, said: said.columns, problems: problems.map(toProblem) };
}

function toProblem({ field, value, code, detail, ...rest }: RowProblem | TrayProblem): RowProblemAnswer {
  const choices = 'choices' in rest ? (rest.choices ?? []) : [];
  return { field, value, code, detail, choices: choices.map(({ cardId, name }) => ({ card_id: cardId, name })) };
}
