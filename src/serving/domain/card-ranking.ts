/** What can be searched of a card. */
export interface SearchableCard {
  readonly name: string;
  readonly set: string;
  /** As printed; empty where there is none. */
  readonly number: string;
  readonly cardId: string;
}

/** A card with its texts as they are compared. */
export interface SearchEntry<C extends SearchableCard> {
  readonly card: C;
  readonly name: string;
  readonly set: string;
  readonly number: string;
  readonly cardId: string;
}

/** How well a word fits a card, the best first. What is not found at all is no fit. */
const NAME_BEGINS = 0;
const NAME_WORD_BEGINS = 1;
const NUMBER_IS = 1;
const NAME_HAS = 2;
const NUMBER_BEGINS = 2;
const SET_HAS = 3;
const ID_HAS = 4;

export function toSearchEntry<C extends SearchableCard>(card: C): SearchEntry<C> {
  return { card, name: plain(card.name), set: plain(card.set), number: plain(card.number), cardId: plain(card.cardId) };
}

/** A text as it is compared: without accents, in lower case, with the plain apostrophe. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();
}

/**
 * The cards in which every word of a search is found, the best fits first: names that begin with a word come before names that only have it,
 * and those before sets and ids. Among equals the shorter name, then the order given. No word: none.
 *
 * Example: "char 4" finds Charizard 4/102 before Blaine's Charmander 60/132.
 */
export function rankCards<C extends SearchableCard>(entries: readonly SearchEntry<C>[], search: string, limit: number): C[] {
  const words = plain(search).split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return [];
  const found: { entry: SearchEntry<C>; score: number; at: number }[] = [];
  entries.forEach((entry, at) => {
    const score = scoreOf(entry, words);
    if (score !== undefined) found.push({ entry, score, at });
  });
  const ordered = found.toSorted((a, b) => a.score - b.score || a.entry.name.length - b.entry.name.length || a.at - b.at);
  return ordered.slice(0, limit).map(({ entry }) => entry.card);
}

function scoreOf(entry: SearchEntry<SearchableCard>, words: readonly string[]): number | undefined {
  let total = 0;
  for (const word of words) {
    const score = wordScore(entry, word);
    if (score === undefined) return undefined;
    total += score;
  }
  return total;
}

function wordScore({ name, set, number, cardId }: SearchEntry<SearchableCard>, word: string): number | undefined {
  const inName = name.indexOf(word);
  if (inName === 0) return NAME_BEGINS;
  if (inName > 0 && name.includes(` ${word}`)) return NAME_WORD_BEGINS;
  if (number !== '' && (number === word || number.startsWith(`${word}/`) || withoutZeros(number) === word || withoutZeros(number).startsWith(`${word}/`))) return NUMBER_IS;
  if (inName > 0) return NAME_HAS;
  if (number.startsWith(word)) return NUMBER_BEGINS;
  if (set.includes(word)) return SET_HAS;
  return cardId.includes(word) ? ID_HAS : undefined;
}

function withoutZeros(number: string): string {
  return number.replace(/^0+(?=\d)/, '');
}
