import type { OpenAPIObject } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApp, startApp } from '../../test/support/running-app.js';
import { describeApi } from '../http/index.js';
import { ApiKeyIssuer } from './api-key-issuer.js';
import { type ApiKeyScope, SCOPES } from './domain/api-key.js';

/** Routes that answer everybody. Whoever adds one says so here. */
const OPEN = ['GET /livez', 'GET /readyz', 'GET /startupz'];
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

interface Call {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly hasBody: boolean;
  /** Undefined: the document says nothing. */
  readonly scope: ApiKeyScope | undefined;
}

interface Caller {
  readonly name: string;
  readonly headers: Record<string, string>;
  readonly scope: ApiKeyScope | undefined;
  /** It has a cookie and does not know what only our page is told. */
  readonly isForged?: boolean;
}

let running: RunningApp;
let calls: Call[];
let callers: Caller[];
beforeAll(async () => {
  running = await startApp();
  calls = callsOf(describeApi(running.app));
  callers = await callersOf(running);
}, 120_000);
afterAll(() => running?.close());

function callsOf(document: OpenAPIObject): Call[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      const scope = operation.security?.map((each) => each['api_key']?.[0]).find((each) => each !== undefined) as ApiKeyScope | undefined;
      // An id that is nowhere, so that nothing is done to what is there.
      const url = path.replaceAll(/\{[^}]+\}/g, '2147483647');
      return [{ name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase() as 'GET', url, hasBody: operation.requestBody !== undefined, scope }];
    }),
  );
}

async function callersOf({ app }: RunningApp): Promise<Caller[]> {
  const issuer = app.get(ApiKeyIssuer);
  const make = async (scope: ApiKeyScope) => issuer.issue({ name: `matrix ${scope}`, scopes: [scope] });
  const [expired, revoked] = [await make('admin'), await make('admin')];
  await app.get(DataSource).query(`UPDATE api_key SET expires_at = now() - interval '1 second' WHERE id = $1`, [expired.key.id]);
  await issuer.revoke(revoked.key.id);
  const scoped: Caller[] = [];
  for (const scope of SCOPES) {
    const { text } = await make(scope);
    const session = await signIn(text);
    scoped.push(
      { name: scope, headers: { 'x-api-key': text }, scope },
      { name: `${scope} as Bearer`, headers: { authorization: `Bearer ${text}` }, scope },
      { name: `${scope} in a session`, headers: session, scope },
      { name: `${scope} in a session, asked for by another site`, headers: { cookie: session.cookie }, scope, isForged: true },
    );
  }
  return [
    { name: 'no key', headers: {}, scope: undefined },
    { name: 'malformed', headers: { 'x-api-key': 'letmein' }, scope: undefined },
    { name: 'wrong', headers: { 'x-api-key': `pw_Nobody00_${'x'.repeat(43)}` }, scope: undefined },
    { name: 'another scheme', headers: { authorization: 'Basic bWU6aHVudGVyMg==' }, scope: undefined },
    { name: 'expired', headers: { 'x-api-key': expired.text }, scope: undefined },
    { name: 'revoked', headers: { 'x-api-key': revoked.text }, scope: undefined },
    ...scoped,
  ];
}

async function signIn(key: string): Promise<{ cookie: string; 'x-csrf-token': string }> {
  const answer = await running.app.inject({ method: 'POST', url: '/v1/session', headers: { 'x-api-key': key } });
  return { cookie: String(answer.headers['set-cookie']).split(';', 1)[0] as string, 'x-csrf-token': answer.json<{ csrf_token: string }>().csrf_token };
}

/** A body that no call takes: whoever is let in is told so, and nothing is done. */
const UNFIT = { no_such_field: true };

async function send({ method, url, hasBody }: Call, { headers }: Caller) {
  return running.app.inject({ method, url, headers, ...(hasBody ? { payload: UNFIT } : {}) });
}

function expected({ name, scope }: Call, caller: Caller): 401 | 403 | 'let in' {
  if (OPEN.includes(name)) return 'let in';
  if (caller.scope === undefined) return 401;
  if (caller.isForged && !name.startsWith('GET ')) return 403;
  return SCOPES.indexOf(caller.scope) >= SCOPES.indexOf(scope ?? 'admin') ? 'let in' : 403;
}

describe('every route of the document', () => {
  it('says which scope it asks for, or is one of those open to all', () => {
    expect(calls.length).toBeGreaterThan(70);
    expect(calls.filter(({ name, scope }) => !OPEN.includes(name) && (scope === undefined || !SCOPES.includes(scope))).map(({ name }) => name)).toEqual([]);
    expect(OPEN.filter((name) => !calls.some((call) => call.name === name && call.scope === undefined))).toEqual([]);
  });

  it('lets in who may, and no other: no key, a wrong, an expired, a revoked one, and each scope', async () => {
    const wrong: string[] = [];
    for (const call of calls) {
      for (const caller of callers) {
        // The session would be over.
        if (call.name === 'DELETE /v1/session' && 'x-csrf-token' in caller.headers) continue;
        const { statusCode } = await send(call, caller);
        const outcome = statusCode === 401 || statusCode === 403 ? statusCode : 'let in';
        if (outcome !== expected(call, caller)) wrong.push(`${call.name}, ${caller.name}: ${statusCode}, expected ${expected(call, caller)}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('challenges whom it does not know, says whether a key was shown, and answers problems', async () => {
    const wrong: string[] = [];
    for (const call of calls.filter(({ name }) => !OPEN.includes(name))) {
      for (const caller of callers.filter(({ scope }) => scope === undefined)) {
        const { headers } = await send(call, caller);
        const isShown = 'x-api-key' in caller.headers;
        const challenge = `Bearer realm="pokewatch"${isShown ? ', error="invalid_token"' : ''}`;
        if (headers['www-authenticate'] !== challenge || !/^application\/problem\+json/.test(String(headers['content-type']))) wrong.push(`${call.name}, ${caller.name}: ${headers['www-authenticate']}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});
