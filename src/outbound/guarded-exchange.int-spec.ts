import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HookServer, startHookServer } from '../../test/support/hook-server.js';
import { readConfig } from '../config/index.js';
import { ForbiddenTarget, type HostResolver, TargetGuard } from './target-guard.js';
import type { Exchange } from './exchange.client.js';
import { exchangeGuarded } from './guarded-exchange.client.js';

const PUBLIC = [{ address: '93.184.215.14', family: 4 }];
const LOOPBACK = [{ address: '127.0.0.1', family: 4 }];

let hook: HookServer;
let port: string;
beforeAll(async () => {
  hook = await startHookServer();
  port = new URL(hook.url).port;
});
afterAll(() => hook.close());
beforeEach(() => {
  hook.requests.length = 0;
  hook.answer();
});

const guardOf = (resolver: HostResolver, allowed = ''): TargetGuard => new TargetGuard(readConfig({ WEBHOOK_ALLOWED_NETWORKS: allowed }), resolver);
const nobody: HostResolver = () => Promise.reject(new Error('was asked'));
const call = (url: string, more: Partial<Exchange> = {}): Exchange => ({ url: new URL(url), method: 'POST', headers: {}, body: 'hello', timeoutMs: 5_000, maxBytes: 1_000, title: 'test', ...more });

describe('a target by address', () => {
  it.each(['127.0.0.1', '2130706433', '0x7f000001', '0177.0.0.1', '0x7f.1', '127.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[64:ff9b::7f00:1]', '169.254.169.254', '10.0.0.1', '[fd00::1]', '0.0.0.0'])(
    'such as %s is refused when it is named and when it is sent to, without asking DNS',
    async (host) => {
      const url = `http://${host}:${port}/`;
      const guard = guardOf(nobody);
      await expect(guard.check(new URL(url))).rejects.toThrow(ForbiddenTarget);
      await expect(exchangeGuarded(call(url), guard)).rejects.toThrow(/is not public .*WEBHOOK_ALLOWED_NETWORKS/);
      expect(hook.requests).toEqual([]);
    },
  );

  it('of a network that is allowed by name is sent to', async () => {
    const answer = await exchangeGuarded(call(`http://127.0.0.1:${port}/`), guardOf(nobody, '127.0.0.1/32'));
    expect([answer.status, hook.requests[0]?.body, answer.body.toString()]).toEqual([200, 'hello', 'ok']);
  });
});

describe('a target by name', () => {
  it('that was public when it was named, and is 127.0.0.1 when it is sent to, is not connected to', async () => {
    const answers = [PUBLIC, LOOPBACK];
    const guard = guardOf(async () => answers.shift() ?? LOOPBACK);
    const url = `http://hooks.example.com:${port}/`;
    await guard.check(new URL(url));
    await expect(exchangeGuarded(call(url), guard)).rejects.toThrow('hooks.example.com resolves to 127.0.0.1, which is not public (loopback)');
    expect(hook.requests).toEqual([]);
  });

  it('is refused for one forbidden address among public ones', async () => {
    await expect(guardOf(async () => [...PUBLIC, { address: 'fd00::1', family: 6 }]).check(new URL('https://both.example.com/'))).rejects.toThrow(/fd00::1, which is not public \(private\)/);
  });

  it('is looked up once for each call, and the address that was judged is the one connected to', async () => {
    let asked = 0;
    const guard = guardOf(async () => (asked++, LOOPBACK), '127.0.0.0/8');
    expect((await exchangeGuarded(call(`http://inside.example.com:${port}/`), guard)).status).toBe(200);
    expect(asked).toBe(1);
  });

  it('that does not resolve is refused; a DNS that fails is worth another attempt', async () => {
    const failing = (code: string): TargetGuard => guardOf(() => Promise.reject(Object.assign(new Error(code), { code })));
    await expect(failing('ENOTFOUND').check(new URL('https://nowhere.example.com/'))).rejects.toThrow(/nowhere\.example\.com is a name that does not resolve/);
    await expect(guardOf(async () => []).check(new URL('https://nowhere.example.com/'))).rejects.toThrow(ForbiddenTarget);
    await expect(failing('EAI_AGAIN').check(new URL('https://nowhere.example.com/'))).rejects.toMatchObject({ code: 'temporary_error' });
  });
});

describe('an answer', () => {
  const guard = (): TargetGuard => guardOf(nobody, '127.0.0.0/8');

  it('that redirects is returned as it is, for any method', async () => {
    const moved = { status: 302, body: 'moved', headers: { location: `${hook.url}/secret` } };
    hook.answer(moved, moved);
    for (const method of ['POST', 'GET']) {
      const answer = await exchangeGuarded(call(`http://127.0.0.1:${port}/redirects`, { method, body: method === 'GET' ? undefined : 'x' }), guard());
      expect([answer.status, answer.body.toString()]).toEqual([302, 'moved']);
    }
    expect(hook.requests.map((request) => request.path)).toEqual(['/redirects', '/redirects']);
  });

  it('that is too long is given up at its longest, and one that does not come at its latest', async () => {
    hook.answer({ status: 200, body: 'x'.repeat(5_000) }, 'never');
    await expect(exchangeGuarded(call(`http://127.0.0.1:${port}/endless`), guard())).rejects.toThrow(/goes on after 1000 bytes/);
    await expect(exchangeGuarded(call(`http://127.0.0.1:${port}/silent`, { timeoutMs: 100 }), guard())).rejects.toThrow(/no whole answer within 100 ms/);
  });

  it('that cannot come says why', async () => {
    await expect(exchangeGuarded(call('http://127.0.0.1:1/'), guard())).rejects.toThrow(/ECONNREFUSED/);
  });
});
