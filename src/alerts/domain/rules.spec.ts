import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimited, Refused, TemporaryError } from '../../shared/errors.js';
import { type ChannelAddress, redact, secretsOf, targetHint } from './channel.js';
import { answeredOutcome, retryDelayMs, thrownOutcome } from './delivery-outcome.js';
import { fitsPattern, isChannelMuted, isKeyMuted } from './mute.js';

const slack: ChannelAddress = { kind: 'slack', target: { url: 'https://hooks.slack.com/services/T0001/B0002/abcdefghijklmnop1234' } };
const mail: ChannelAddress = { kind: 'email', target: { host: 'mail.example.com', port: 587, security: 'starttls', user: 'me', password: 'correct horse', from: 'a@example.com', to: ['b@example.com'] } };

describe('what is shown of a target', () => {
  it('is the host and the last 4 characters of a long address, and nothing of a short one', () => {
    expect(targetHint(slack)).toBe('https://hooks.slack.com/…1234');
    expect(targetHint({ kind: 'webhook', target: { url: 'https://example.com/h', secret: 's'.repeat(16) } })).toBe('https://example.com/…');
    expect(targetHint(mail)).toBe('a@example.com -> b@example.com by mail.example.com:587 (signed in)');
  });

  it('of an error is what is left without address, token or password, plain or as SMTP says it', () => {
    expect(redact('POST https://hooks.slack.com/services/T0001/B0002/abcdefghijklmnop1234 failed, token abcdefghijklmnop1234', secretsOf(slack))).toBe('POST (hidden) failed, token (hidden)');
    const said = `AUTH PLAIN ${Buffer.from('\u0000me\u0000correct horse').toString('base64')} correct horse`;
    expect(redact(said, secretsOf(mail))).toBe('AUTH PLAIN (hidden) (hidden)');
  });
});

describe('a mute', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  it.each([
    ['fresh:*', 'fresh:daily:pokemon:2026-03-01', true],
    ['*:pokemon:*', 'fresh:daily:pokemon:2026-03-01', true],
    ['fresh:*:lorcana:*', 'fresh:daily:pokemon:2026-03-01', false],
    ['fresh', 'fresh:daily', false],
    ['a*a', 'a', false],
    ['a.c', 'abc', false],
    ['*', 'anything', true],
    ['a**b', 'ab', true],
  ])('%s of %s: %s', (pattern, key, fits) => expect(fitsPattern(pattern, key)).toBe(fits));

  it('fits what was put in for its stars', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 5 });
    fc.assert(fc.property(fc.array(text, { minLength: 2, maxLength: 4 }), fc.array(text, { minLength: 3, maxLength: 3 }), (parts, filling) => {
      const key = parts.reduce((sum, part, i) => sum + (filling[i - 1] ?? '') + part);
      expect(fitsPattern(parts.join('*'), key)).toBe(true);
    }));
  });

  it('ends at its instant, or never where it has none', () => {
    expect(isChannelMuted({ state: 'muted', mutedUntil: now }, now)).toBe(false);
    expect(isChannelMuted({ state: 'muted', mutedUntil: new Date(now.getTime() + 1) }, now)).toBe(true);
    expect(isChannelMuted({ state: 'muted', mutedUntil: null }, now)).toBe(true);
    expect(isKeyMuted([{ keyPattern: 'x', until: now }], 'x', now)).toBe(false);
  });
});

describe('an answer', () => {
  it.each([
    ['slack', 200, 'delivered'],
    ['slack', 404, 'gone'],
    ['discord', 204, 'delivered'],
    ['discord', 404, 'gone'],
    ['discord', 401, 'gone'],
    ['discord', 400, 'refused'],
    ['webhook', 202, 'delivered'],
    ['webhook', 410, 'gone'],
    ['webhook', 404, 'refused'],
    ['webhook', 401, 'refused'],
  ] as const)('of %s %d is %s', (kind, status, outcome) => {
    expect(answeredOutcome(kind, { status, answer: 'x' }).kind).toBe(outcome);
    if (status >= 400) expect(thrownOutcome(kind, new Refused('no', status, 'x')).kind).toBe(outcome);
  });

  it('that asks to wait is believed, in the header or in the body', () => {
    expect(thrownOutcome('discord', new RateLimited('slow', 1, '{"message":"x","retry_after": 64.57,"global":false}'))).toMatchObject({ kind: 'retry', retryAfterSeconds: 64.57, isUnknown: false });
    expect(thrownOutcome('slack', new RateLimited('slow', 30))).toMatchObject({ retryAfterSeconds: 30 });
  });

  it('that never came may mean that the message arrived', () => {
    expect(thrownOutcome('slack', new TemporaryError('timed out'))).toMatchObject({ kind: 'retry', isUnknown: true });
  });
});

describe('the wait before the next attempt', () => {
  it('doubles from 5 s to 15 min, half of it at random, and is never shorter than asked', () => {
    expect([1, 2, 3, 8, 9, 30].map((attempts) => retryDelayMs(attempts, 0, 0))).toEqual([2_500, 5_000, 10_000, 320_000, 450_000, 450_000]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 3_600, noNaN: true }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempts, asked, random) => {
        const wait = retryDelayMs(attempts, asked, random);
        expect(wait).toBeGreaterThanOrEqual(asked * 1_000);
        expect(wait).toBeLessThanOrEqual(asked * 1_000 + 900_000 + 1);
      }),
    );
  });
});
