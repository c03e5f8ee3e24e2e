import { describe, expect, it } from 'vitest';
import { formatSessionToken, needsCsrfToken, noSessionCookie, sessionCookie, sessionTokenIn } from './session.js';

const TOKEN = formatSessionToken('a'.repeat(43));

describe('sessionTokenIn', () => {
  it('finds the token among other cookies', () => {
    expect(sessionTokenIn(`pokewatch_session=${TOKEN}`)).toBe(TOKEN);
    expect(sessionTokenIn(`theme=dark; pokewatch_session=${TOKEN}; other=1`)).toBe(TOKEN);
  });

  it.each([
    undefined,
    '',
    'pokewatch_session=',
    `pokewatch_session=${TOKEN}x`,
    `pokewatch_session=${TOKEN.slice(0, -1)}`,
    `my_pokewatch_session=${TOKEN}`,
    `pokewatch_session=pw_Ab3dEf9h_${'a'.repeat(43)}`,
    `theme=pokewatch_session=${TOKEN}`,
  ])('finds none in %s', (cookies) => {
    expect(sessionTokenIn(cookies)).toBeUndefined();
  });
});

describe('sessionCookie', () => {
  it('is kept from scripts and other sites, and from the open network where TLS is there', () => {
    expect(sessionCookie(TOKEN, 3_600.9, true)).toBe(`pokewatch_session=${TOKEN}; Path=/; Max-Age=3600; HttpOnly; SameSite=Strict; Secure`);
    expect(sessionCookie(TOKEN, 60, false)).not.toContain('Secure');
    expect(noSessionCookie(false)).toBe('pokewatch_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict');
  });
});

describe('needsCsrfToken', () => {
  it('asks of everything that may change something', () => {
    expect(['GET', 'HEAD', 'OPTIONS'].map(needsCsrfToken)).toEqual([false, false, false]);
    expect(['POST', 'PUT', 'PATCH', 'DELETE'].map(needsCsrfToken)).toEqual([true, true, true, true]);
  });
});
