import { UNKNOWN_SET } from './card-identity.js';

/*
 * Spellings of the same thing -> one key. Every key is idempotent (the key of a key is the key), and empty where nothing was said.
 */

/** Cardmarket names expansions by number alone: that says nothing of the set. */
export const NUMBERED_SET = /^cardmarket expansion \d+$/i;

/** What Cardmarket tells apart of a product: its ordinary printing, whatever it is made of, and the reverse or holo one beside it. */
export const ORDINARY = 'Ordinary';
export const REVERSE_OR_HOLO = 'Reverse or holo';

/** `SV08: Surging Sparks` -> `surging sparks`, `Base Set` -> `base`, `SWSH01: Sword & Shield Base Set` -> `sword & shield`. */
export function setKey(set: string): string {
  if (set === UNKNOWN_SET || NUMBERED_SET.test(set.trim())) return '';
  return settled(set, (text) => {
    const name = text.replace(/^[\p{L}\p{N}.&-]{1,8}: +(?=\S)/u, '').replace(/^(sv|me|swsh|sm|xy|bw) - (?=\S)/, '');
    if (/^base set\b/.test(name)) return name.replace(/^base set/, 'base');
    return name.replace(/(?<=\S) base set$/, '');
  });
}

/** `004/102` -> `4`, `TG01/TG30` -> `tg1`, `SV001` -> `sv1`. */
export function numberKey(number: string): string {
  return settled(number, (text) => text.replace(/^#+/, '').replace(/\/.*$/s, '').replace(/(?<!\d)0+(?=\d)/g, ''));
}

/** `Mew ex - 151/165` -> `mew ex`, `Flabébé` -> `flabebe`. What stands in brackets tells products apart and stays. */
export function nameKey(name: string): string {
  return settled(name, (text) => text.replace(/ - (?=[a-z]*\d)[a-z]*\d+[a-z]?(\/[a-z]*\d+)?$/, '').replace(/[’‘`]/g, "'").replace(/[-‐‑–—]+/g, ' '));
}

/**
 * `Reverse Holofoil`, `reverse-holofoil`, `reverseHolofoil` -> `reverse holofoil`; `1stEditionHolofoil` -> `1st edition holofoil`. Only the
 * spelling is made alike: no two printings of TCGplayer have one key.
 */
export function variantKey(variant: string): string {
  return settled(variant.replace(/([\p{Ll}\p{N}])(?=\p{Lu}\p{Ll})/gu, '$1 '), (text) =>
    text
      .replace(/[-_]+/g, ' ')
      .replace(/(?<!or )\bholo(?=$| )/g, 'holofoil')
      .replace(/^reverse$/, 'reverse holofoil')
      .replace(/\bfirst edition\b/, '1st edition'),
  );
}

/** Lower case without accents and with single spaces, then `rule` again and again until nothing changes: that makes a key idempotent. */
function settled(text: string, rule: (text: string) => string): string {
  for (let before = text; ; ) {
    const after = plain(rule(plain(before)));
    if (after === before) return after;
    before = after;
  }
}

function plain(text: string): string {
  return text.toLowerCase().normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}
