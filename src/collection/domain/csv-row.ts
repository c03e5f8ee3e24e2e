import { type Day, parseDay } from '../../shared/day.js';
import { CURRENCY_DIGITS, MAX_PRICE_MAJOR, parseCents } from '../../shared/money.js';
import type { FieldPlaces } from './csv-file.js';
import type { CsvField } from './csv-presets.js';
import { withoutApostrophe } from './csv-text.js';

export const CONDITIONS = ['NM', 'LP', 'MP', 'HP', 'DMG', 'UNSPECIFIED'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** What a row says of cards somebody has; which card of ours that is, is found out afterwards. Empty text: it says nothing. */
export interface RowCard {
  readonly cardId: string;
  readonly name: string;
  readonly set: string;
  /** What programs call the set in ids: `base1`. */
  readonly setCode: string;
  readonly number: string;
  readonly variant: string;
  readonly condition: Condition;
  /** `RAW`, or `PSA_10`. */
  readonly grade: string;
  readonly language: string;
  readonly quantity: number;
  readonly unitCostCents: number | null;
  readonly currency: string;
  readonly acquiredOn: Day | null;
  readonly note: string;
}

/** Why a row is not taken: the field, what it says, and what would be accepted. */
export interface RowProblem {
  readonly field: string;
  readonly value: string;
  readonly code: 'missing' | 'not_a_number' | 'out_of_range' | 'unknown_value' | 'not_a_day' | 'malformed_quotes' | 'wrong_column_count' | 'unknown_card' | 'ambiguous_card';
  readonly detail: string;
}

export const MAX_QUANTITY = 100_000;
const MAX_TEXT = 300;
const LANGUAGE = /^[a-z]{2}$/;
const LANGUAGES: Readonly<Record<string, string>> = {
  english: 'en', japanese: 'ja', german: 'de', french: 'fr', spanish: 'es', italian: 'it', portuguese: 'pt', korean: 'ko', chinese: 'zh', 'simplified chinese': 'zh', 'traditional chinese': 'zh',
};
/** Spellings of the programs, and of people. What follows it ("Near Mint Holofoil") is the variant. */
const CONDITION_WORDS: readonly (readonly [RegExp, Condition])[] = [
  [/^(near ?mint|nm-mt|nm|mint|mt|m|ex\+?|excellent)\b/, 'NM'],
  [/^(lightly ?played|light ?play|lp|gd|good)\b/, 'LP'],
  [/^(moderately ?played|moderate ?play|played|mp|pl)\b/, 'MP'],
  [/^(heavily ?played|heavy ?play|hp|po|poor)\b/, 'HP'],
  [/^(damaged|dmg|d)\b/, 'DMG'],
  [/^(unspecified|unopened|none)\b/, 'UNSPECIFIED'],
];
const UNGRADED = ['', 'ungraded', 'raw', 'none', 'no'];
const GRADE = /^(psa|bgs|cgc|sgc|tag|ace)[ _-]*(\d{1,2}(?:\.5)?)$/;

/** A row by the places of its fields -> what it says, or every reason why it cannot be used. `fallback`: the currency of its amounts, where they do not say. */
export function readRow(fields: readonly string[], places: FieldPlaces, fallback: string): RowCard | RowProblem[] {
  const problems: RowProblem[] = [];
  const text = (field: CsvField): string => withoutApostrophe((places[field] === undefined ? '' : (fields[places[field]] ?? '')).trim()).slice(0, MAX_TEXT);
  const currency = text('currency') || fallback;
  const must = <T>(read: T | RowProblem): T => {
    if (!isProblem(read)) return read;
    problems.push(read);
    return undefined as T;
  };
  const condition = must(conditionOf(text('condition')));
  const cost = must(costOf(text('unit_cost'), currency));
  const row: RowCard = {
    cardId: text('card_id'),
    name: text('name'),
    set: text('set'),
    setCode: text('set_code'),
    number: text('number'),
    variant: text('variant') || (condition?.rest ?? ''),
    condition: condition?.condition ?? 'UNSPECIFIED',
    grade: must(gradeOf(text('grade'))),
    language: must(languageOf(text('language'))),
    quantity: must(quantityOf(text('quantity'), places.quantity !== undefined)),
    unitCostCents: cost?.cents ?? null,
    currency: cost?.currency ?? currency,
    acquiredOn: must(dayOf(text('acquired_on'))),
    note: text('note'),
  };
  if (row.cardId === '' && row.name === '' && (row.number === '' || (row.set === '' && row.setCode === ''))) problems.push({ field: 'name', value: '', code: 'missing', detail: 'It names no card; expected a name, or a set and a number.' });
  return problems.length > 0 ? problems : row;
}

function isProblem(value: unknown): value is RowProblem {
  return typeof value === 'object' && value !== null && 'code' in value;
}

function conditionOf(value: string): { condition: Condition; rest: string } | RowProblem {
  if (value === '') return { condition: 'UNSPECIFIED', rest: '' };
  const plain = value.toLowerCase().replaceAll('_', ' ');
  for (const [pattern, condition] of CONDITION_WORDS) {
    const found = pattern.exec(plain);
    if (found) return { condition, rest: value.slice(found[0].length).replace(/^[\s,-]+/, '') };
  }
  return { field: 'condition', value, code: 'unknown_value', detail: `condition is "${value}"; expected one of Near Mint, Lightly Played, Moderately Played, Heavily Played, Damaged, or ${CONDITIONS.join(', ')}.` };
}

function gradeOf(value: string): string | RowProblem {
  const plain = value.toLowerCase();
  if (UNGRADED.includes(plain)) return 'RAW';
  const found = GRADE.exec(plain);
  if (found && Number(found[2]) >= 1 && Number(found[2]) <= 10) return `${(found[1] as string).toUpperCase()}_${found[2]}`;
  return { field: 'grade', value, code: 'unknown_value', detail: `grade is "${value}"; expected Ungraded, or a grader and a grade from 1 to 10, such as PSA 9.` };
}

function languageOf(value: string): string | RowProblem {
  const plain = value.toLowerCase();
  if (plain === '') return '';
  const code = LANGUAGES[plain] ?? (LANGUAGE.test(plain) ? plain : undefined);
  return code ?? { field: 'language', value, code: 'unknown_value', detail: `language is "${value}"; expected a name such as English, or two letters such as en.` };
}

function quantityOf(value: string, isThere: boolean): number | RowProblem {
  if (!isThere) return 1;
  if (value === '') return { field: 'quantity', value, code: 'missing', detail: 'quantity is empty; expected a whole number of at least 1.' };
  if (!/^\d+$/.test(value)) return { field: 'quantity', value, code: 'not_a_number', detail: `quantity is "${value}"; expected a whole number of at least 1.` };
  const quantity = Number(value);
  if (quantity < 1 || quantity > MAX_QUANTITY) return { field: 'quantity', value, code: 'out_of_range', detail: `quantity is ${value}; expected 1 to ${MAX_QUANTITY}.` };
  return quantity;
}

const SYMBOLS: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY' };

/** `$1,234.50`, `1.234,50 €`, `12,5`: a comma or point with one or two digits behind it, last, is the decimal one. An amount of 0 is a gift. */
function costOf(value: string, currency: string): { cents: number | null; currency: string } | RowProblem {
  if (value === '') return { cents: null, currency };
  const wrong = (code: RowProblem['code'], expected: string): RowProblem => ({ field: 'unit_cost', value, code, detail: `unit_cost is "${value}"; expected ${expected}.` });
  const symbol = /[$€£¥]|\b[A-Z]{3}\b/.exec(value)?.[0];
  const of = symbol === undefined ? currency : (SYMBOLS[symbol] ?? symbol);
  if (CURRENCY_DIGITS[of] === undefined) return wrong('unknown_value', `a currency of ${Object.keys(CURRENCY_DIGITS).join(', ')}`);
  const bare = value.replace(symbol ?? '', '').replace(/[\s\u00a0']/g, '');
  const decimal = /^(\d{1,3}(?:[.,]\d{3})*|\d+)(?:[.,](\d{1,2}))?$/.exec(bare);
  const cents = decimal && parseCents(`${(decimal[1] as string).replace(/[.,]/g, '')}${decimal[2] === undefined ? '' : `.${decimal[2]}`}`, of);
  if (!decimal || cents === undefined || cents === null) return wrong('not_a_number', 'an amount of 0 or more, such as 12.50');
  return cents > MAX_PRICE_MAJOR * 100 ? wrong('out_of_range', `at most ${MAX_PRICE_MAJOR}`) : { cents, currency: of };
}

/** `2025-06-30`, with or without a time behind it, `06/30/2025` as American programs write it, or `30.06.2025`. */
function dayOf(value: string): Day | null | RowProblem {
  if (value === '') return null;
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(value);
  const eu = /^(\d{1,2})\.(\d{1,2})\.(\d{4})/.exec(value);
  const pad = (text: string | undefined) => (text ?? '').padStart(2, '0');
  const iso = us ? `${us[3]}-${pad(us[1])}-${pad(us[2])}` : eu ? `${eu[3]}-${pad(eu[2])}-${pad(eu[1])}` : value.slice(0, 10);
  return parseDay(iso) ?? { field: 'acquired_on', value, code: 'not_a_day', detail: `acquired_on is "${value}"; expected a day such as 2025-06-30, 06/30/2025 or 30.06.2025.` };
}
