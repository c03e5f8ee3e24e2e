/** Words after which a card's name says nothing of whom it shows: `Charizard VMAX (Secret)`. */
const SUFFIX = /[ -](ex|EX|GX|V|VMAX|VSTAR|V-UNION|LV\.X|BREAK|LEGEND|Prime|Star|δ|☆)(?![a-z]).*$/;
/** Words before it: `Dark Charizard`, `Team Rocket's Mewtwo`, `Lt. Surge's Raichu`, `N's Zoroark`, `Alolan Vulpix`. */
const PREFIX = /^(Dark|Light|Shining|Radiant|Mega|M|Galarian|Alolan|Hisuian|Paldean|(Team |Lt\. )?[A-Z][a-z.]*'s) /;
const BRACKETED = /\(.*?\)|\[.*?\]/g;

/**
 * Whom a card shows, from its name: `characterOf('Charizard ex (Special Illustration)')` is `charizard`, `characterOf('Elsa - Snow Queen')`
 * is `elsa`. Cards of one character are bought by the same people. Null where the name is empty.
 */
export function characterOf(cardName: string): string | null {
  const bare = cardName.replace(BRACKETED, ' ').trim().replace(PREFIX, '').replace(SUFFIX, '');
  return bare.split(' - ')[0]?.trim().toLowerCase() || null;
}
