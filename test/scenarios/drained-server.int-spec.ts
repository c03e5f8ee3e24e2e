import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as send } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const ADMIN_KEY = `pw_drainkey_${'d'.repeat(40)}`;

/** The server as it runs behind a load balancer, told to stop while it is asked. */
describe('a server that is told to stop', () => {
  let database: TestDatabase;
  let dataDir: string;
  let server: ChildProcess | undefined;
  let url: string;
  let said = '';

  beforeAll(async () => {
    database = await createTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
  });
  afterEach(() => {
    server?.kill('SIGKILL');
  });
  afterAll(async () => {
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function start(settings: Record<string, string>): Promise<void> {
    const environment = { DATABASE_URL: database.url, DATA_DIR: dataDir, ROLE: 'api', PORT: '0', ADMIN_API_KEY: ADMIN_KEY, RATE_LIMIT_PER_MINUTE: '1000000', LOG_LEVEL: 'error', ...settings };
    const child = (server = spawn(process.execPath, ['scripts/start.mjs'], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] }));
    said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (!/is ready: (http\S+)/.test(said)) {
      if (child.exitCode !== null) throw new Error(`the server ended: ${said}`);
      await sleep(20);
    }
    url = /is ready: (http\S+)/.exec(said)?.[1] as string;
  }

  const ended = (): Promise<number | null> => new Promise((resolve) => server?.once('exit', resolve));

  let isReady = true;

  /** One request after the other on a connection that is kept, while the load balancer sends any. Resolves to what came. */
  async function askWhileReady(): Promise<(number | string)[]> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const outcomes: (number | string)[] = [];
    while (isReady) {
      outcomes.push(
        await new Promise<number | string>((resolve) => {
          const asked = send(`${url}/v1/games`, { agent, headers: { 'x-api-key': ADMIN_KEY } }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode ?? 0)).on('error', (error) => resolve(error.message)));
          asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)).end();
        }),
      );
    }
    agent.destroy();
    return outcomes;
  }

  it('says so to /readyz first, serves on, then answers what is under way: nobody fails', async () => {
    await start({ DRAIN_DELAY_SECONDS: '1', LOG_FORMAT: 'json', LOG_SAMPLE_RATIO: '0' });
    const clients = Array.from({ length: 8 }, askWhileReady);
    // A request that is half sent when the server is told, and finished when it takes no connection any more.
    const port = Number(new URL(url).port);
    const late = connect(port, '127.0.0.1');
    late.write(`POST /v1/predictions HTTP/1.1\r\nHost: x\r\nX-API-Key: ${ADMIN_KEY}\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n{"card_id":`);
    await sleep(300);
    const exit = ended();
    server?.kill('SIGTERM');
    await sleep(200);
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, ready.headers.get('connection')]).toEqual([503, 'close']);
    expect(await ready.json()).toMatchObject({ code: 'not_ready', checks: { draining: { status: 'down' } } });
    expect((await fetch(`${url}/livez`)).status).toBe(200);

    // As long as a load balancer takes to notice.
    await sleep(300);
    isReady = false;
    const outcomes = (await Promise.all(clients)).flat();
    while (await fetch(`${url}/livez`).then(() => true, () => false)) await sleep(50);
    late.write('"nothing"}');
    let answer = '';
    for await (const chunk of late) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 404 [\s\S]*connection: close[\s\S]*"unknown_card"/i);

    expect(await exit).toBe(143);
    expect(said).not.toContain('Gave up');
    // The last answer is in the request log too; good ones are not, with a sample of none.
    const lines = said.split('\n').filter((line) => line.includes('"message":"request"')).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ route, status, keyPrefix }) => ({ route, status, keyPrefix }))).toContainEqual({ route: '/v1/predictions', status: 404, keyPrefix: 'pw_drainkey' });
    expect(lines.filter(({ status }) => status === 200)).toEqual([]);
    expect(said).not.toContain('d'.repeat(40));
    expect(new Set(outcomes)).toEqual(new Set([200]));
    expect(outcomes.length).toBeGreaterThan(100);
  });

  it('does not wait longer than the deadline for a request that does not end', async () => {
    await start({ DRAIN_DELAY_SECONDS: '0', DRAIN_DEADLINE_SECONDS: '1' });
    const stuck = connect(Number(new URL(url).port), '127.0.0.1');
    stuck.on('error', () => undefined);
    stuck.write('POST /v1/predictions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{');
    await sleep(200);
    const exit = ended();
    server?.kill('SIGTERM');
    expect(await exit).toBe(143);
    expect(said).toContain('Gave up 1 request');
  });
});
