import { Injectable } from '@nestjs/common';
import { CardReader } from '../ingestion/index.js';
import { type CardValue, CardValues } from '../serving/index.js';
import { BadData } from '../shared/errors.js';
import { parseCents, toDecimal } from '../shared/money.js';
import { CardMatcher } from './card-matcher.js';
import { openCsv, UnreadableCsv } from './domain/csv-file.js';
import { readRow } from './domain/csv-row.js';
import { toCsvText } from './domain/csv-text.js';
import { requireRule, type RepriceRule, suggest, type Suggestion } from './domain/reprice.js';
import { worthOf } from './domain/worth.js';

/** Lists of sellers are in dollars. */
const CURRENCY = 'USD';
const PRICE_COLUMN = 'TCG Marketplace Price';

/** One row of a seller's list: its price, what is suggested, and why. */
export interface RepricedRow {
  readonly line: number;
  readonly skuId: string;
  readonly name: string;
  readonly cardId: string | null;
  readonly fromCents: number | null;
  /** Null: the price stays. */
  readonly toCents: number | null;
  readonly reason: Suggestion['reason'] | 'unknown_card' | 'unreadable_row' | 'no_price';
}

export interface Repricing {
  /** The same columns again, to be uploaded. */
  readonly content: string;
  readonly rows: readonly RepricedRow[];
}

/** Gives a TCGplayer MyPricing list back with suggested prices. */
@Injectable()
export class PriceSuggestions {
  constructor(
    private readonly cards: CardReader,
    private readonly values: CardValues,
  ) {}

  /** `onlyChanged`: the list that comes back has only rows whose price changes. Throws BadData for a text that is no such list, or a rule that is none. */
  async reprice(content: string, rule: RepriceRule, onlyChanged: boolean): Promise<Repricing> {
    const file = opened(content, rule);
    const header = file.columns;
    const priceAt = header.findIndex((name) => name === PRICE_COLUMN);
    const matcher = new CardMatcher(await this.cards.all());
    const read = file.rows.map((row) => {
      const card = 'fields' in row ? readRow(row.fields, file.places, CURRENCY) : [];
      const match = Array.isArray(card) ? undefined : matcher.match(card);
      return { row, fields: 'fields' in row ? row.fields : undefined, card: Array.isArray(card) ? undefined : card, match: match === undefined || 'code' in match ? undefined : match };
    });
    const values = await this.values.of(read.flatMap(({ match }) => (match === undefined ? [] : [match])));
    const out: (readonly string[])[] = [header];
    const rows = read.map(({ row, fields, card, match }): RepricedRow => {
      const from = fields === undefined ? undefined : parseCents((fields[priceAt] ?? '').trim(), CURRENCY);
      const about = { line: row.line, skuId: fields?.[0] ?? '', name: card?.name ?? '', cardId: match?.cardId ?? null, fromCents: from ?? null };
      if (card === undefined || fields === undefined) return { ...about, toCents: null, reason: 'unreadable_row' };
      if (match === undefined) return { ...about, toCents: null, reason: 'unknown_card' };
      const suggestion = suggestionFor(card, match, { value: values.get(match.printingId), rule });
      const isChange = suggestion.cents !== null && suggestion.cents !== from;
      if (isChange) out.push(fields.map((field, at) => (at === priceAt ? toDecimal(suggestion.cents as number, CURRENCY) : field)));
      else if (!onlyChanged) out.push(fields);
      return { ...about, toCents: isChange ? suggestion.cents : null, reason: suggestion.reason };
    });
    return { content: toCsvText(out, { isQuoted: true }), rows };
  }
}

function opened(content: string, rule: RepriceRule) {
  try {
    requireRule(rule);
    return openCsv(content, { preset: 'tcgplayer' });
  } catch (error) {
    if (error instanceof UnreadableCsv) throw new BadData(`content: ${error.message}`);
    throw error instanceof RangeError ? new BadData(error.message) : error;
  }
}

type Suggested = Omit<Suggestion, 'reason'> & { readonly reason: Suggestion['reason'] | 'no_price' };

function suggestionFor(card: { condition: string; grade: string }, match: { condition: string; grade: string }, { value, rule }: { value: CardValue | undefined; rule: RepriceRule }): Suggested {
  const worth = worthOf(card, match, value);
  if (typeof worth === 'string' || value === undefined || worth.currency !== CURRENCY) return { cents: null, reason: 'no_price' };
  return suggest({ marketCents: worth.mid, fairValueCents: value.fairValueCents, isModelled: value.isModelled, isStale: value.isStale }, rule);
}
