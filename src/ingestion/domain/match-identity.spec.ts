import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SaidIdentity } from './card-identity.js';
import { ORDINARY, REVERSE_OR_HOLO, variantKey } from './identity-keys.js';
import { type CataloguePrinting, type Finding, IdentityMatcher } from './match-identity.js';

const printing = (more: Partial<CataloguePrinting>): CataloguePrinting => ({
  id: 1, cardId: `card-${more.id ?? 1}`, name: 'Charizard', set: 'SV08: Surging Sparks', number: '004/102', variant: 'Holofoil', condition: 'UNSPECIFIED', grade: 'RAW',
  language: 'UNSPECIFIED', productType: 'Cards', rarity: 'Holo Rare', tcgplayerIds: [], isMatched: false, ...more,
});
const product = (more: Partial<SaidIdentity>): SaidIdentity => ({
  seriesId: 'a', name: 'Charizard', set: 'Surging Sparks', number: '4', variant: 'Holofoil', condition: '', grade: '', language: '', rarity: '', tcgplayerId: '',
  productType: '', releasedOn: null, ...more,
});
const find = (products: Partial<SaidIdentity>[], printings: Partial<CataloguePrinting>[]): Finding[] => new IdentityMatcher(printings.map(printing)).match(products.map(product));
const reasons = (findings: readonly Finding[]) => findings.map((one) => ('reason' in one ? one.reason : one.printingId));
const nameOnly = { set: 'Cardmarket expansion 7', number: '' };

describe('matching by TCGplayer id', () => {
  it('takes the printing with the id and the variant, whatever set and name are spelled like', () => {
    const printings = [{ id: 1, tcgplayerIds: ['42'] }, { id: 2, tcgplayerIds: ['42'], variant: 'Reverse Holofoil' }];
    expect(find([{ tcgplayerId: '42', variant: 'reverse-holofoil', set: 'Anything', name: 'Glurak' }], printings)).toEqual([{ printingId: 2, provenance: 'tcgplayer_id', confidenceRatio: 1 }]);
  });

  it('has no other variant stand in', () => {
    expect(reasons(find([{ tcgplayerId: '42', variant: 'Reverse Holofoil' }], [{ tcgplayerIds: ['42'] }]))).toEqual(['other_printing']);
  });

  it('lets near mint stand for a price that blends conditions, and no other condition or grade', () => {
    const printings = [{ tcgplayerIds: ['42'] }];
    expect(reasons(find([{ tcgplayerId: '42', condition: 'NM' }], printings))).toEqual([1]);
    expect(reasons(find([{ tcgplayerId: '42', condition: 'LP' }], printings))).toEqual(['other_printing']);
    expect(reasons(find([{ tcgplayerId: '42', grade: 'PSA_10' }], printings))).toEqual(['other_printing']);
    expect(reasons(find([{ tcgplayerId: '42', language: 'ja' }], printings))).toEqual(['other_printing']);
  });

  it('prefers the condition that is said', () => {
    expect(reasons(find([{ tcgplayerId: '42', condition: 'NM' }], [{ id: 1, tcgplayerIds: ['42'] }, { id: 2, tcgplayerIds: ['42'], condition: 'NM' }]))).toEqual([2]);
  });

  it('does not believe an id whose card has another name and another number', () => {
    expect(reasons(find([{ tcgplayerId: '42', name: 'Mew', number: '151' }], [{ tcgplayerIds: ['42'] }]))).toEqual(['identity_contradicts']);
    expect(reasons(find([{ tcgplayerId: '42', name: 'Mew' }], [{ tcgplayerIds: ['42'] }]))).toEqual([1]);
  });

  it('never matches by identity to a printing that has another id', () => {
    expect(reasons(find([{ tcgplayerId: '42' }], [{ tcgplayerIds: ['43'] }]))).toEqual(['no_candidate']);
    expect(reasons(find([{ tcgplayerId: '42' }], [{ tcgplayerIds: [] }]))).toEqual([1]);
  });

  it('gives the printing to the product with its id before any that is only called alike', () => {
    expect(reasons(find([{ seriesId: 'alike' }, { seriesId: 'id', tcgplayerId: '42' }], [{ tcgplayerIds: ['42'] }]))).toEqual(['printing_taken', 1]);
  });
});

