import { type CardSummary, nameKey, numberKey, setKey, variantKey } from '../ingestion/index.js';
import type { RowCard, RowProblem } from './domain/csv-row.js';

/** Cards that a row may mean. */
export interface Choice {
  readonly cardId: string;
  readonly name: string;
}

/** A row that is no card of ours, or several, with those it may mean. */
export type MatchProblem = RowProblem & { readonly choices: readonly Choice[] };

const MAX_CHOICES = 5;
/** What programs write where nobody chose a variant. */
const ANY_VARIANT = ['', 'normal'];
const FOIL = ['foil', 'holo', 'holofoil'];

/** Finds the card that a row of a list means, by the spellings that are alike. */
export class CardMatcher {
  private readonly byId = new Map<string, CardSummary>();
  private readonly byName = new Map<string, CardSummary[]>();
  private readonly byPlace = new Map<string, CardSummary[]>();
  private readonly byCode = new Map<string, CardSummary[]>();

  constructor(cards: readonly CardSummary[]) {
    for (const card of cards) {
      this.byId.set(card.cardId, card);
      put(this.byName, nameKey(card.name), card);
      put(this.byPlace, placeKey(card.set, card.number), card);
      put(this.byCode, codeKey(...codeOf(card.cardId)), card);
    }
  }

  match(row: RowCard): CardSummary | MatchProblem {
    if (row.cardId !== '') return this.byId.get(row.cardId) ?? unknown('card_id', row.cardId, []);
    const named = this.named(row);
    // What was found by set and number needs no more than that.
    const fitting = row.name === '' ? named : named.filter((card) => fits(numberKey(row.number), numberKey(card.number)) && fits(setKey(row.set), setKey(card.set)));
    if (fitting.length === 0) return unknown('name', describe(row), named);
    const kinds = ofVariant(fitting, row.variant);
    if (kinds.length === 0) return unknown('variant', row.variant, fitting);
    const [only, ...others] = closest(kinds, row);
    return others.length === 0 ? (only as CardSummary) : ambiguous(describe(row), [only as CardSummary, ...others]);
  }

  /** By name; a row without one by its set and number. */
  private named({ name, set, setCode, number }: RowCard): readonly CardSummary[] {
    if (name !== '') return this.byName.get(nameKey(name)) ?? [];
    return (set === '' ? this.byCode.get(codeKey(setCode, number)) : this.byPlace.get(placeKey(set, number))) ?? [];
  }
}

/** `base1-4|Holofoil` -> `base1` and `4`: ids of the field are set and number. */
function codeOf(cardId: string): [setCode: string, number: string] {
  const stem = cardId.split('|')[0] ?? '';
  const at = stem.lastIndexOf('-');
  return at < 0 ? [stem, ''] : [stem.slice(0, at), stem.slice(at + 1)];
}
const codeKey = (setCode: string, number: string): string => `${setCode.toLowerCase()}|${numberKey(number)}`;

/** Where a row says nothing, or we know nothing, nothing speaks against it. */
const fits = (said: string, known: string): boolean => said === '' || known === '' || said === known;
const placeKey = (set: string, number: string): string => `${setKey(set)}|${numberKey(number)}`;

function put(index: Map<string, CardSummary[]>, key: string, card: CardSummary): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [card]);
  else known.push(card);
}

function ofVariant(cards: readonly CardSummary[], variant: string): readonly CardSummary[] {
  const said = variantKey(variant);
  const same = cards.filter((card) => variantKey(card.variant) === said);
  if (same.length > 0) return same;
  const isAny = ANY_VARIANT.includes(said);
  // "Normal" of a card that there is in holofoil only is what a program writes by itself.
  if (isAny && (said === '' || new Set(cards.map((card) => card.variant)).size === 1)) return cards;
  return FOIL.includes(said) ? cards.filter((card) => variantKey(card.variant).endsWith('holofoil')) : [];
}

/** Of printings that differ in condition, grade or language only, those that are the row's own; else those of no particular one. */
function closest(cards: readonly CardSummary[], row: RowCard): readonly CardSummary[] {
  const narrow = (some: readonly CardSummary[], said: string, of: (card: CardSummary) => string, plain: string): readonly CardSummary[] => {
    const own = some.filter((card) => of(card) === said);
    const none = some.filter((card) => of(card) === plain);
    return own.length > 0 ? own : none.length > 0 ? none : some;
  };
  const graded = narrow(cards, row.grade, (card) => card.grade, 'RAW');
  const conditioned = narrow(graded, row.condition, (card) => card.condition, 'UNSPECIFIED');
  return narrow(conditioned, row.language, (card) => card.language, 'UNSPECIFIED');
}

function describe({ name, set, setCode, number, variant }: RowCard): string {
  return [name, set === '' ? setCode : set, number, variant].filter((part) => part !== '').join(', ');
}

const toChoices = (cards: readonly CardSummary[]): Choice[] => cards.slice(0, MAX_CHOICES).map(({ cardId, name, set, number, variant }) => ({ cardId, name: [name, set, number, variant].filter((part) => part !== '').join(', ') }));

function unknown(field: string, value: string, near: readonly CardSummary[]): MatchProblem {
  const hint = near.length === 0 ? 'expected a card that is known here; GET /v1/cards/search finds them' : 'expected one of the choices, or another card that is known here';
  return { field, value, code: 'unknown_card', detail: `No card is "${value}"; ${hint}.`, choices: toChoices(near) };
}

function ambiguous(value: string, cards: readonly CardSummary[]): MatchProblem {
  return { field: 'name', value, code: 'ambiguous_card', detail: `"${value}" may be ${cards.length} cards; expected one of the choices.`, choices: toChoices(cards) };
}
