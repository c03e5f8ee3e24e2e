import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmlessHeaders, maskedUrl, secretsOf, withoutSecrets } from './masking.js';

describe('addresses that are shown', () => {
  it('have no user, and no value of a secret name', () => {
    expect(maskedUrl(new URL('https://u:p@a.test/cards?set=604&api_key=abc&Token=def#x'), false)).toBe('https://a.test/cards?set=604&api_key=***&Token=***');
  });

  it('are only a host where the address is a secret', () => {
    expect(maskedUrl(new URL('https://hooks.slack.com/services/T0/B0/xyz?wait=true'), true)).toBe('https://hooks.slack.com/***');
  });

  it('never hold the value of a key', () => {
    fc.assert(
      fc.property(fc.constantFrom('key', 'apikey', 'access_token', 'client_secret', 'password', 'X-Amz-Signature'), fc.stringMatching(/^[A-Z0-9]{8,20}$/), (name, value) => {
        expect(maskedUrl(new URL(`https://a.test/cards?a=1&${name}=${value}`), false)).not.toContain(value);
      }),
    );
  });
});

describe('texts of the outside', () => {
  const url = new URL('https://hooks.slack.com/services/T0000000/B0000000/xyzxyzxyz?token=t%2Fo%2Fk');
  it('lose what a call keeps secret: keys with and without their scheme, query values, the path of a webhook', () => {
    const secrets = secretsOf(url, { authorization: 'Bearer pokeprice_pro_1', accept: 'application/json' }, true);
    const text = 'Bearer pokeprice_pro_1 | pokeprice_pro_1 | t/o/k | t%2Fo%2Fk | /services/T0000000/B0000000/xyzxyzxyz | xyzxyzxyz | application/json';
    expect(withoutSecrets(text, secrets)).toBe('*** | *** | *** | *** | *** | *** | application/json');
  });

  it('keep the path where the address is no secret', () => {
    expect(withoutSecrets(url.pathname, secretsOf(url, {}, false))).toBe(url.pathname);
  });
});

it('lets no header of a key follow to another host, whatever it is called', () => {
  expect(harmlessHeaders({ authorization: 'a', 'x-api-key': 'b', cookie: 'c', 'X-Anything': 'd', accept: 'e', 'user-agent': 'f' })).toEqual({ accept: 'e', 'user-agent': 'f' });
});