describe('matching by identity', () => {
  it.each([
    ['set, name and number', {}, 0.9],
    ['name and number', { set: '' }, 0.85],
    ['name and set', { number: '' }, 0.85],
    ['a name that is unique', nameOnly, 0.8],
  ])('is sure by how much agrees: %s', (_, said, confidenceRatio) => {
    expect(find([said], [{}])).toEqual([{ printingId: 1, provenance: 'identity', confidenceRatio }]);
  });

  it.each([['set', { set: 'Base' }], ['number', { number: '5' }], ['name', { name: 'Mew' }], ['sealed', { productType: 'Sealed' }]])('matches nothing where the %s is another', (_, said) => {
    expect(reasons(find([said], [{}]))).toEqual(['no_candidate']);
  });

  it('matches nothing to a printing that lacks the set or number it says', () => {
    expect(reasons(find([{}], [{ set: 'Unknown set' }]))).toEqual(['no_candidate']);
    expect(reasons(find([{}], [{ number: '' }]))).toEqual(['no_candidate']);
  });

  it('matches nothing where two printings fit, and names both', () => {
    const [finding] = find([nameOnly], [{ id: 1, set: 'Base' }, { id: 2, set: 'Base Set 2' }]);
    expect(finding).toMatchObject({ reason: 'several_candidates', candidates: [{ id: 1 }, { id: 2 }] });
  });

  it('matches nothing where the source has two products that could be meant', () => {
    expect(reasons(find([{ seriesId: '7|Holofoil', ...nameOnly }, { seriesId: '8|Holofoil', ...nameOnly }], [{}]))).toEqual(['several_products', 'several_products']);
  });

  it('counts a printing as candidate even where the source has a product for it', () => {
    expect(reasons(find([{}], [{ isMatched: true }]))).toEqual(['printing_taken']);
    expect(reasons(find([nameOnly], [{ id: 1, isMatched: true, set: 'Base' }, { id: 2, set: 'Jungle' }]))).toEqual(['several_candidates']);
  });

  it('gives sealed products their set and name', () => {
    const box = { name: 'Surging Sparks Booster Box', number: '', variant: 'Normal', productType: 'Sealed' };
    expect(find([{ ...box, variant: ORDINARY }], [box])).toEqual([{ printingId: 1, provenance: 'identity', confidenceRatio: 0.9 }]);
  });
});

describe('a product that is only the ordinary printing or the other one', () => {
  const card = (...variants: string[]) => variants.map((variant, i) => ({ id: i + 1, variant }));
  it.each([
    [ORDINARY, ['Normal', 'Reverse Holofoil'], 1],
    [ORDINARY, ['Holofoil', 'Reverse Holofoil'], 1],
    [ORDINARY, ['Holofoil'], 1],
    [REVERSE_OR_HOLO, ['Holofoil', 'Reverse Holofoil'], 2],
    [REVERSE_OR_HOLO, ['Holofoil'], 'other_printing'],
    [ORDINARY, ['Normal', 'Holofoil', 'Reverse Holofoil'], 'other_printing'],
    [REVERSE_OR_HOLO, ['Normal', 'Holofoil', 'Reverse Holofoil'], 'other_printing'],
    [ORDINARY, ['Unlimited', '1st Edition'], 'other_printing'],
  ])('%s of %j is %j', (variant, variants, expected) => {
    expect(reasons(find([{ ...nameOnly, variant }], card(...variants)))).toEqual([expected]);
  });

  it.each(['Rare', 'Common', null])('is no holofoil where rarity %s leaves room for a plain printing without a price', (rarity) => {
    const printings = card('Holofoil', 'Reverse Holofoil').map((one) => ({ ...one, rarity }));
    expect(reasons(find([{ ...nameOnly, variant: ORDINARY }, { ...nameOnly, variant: REVERSE_OR_HOLO }], printings))).toEqual(['other_printing', 'other_printing']);
  });

  it('is never an edition, though the other one has no price', () => {
    expect(reasons(find([{ ...nameOnly, variant: ORDINARY }], card('Unlimited Holofoil')))).toEqual(['other_printing']);
  });
});

describe('whatever is matched', () => {
  const variants = ['Normal', 'Holofoil', 'Reverse Holofoil', '1st Edition', 'Unlimited'];
  const names = fc.record({ name: fc.constantFrom('Mew', 'Charizard', 'Mew - 004/102'), set: fc.constantFrom('', 'Base Set', 'SV08: Base', 'Jungle'), number: fc.constantFrom('', '4', '004/102', '5') });
  const anyPrinting = fc.record({ rest: names, variant: fc.constantFrom(...variants), ids: fc.subarray(['42', '43']), isMatched: fc.boolean() });
  const anyProduct = fc.record({ rest: names, variant: fc.constantFrom(...variants, 'reverse-holofoil', 'holofoil'), tcgplayerId: fc.constantFrom('', '42', '43'), condition: fc.constantFrom('', 'NM', 'LP') });

  it('never shares a printing between two products of a source, and never gives one variant to another', () => {
    fc.assert(fc.property(fc.array(anyPrinting, { maxLength: 8 }), fc.array(anyProduct, { maxLength: 8 }), (some, said) => {
      const printings = some.map(({ rest, ids, ...one }, i) => printing({ id: i, ...rest, ...one, tcgplayerIds: ids }));
      const products = said.map(({ rest, ...one }, i) => product({ seriesId: String(i), ...rest, ...one }));
      const matched = new IdentityMatcher(printings).match(products).flatMap((finding, i) => ('printingId' in finding ? [{ product: products[i] as SaidIdentity, printing: printings[finding.printingId] as CataloguePrinting }] : []));
      expect(new Set(matched.map((one) => one.printing.id)).size).toBe(matched.length);
      for (const one of matched) {
        expect(variantKey(one.product.variant)).toBe(variantKey(one.printing.variant));
        expect(one.printing.isMatched).toBe(false);
        expect(one.product.condition).not.toBe('LP');
      }
    }), { numRuns: 1_000 });
  });
});
