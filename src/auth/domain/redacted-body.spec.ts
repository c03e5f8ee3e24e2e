import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactedBody } from './redacted-body.js';

describe('a redacted body', () => {
  it.each([
    [{ name: 'board', scopes: ['read'], requests_per_day: 5 }, { name: 'board', scopes: ['read'], requests_per_day: 5 }],
    [{ secret: 'hunter2', password: 'x', api_key: 'k', signingKey: 'k', access_token: 't' }, { secret: '***', password: '***', api_key: '***', signingKey: '***', access_token: '***' }],
    [{ url: 'https://hooks.slack.com/services/T0/B0/xyz?token=1' }, { url: 'https://hooks.slack.com/***' }],
    [{ url: 'smtp://me:hunter2@mail.example:25/box' }, { url: 'smtp://mail.example:25/***' }],
    [{ webhook_url: 'hooks.slack.com/services/T0' }, { webhook_url: '***' }],
    [{ note: 'see https://me:pw@host.example/a and ask' }, { note: 'see https://host.example/*** and ask' }],
    [{ note: `the key pw_Ab3dEf9h_${'s'.repeat(43)} leaked` }, { note: 'the key pw_Ab3dEf9h_*** leaked' }],
    [{ channels: [{ kind: 'slack', secret: { deep: 'hunter2' } }] }, { channels: [{ kind: 'slack', secret: '***' }] }],
    [{ has_secret: false, token: null }, { has_secret: false, token: null }],
    [[1, 'two'], [1, 'two']],
  ])('of %j is %j', (body, expected) => {
    expect(JSON.parse(redactedBody(body) ?? '')).toEqual(expected);
  });

  it('is nothing where nothing was sent', () => {
    expect([redactedBody(undefined), redactedBody(null)]).toEqual([null, null]);
  });

  it('shows 20 items of a list and counts the others', () => {
    expect(JSON.parse(redactedBody({ ids: Array.from({ length: 23 }, (_, i) => i) }) ?? '')).toEqual({ ids: [...Array.from({ length: 20 }, (_, i) => i), '… 3 more'] });
  });

  it('is never longer than 2 kB, whatever is sent', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'grapheme', maxLength: 3_000 }), (value, text) => {
        const kept = redactedBody({ value, text, again: text }) ?? '';
        expect(new TextEncoder().encode(kept).length).toBeLessThanOrEqual(2_048);
      }),
    );
    expect(redactedBody({ text: 'ä'.repeat(5_000) })).toMatch(/^\{"text":"ä+…$/);
  });

  it('shows nothing of a value under the name of a secret', () => {
    fc.assert(
      fc.property(fc.constantFrom('secret', 'client_secret', 'password', 'refresh_token', 'key', 'api_key'), fc.stringMatching(/^[a-z]{12}$/), (name, secret) => {
        expect(redactedBody({ outer: [{ [name]: secret }] })).not.toContain(secret);
      }),
    );
  });
});
