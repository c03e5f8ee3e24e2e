import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameKey, numberKey, setKey, variantKey } from './identity-keys.js';

const PRINTINGS = [
  'Normal', 'Holofoil', 'Reverse Holofoil', '1st Edition', '1st Edition Normal', '1st Edition Holofoil', 'Unlimited', 'Unlimited Normal', 'Unlimited Holofoil',
  'Ordinary', 'Reverse or holo',
];
const camel = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/ (.)/g, (_, letter: string) => letter.toUpperCase());
const SPELLINGS: ((text: string) => string)[] = [
  (text) => text, (text) => text.toUpperCase(), (text) => text.toLowerCase().replaceAll(' ', '-'), (text) => `  ${text.replaceAll(' ', '  ')} `, camel,
  (text) => text.replace(/Holofoil$/, 'Holo'),
];
/** Any text, and text made of the pieces that names are made of. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.array(fc.constantFrom('SV08: ', 'Base Set', ' base set', ' - 004/130', '-', ' ', '0', '004', '/102', 'é', 'Holo', 'reverse', 'first edition', 'or ', 'İ', '#', 'Aa', 'sm - ', '’'), { maxLength: 8 }).map((parts) => parts.join('')),
);

describe('keys of identity', () => {
  it.each([
    [setKey, 'SV08: Surging Sparks', 'surging sparks'],
    [setKey, 'Base Set', 'base'],
    [setKey, 'Base', 'base'],
    [setKey, 'Base Set 2', 'base 2'],
    [setKey, 'Base Set (Shadowless)', 'base (shadowless)'],
    [setKey, 'SWSH01: Sword & Shield Base Set', 'sword & shield'],
    [setKey, 'XY - Evolutions', 'evolutions'],
    [setKey, 'Cardmarket expansion 1523', ''],
    [setKey, 'Unknown set', ''],
    [numberKey, '004/102', '4'],
    [numberKey, '4', '4'],
    [numberKey, '100/102', '100'],
    [numberKey, 'TG01/TG30', 'tg1'],
    [numberKey, 'SV001', 'sv1'],
    [numberKey, '', ''],
    [nameKey, 'Mew ex - 151/165', 'mew ex'],
    [nameKey, 'Charizard - 004/130', 'charizard'],
    [nameKey, 'Flabébé', 'flabebe'],
    [nameKey, 'Charizard-EX', 'charizard ex'],
    [nameKey, "Farfetch’d", "farfetch'd"],
    [nameKey, 'Pikachu (Cosmos Holo)', 'pikachu (cosmos holo)'],
    [variantKey, 'reverse-holofoil', 'reverse holofoil'],
    [variantKey, 'reverse', 'reverse holofoil'],
    [variantKey, '1stEditionHolofoil', '1st edition holofoil'],
    [variantKey, 'Holo', 'holofoil'],
  ] as const)('%o of %j is %j', (key, text, expected) => {
    expect(key(text)).toBe(expected);
  });

  it.each([['set', setKey], ['number', numberKey], ['name', nameKey], ['variant', variantKey]] as const)('the key of a %s key is that key', (_, key) => {
    fc.assert(fc.property(anyText, (text) => {
      const once = key(text);
      expect(key(once)).toBe(once);
    }), { numRuns: 2_000 });
  });

  it('never maps two printings to one key, in whatever spelling, and one printing to one', () => {
    const spelled = fc.record({ printing: fc.constantFrom(...PRINTINGS), spell: fc.constantFrom(...SPELLINGS) });
    fc.assert(fc.property(spelled, spelled, (a, b) => {
      expect(variantKey(a.spell(a.printing)) === variantKey(b.spell(b.printing))).toBe(a.printing === b.printing);
    }), { numRuns: 2_000 });
  });

  it('keeps numbers apart that differ in more than zeros and what stands behind the slash', () => {
    fc.assert(fc.property(fc.nat(999), fc.nat(999), fc.nat(4), (a, b, zeros) => {
      expect(numberKey(`${'0'.repeat(zeros)}${a}/999`) === numberKey(String(b))).toBe(a === b);
    }));
  });
});
