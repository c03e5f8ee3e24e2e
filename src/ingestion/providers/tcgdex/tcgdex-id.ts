/** Sets that pokemontcg.io writes without the point. Which ones is no rule: `sm115` has none in either. */
const POINTED_SETS: Readonly<Record<string, string>> = { sm35: 'sm3.5', sm75: 'sm7.5', swsh35: 'swsh3.5', swsh45: 'swsh4.5' };

/**
 * The id TCGdex knows a card by, from an id of pokemontcg.io or its own, with or without a variant behind `|`: `sv3pt5-199` and
 * `sv03.5-199` are `sv03.5-199`, `base1-4|Holofoil` is `base1-4`. TCGdex pads the sets of Scarlet & Violet and later (`sv01`), and
 * their numbers and those from Brilliant Stars (`swsh9`) on to three digits.
 */
export function toTcgdexId(cardId: string): string {
  const id = cardId.split('|')[0] as string;
  const dash = id.lastIndexOf('-');
  if (dash < 1) return id;
  const set = toTcgdexSet(id.slice(0, dash));
  const number = id.slice(dash + 1);
  return `${set}-${/^\d+$/.test(number) && isNumberPadded(set) ? number.padStart(3, '0') : number}`;
}

function toTcgdexSet(set: string): string {
  const pointed = POINTED_SETS[set] ?? set.replace(/pt(\d)$/, '.$1');
  return pointed.replace(/^(sv|me)(\d)(?=\D|$)/, '$10$2');
}

function isNumberPadded(set: string): boolean {
  return /^(sv|me)(\d|[ep]$)/.test(set) || /^swsh(9|1\d)(\.5)?$/.test(set);
}
