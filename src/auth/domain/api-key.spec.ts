import { describe, expect, it } from 'vitest';
import { formatApiKey, grants, isUsable, prefixOf, SCOPES } from './api-key.js';

const secret = 'S'.repeat(43);

describe('api key', () => {
  it('finds its prefix again, also where the secret holds underscores and dashes', () => {
    expect(prefixOf(formatApiKey('Ab3dEf9h', secret))).toBe('Ab3dEf9h');
    expect(prefixOf(formatApiKey('Ab3dEf9h', `_-${secret.slice(4)}_-`))).toBe('Ab3dEf9h');
  });

  it.each(['', 'pw_', 'letmein', `pw_short_${secret}`, `pw_Ab3dEf9h_${'x'.repeat(31)}`, `xx_Ab3dEf9h_${secret}`, `pw_Ab3dEf9h_${secret} `, `pw_Ab3dEf9h_${'x'.repeat(129)}`])(
    'takes %j for no key',
    (text) => {
      expect(prefixOf(text)).toBeUndefined();
    },
  );

  it.each([
    [[], [false, false, false]],
    [['read'], [true, false, false]],
    [['write'], [true, true, false]],
    [['admin'], [true, true, true]],
    [['read', 'write'], [true, true, false]],
  ] as const)('lets the scopes %j read, write, operate: %j', (scopes, allowed) => {
    expect(SCOPES.map((required) => grants(scopes, required))).toEqual(allowed);
  });

  it('is over at the instant it expires or is revoked, and not a millisecond earlier', () => {
    const at = new Date('2026-01-01T00:00:00.000Z');
    const before = new Date(at.getTime() - 1);
    expect(isUsable({ expiresAt: at, revokedAt: null }, before)).toBe(true);
    expect(isUsable({ expiresAt: at, revokedAt: null }, at)).toBe(false);
    expect(isUsable({ expiresAt: null, revokedAt: at }, before)).toBe(true);
    expect(isUsable({ expiresAt: null, revokedAt: at }, at)).toBe(false);
  });
});
