/** TCGplayer's printings as it spells them itself: other sources write the same ones otherwise. */
export const TCGPLAYER_PRINTINGS = [
  'Normal', 'Holofoil', 'Reverse Holofoil', '1st Edition', '1st Edition Normal', '1st Edition Holofoil', 'Unlimited', 'Unlimited Normal', 'Unlimited Holofoil',
] as const;

/** `Reverse Holofoil` -> `reverse-holofoil`, as TCGdex names it. */
export function toDashed(printing: string): string {
  return printing.toLowerCase().replaceAll(' ', '-');
}

/** `Reverse Holofoil` -> `reverseHolofoil`, as pokemontcg.io names it. */
export function toCamel(printing: string): string {
  const joined = printing.replaceAll(' ', '');
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}
