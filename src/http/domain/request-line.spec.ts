import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorthALine, presentedPrefix, withoutSecrets } from './request-line.js';

const SECRET = 'A1b2_C3d4-E5f6g7h8A1b2C3d4E5f6g7h8A1b2C3d4';
const KEY = `pw_Ab3dEf9h_${SECRET}`;

describe('a line of the request log', () => {
  it('is written for what was refused, failed or slow, and else left to the sample', () => {
    expect([200, 201, 304].map((status) => isWorthALine(status, 1_000))).toEqual([false, false, false]);
    expect([400, 401, 403, 404, 429, 500, 503].every((status) => isWorthALine(status, 0))).toBe(true);
    expect(isWorthALine(200, 1_001)).toBe(true);
  });

  it('never holds a secret that came in the URL, whatever is around it', () => {
    const name = fc.constantFrom('key', 'api_key', 'X-API-Key', 'access_token', 'client_secret', 'password');
    const other = fc.stringMatching(/^[a-j]{1,6}=[a-z0-9]{0,6}$/);
    fc.assert(
      fc.property(name, fc.array(other, { maxLength: 3 }), fc.constantFrom('&', ';'), (parameter, others, separator) => {
        const url = `/v1/cards?${[...others, `${parameter}=${encodeURIComponent(SECRET)}`, ...others].join(separator)}`;
        expect(withoutSecrets(url)).not.toContain(SECRET.slice(0, 8));
        for (const each of others) expect(withoutSecrets(url)).toContain(each);
      }),
    );
    expect(withoutSecrets(`/v1/cards/${KEY}/prediction?x=1`)).toBe('/v1/cards/pw_Ab3dEf9h_[hidden]/prediction?x=1');
  });

  it('is cut where a URL has no end', () => {
    expect(withoutSecrets(`/${'a'.repeat(10_000)}`).length).toBe(513);
  });

  it.each([
    [KEY, undefined, 'pw_Ab3dEf9h'],
    [undefined, `Bearer ${KEY}`, 'pw_Ab3dEf9h'],
    ['', `bearer  ${KEY}`, 'pw_Ab3dEf9h'],
    [SECRET, undefined, undefined],
    [undefined, 'Basic YWJj', undefined],
    [undefined, undefined, undefined],
  ])('tells whose key was shown by its public part alone', (apiKey, authorization, prefix) => {
    expect(presentedPrefix(apiKey, authorization)).toBe(prefix);
  });
});
