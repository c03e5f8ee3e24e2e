import { describe, expect, it } from 'vitest';
import { identityConflicts, productTypeOf, type SaidIdentity, toCardIdentity } from './card-identity.js';

const said = (more: Partial<SaidIdentity> = {}): SaidIdentity => ({
  seriesId: 's1', name: 'Pikachu', set: 'Base', number: '58', variant: 'Normal', condition: '', grade: '', language: '', rarity: '',
  tcgplayerId: '', productType: '', releasedOn: null, ...more,
});

describe('identityConflicts', () => {
  it('names what a source now calls otherwise', () => {
    expect(identityConflicts(said({ name: 'Raichu', variant: 'Holofoil' }), toCardIdentity(said()))).toEqual([
      'name "Raichu" (known: "Pikachu")',
      'variant "Holofoil" (known: "Normal")',
    ]);
  });

  it('does not take silence for a contradiction', () => {
    expect(identityConflicts(said({ name: '', set: '', number: '' }), toCardIdentity(said()))).toEqual([]);
  });

  it('lets a product that went by its id get a name, but not another variant', () => {
    const unnamed = toCardIdentity(said({ name: '', set: '' }));
    expect(unnamed).toMatchObject({ name: 's1', set: 'Unknown set', condition: 'UNSPECIFIED', grade: 'RAW', language: 'UNSPECIFIED' });
    expect(identityConflicts(said(), unnamed)).toEqual([]);
    expect(identityConflicts(said({ variant: 'Foil' }), unnamed)).toHaveLength(1);
  });
});

describe('productTypeOf', () => {
  it('is Cards unless said, and Sealed for the variant sealed', () => {
    expect([productTypeOf(said()), productTypeOf(said({ variant: 'sealed' })), productTypeOf(said({ productType: 'Tins' }))]).toEqual(['Cards', 'Sealed', 'Tins']);
  });
});
