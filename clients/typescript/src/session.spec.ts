import { describe, expect, it } from 'vitest';
import { type ClientOptions, createClient } from './index.js';

/** A client of a service that answers everything with nothing, and the headers it sent. */
function aPage(options: Partial<ClientOptions>) {
  const sent: Record<string, string>[] = [];
  const fake = async (_url: unknown, init: { headers: Record<string, string> }): Promise<Response> => {
    sent.push(init.headers);
    return new Response('{"items":[]}', { status: 200, headers: { 'content-type': 'application/json' } });
  };
  return { sent, client: createClient({ baseUrl: 'http://pokewatch.test', fetch: fake as unknown as typeof fetch, ...options }) };
}

describe('in a page that is signed in', () => {
  it('shows no key, and its token with what changes something', async () => {
    const { sent, client } = aPage({ session: { csrfToken: () => 'told' } });
    await client.get('/v1/games');
    await client.delete('/v1/session');
    expect(sent.map((headers) => [headers['x-api-key'], headers['x-csrf-token']])).toEqual([[undefined, undefined], [undefined, 'told']]);
  });

  it('shows its key where there is one, which goes before', async () => {
    const { sent, client } = aPage({ apiKey: 'pw_test', session: { csrfToken: () => 'told' } });
    await client.delete('/v1/session');
    expect(sent).toMatchObject([{ 'x-api-key': 'pw_test' }]);
  });

  it('wants one or the other', () => {
    expect(() => createClient({ baseUrl: 'http://pokewatch.test' })).toThrow('apiKey');
  });
});
