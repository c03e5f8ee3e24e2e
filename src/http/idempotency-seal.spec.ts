import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, seal, unseal } from './idempotency-seal.js';

const KEY = 'pw_Ab3dEf9h_0123456789012345678901234567890123456789';
const request = { method: 'POST', path: '/v1/admin/api-keys', body: { name: 'a', scopes: ['read'] } };

describe('a sealed answer', () => {
  it('is read with the same key and request, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.string({ minLength: 20 }), (bytes, key) => {
        const fingerprint = fingerprintOf(request, key);
        expect(unseal(seal(Buffer.from(bytes), key, fingerprint), key, fingerprint)).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 50 },
    );
  });

  it('hides its text, and is never the same twice', () => {
    const fingerprint = fingerprintOf(request, KEY);
    const sealed = [1, 2].map(() => seal(Buffer.from('{"key":"secret"}'), KEY, fingerprint));
    expect(sealed.some((each) => each.includes('secret'))).toBe(false);
    expect(sealed[0]?.equals(sealed[1] as Buffer)).toBe(false);
  });

  it('is not read with another key, for another request, or with any byte changed', () => {
    const fingerprint = fingerprintOf(request, KEY);
    const sealed = seal(Buffer.from('secret'), KEY, fingerprint);
    expect(() => unseal(sealed, `${KEY}x`, fingerprint)).toThrow();
    expect(() => unseal(sealed, KEY, fingerprintOf({ ...request, path: '/v1/other' }, KEY))).toThrow();
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i] = (changed[i] as number) ^ 1;
      expect(() => unseal(changed, KEY, fingerprint)).toThrow();
    }
  });
});

describe('a fingerprint', () => {
  it('differs with method, path, body and key', () => {
    const all = [request, { ...request, method: 'PUT' }, { ...request, path: '/v1/admin/api-keys?x' }, { ...request, body: { name: 'b' } }, { ...request, body: undefined }];
    const prints = [...all.map((each) => fingerprintOf(each, KEY)), fingerprintOf(request, 'another key')].map((each) => each.toString('hex'));
    expect(new Set(prints).size).toBe(6);
    expect(fingerprintOf({ ...request, body: { ...request.body } }, KEY)).toEqual(fingerprintOf(request, KEY));
  });
});
